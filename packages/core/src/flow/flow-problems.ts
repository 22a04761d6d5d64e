import type { Execution, Flow } from '../directory/flow.ts';

/** What an evaluation drops or never reaches without a word. */
export type FlowProblemCode =
  /** ALTERNATIVE beside REQUIRED or CONDITIONAL: never looked at. */
  | 'alternative-ignored'
  /** A CONDITIONAL sub-flow without an enabled condition: never run. */
  | 'conditional-without-condition'
  /** A condition outside of a CONDITIONAL sub-flow: never asked. */
  | 'condition-ignored'
  /** CONDITIONAL means something for sub-flows alone: the step is run as if it were REQUIRED. */
  | 'conditional-step'
  /** An enabled sub-flow with nothing enabled in it: never succeeds. */
  | 'empty-sub-flow'
  /** Behind something that always ends the flow, or always succeeds among alternatives. */
  | 'unreachable';

export interface FlowProblem {
  readonly code: FlowProblemCode;
  /** Aliases from the top flow down to the one that holds it. */
  readonly path: readonly string[];
  readonly executionId: string;
  /** For whoever edits the flow. */
  readonly message: string;
}

/** What a provider id is, as far as the evaluation of a flow treats it differently. */
export interface ProviderKinds {
  isCondition(id: string): boolean;
  /** Says only how the session is kept, and pushes no alternative out. */
  isSetting(id: string): boolean;
}

/** Keycloak names every condition so. */
export const STANDARD_PROVIDERS: ProviderKinds = {
  isCondition: (id) => id.startsWith('conditional-'),
  isSetting: (id) => id === 'transient-session' || id === 'session-persistence',
};

const DENY = 'deny-access-authenticator';
const ALLOW = 'allow-access-authenticator';

/**
 * Mixes that the evaluation (Keycloak's `DefaultAuthenticationFlow`) drops or never reaches in silence, in a flow and every enabled sub-flow
 * of it, in order.
 */
export function flowProblems(
  flow: Flow,
  find: (id: string) => Flow | null,
  kinds: ProviderKinds = STANDARD_PROVIDERS,
  above: readonly Flow[] = [],
): readonly FlowProblem[] {
  if (above.some(({ id }) => id === flow.id)) return [];
  const trail = [...above, flow];
  const path = trail.map(({ alias }) => alias);
  const own = problemsOfLevel(flow, find, kinds).map((problem) => ({ ...problem, path }));
  const below = enabled(flow).flatMap(({ flowId, authenticator }) => {
    // The actions of a form are all run: nothing of them is dropped.
    const sub = flowId === null || authenticator !== null ? null : find(flowId);
    return sub === null ? [] : flowProblems(sub, find, kinds, trail);
  });
  return [...own, ...below];
}

function enabled(flow: Flow): readonly Execution[] {
  return [...flow.executions].sort((a, b) => a.priority - b.priority).filter(({ requirement }) => requirement !== 'DISABLED');
}

type Found = Omit<FlowProblem, 'path'>;

/** The problems of one flow by itself, without those of the flows below it. */
export function problemsOfLevel(
  flow: Flow,
  find: (id: string) => Flow | null,
  kinds: ProviderKinds = STANDARD_PROVIDERS,
): readonly Found[] {
  if (flow.providerId !== 'basic-flow') return [];
  const nameOf = ({ authenticator, flowId }: Execution) => authenticator ?? find(flowId ?? '')?.alias ?? '';
  const isLeaf = ({ flowId }: Execution) => flowId === null;
  const isCondition = (execution: Execution) => isLeaf(execution) && kinds.isCondition(execution.authenticator ?? '');
  const conditions = enabled(flow).filter(isCondition);
  const steps = enabled(flow).filter((execution) => !isCondition(execution));
  const deciding = steps.filter(
    ({ requirement, authenticator }) =>
      requirement === 'CONDITIONAL' || (requirement === 'REQUIRED' && !kinds.isSetting(authenticator ?? '')),
  );
  const found: Found[] = [];
  const add = (code: FlowProblemCode, execution: Execution, message: string) => found.push({ code, executionId: execution.id, message });

  // Conditions count in a CONDITIONAL sub-flow; whether this one is such is looked at from above.
  if (flow.topLevel)
    for (const condition of conditions) add('condition-ignored', condition, `${nameOf(condition)} is asked in a CONDITIONAL sub-flow only`);
  for (const step of steps) {
    const sub = step.flowId === null || step.authenticator !== null ? null : find(step.flowId);
    if (step.requirement === 'CONDITIONAL' && isLeaf(step)) {
      add('conditional-step', step, `${nameOf(step)} is CONDITIONAL but no sub-flow: it is run as if it were REQUIRED`);
    }
    if (step.requirement === 'ALTERNATIVE' && deciding[0] !== undefined) {
      add(
        'alternative-ignored',
        step,
        `${nameOf(step)} is ALTERNATIVE beside ${nameOf(deciding[0])}, which is ${deciding[0].requirement}: it is never tried`,
      );
    }
    if (sub === null) continue;
    const inside = enabled(sub);
    const asked = inside.filter(isCondition);
    if (step.requirement === 'CONDITIONAL' && asked.length === 0) {
      add('conditional-without-condition', step, `${sub.alias} is CONDITIONAL and has no enabled condition: it is never run`);
    }
    if (step.requirement !== 'CONDITIONAL') {
      for (const condition of asked)
        add('condition-ignored', condition, `${nameOf(condition)} has no effect: ${sub.alias} is ${step.requirement}, not CONDITIONAL`);
    }
    if (inside.length === asked.length && !(step.requirement === 'CONDITIONAL' && asked.length === 0)) {
      add('empty-sub-flow', step, `${sub.alias} has no enabled step: it never succeeds`);
    }
  }
  const run =
    deciding.length > 0
      ? steps.filter(({ requirement }) => requirement !== 'ALTERNATIVE')
      : steps.filter(({ requirement }) => requirement === 'ALTERNATIVE');
  const end = run.findIndex(
    ({ authenticator, flowId }) => flowId === null && (authenticator === DENY || (authenticator === ALLOW && deciding.length === 0)),
  );
  for (const step of end < 0 ? [] : run.slice(end + 1)) {
    add('unreachable', step, `${nameOf(step)} is never reached: ${nameOf(run[end] as Execution)} stands before it`);
  }
  return found;
}
