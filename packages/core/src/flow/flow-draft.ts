import type { IdSource } from '../clock.ts';
import type { AuthenticatorConfig, Execution, Flow, Requirement } from '../directory/flow.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';

/** A flow with everything below it as one tree, stored or on its way to be. Executions stand in their order. */
export interface FlowDraft {
  readonly id?: string;
  readonly alias: string;
  readonly description?: string | null;
  readonly executions: readonly ExecutionDraft[];
}

export interface ExecutionDraft {
  readonly id?: string;
  /** Null: a sub-flow. */
  readonly provider: string | null;
  readonly requirement: Requirement;
  readonly config?: { readonly alias?: string; readonly config: Readonly<Record<string, string>> } | null;
  readonly flow?: FlowDraft | null;
}

export interface DraftedFlows {
  /** The top flow first. */
  readonly flows: readonly [Flow, ...Flow[]];
  readonly configs: readonly AuthenticatorConfig[];
  /** Ids of what the stored tree has and the draft has no more. */
  readonly gone: { readonly flows: readonly string[]; readonly configs: readonly string[] };
}

const BETWEEN = 10;

export function toFlowDraft(realm: RealmSnapshot, flow: Flow): FlowDraft {
  return {
    id: flow.id,
    alias: flow.alias,
    description: flow.description ?? null,
    executions: [...flow.executions]
      .sort((a, b) => a.priority - b.priority)
      .map(({ id, authenticator, requirement, configId, flowId }) => {
        const config = configId === null ? null : realm.authenticatorConfig(configId);
        const sub = flowId === null ? null : realm.flow(flowId);
        return {
          id,
          provider: authenticator,
          requirement,
          config: config === null ? null : { alias: config.alias, config: { ...config.config } },
          flow: sub === null ? null : toFlowDraft(realm, sub),
        };
      }),
  };
}

/** The flows and configurations of a tree. What was there keeps its id, whichever place it has now; ids of other flows are not taken over. */
export function fromFlowDraft(realm: RealmSnapshot, stored: Flow | null, draft: FlowDraft, ids: Pick<IdSource, 'uuid'>): DraftedFlows {
  const before = stored === null ? [] : treeOf(realm, stored);
  const old = new Map(before.flatMap(({ executions }) => executions).map((execution) => [execution.id, execution]));
  const flows: Flow[] = [];
  const configs: AuthenticatorConfig[] = [];
  const used = new Set<string>();

  function build({ alias, description, executions }: FlowDraft, base: Flow | null): Flow {
    const index = flows.length;
    const id = base?.id ?? ids.uuid();
    const flow: Flow = {
      id,
      alias,
      ...(description ? { description } : {}),
      providerId: base?.providerId ?? 'basic-flow',
      topLevel: index === 0,
      builtIn: false,
      executions: [],
    };
    flows.push(flow);
    const built = { ...flow, executions: executions.map((execution, position) => buildExecution(alias, execution, position)) };
    flows[index] = built;
    return built;
  }

  function buildExecution(parent: string, draft: ExecutionDraft, position: number): Execution {
    const known = draft.id === undefined || used.has(draft.id) ? undefined : old.get(draft.id);
    const id = known?.id ?? ids.uuid();
    used.add(id);
    const sub = draft.flow ?? null;
    const base = sub === null || known?.flowId == null ? null : realm.flow(known.flowId);
    const configId = buildConfig(parent, draft, known?.configId ?? null);
    return {
      id,
      requirement: draft.requirement,
      priority: (position + 1) * BETWEEN,
      authenticator: draft.provider,
      flowId: sub === null ? null : build(sub, base).id,
      configId,
      ...(known?.userSetupAllowed === undefined ? {} : { userSetupAllowed: known.userSetupAllowed }),
    };
  }

  function buildConfig(parent: string, { provider, config }: ExecutionDraft, known: string | null): string | null {
    if (config == null) return null;
    const base = known === null ? null : realm.authenticatorConfig(known);
    const id = base?.id ?? ids.uuid();
    configs.push({
      id,
      alias: config.alias ?? base?.alias ?? `${parent} ${provider ?? ''} ${id.slice(0, 8)}`,
      config: { ...config.config },
    });
    return id;
  }

  build(draft, stored);
  const kept = new Set([...flows, ...configs].map(({ id }) => id));
  const oldConfigs = [...old.values()].flatMap(({ configId }) => (configId === null ? [] : [configId]));
  return {
    flows: flows as [Flow, ...Flow[]],
    configs,
    gone: {
      flows: before.map(({ id }) => id).filter((id) => !kept.has(id)),
      configs: oldConfigs.filter((id) => !kept.has(id)),
    },
  };
}

function treeOf(realm: RealmSnapshot, flow: Flow, seen: ReadonlySet<string> = new Set()): readonly Flow[] {
  if (seen.has(flow.id)) return [];
  const known = new Set([...seen, flow.id]);
  return [
    flow,
    ...flow.executions.flatMap(({ flowId }) => {
      const sub = flowId === null ? null : realm.flow(flowId);
      return sub === null ? [] : treeOf(realm, sub, known);
    }),
  ];
}
