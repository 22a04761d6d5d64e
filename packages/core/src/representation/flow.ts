import type { AuthenticatorConfig, Execution, Flow, RequiredActionConfig } from '../directory/flow.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { type Representation, readFlag, readNumber, readText, readTextMap } from './read.ts';

/** What a page or an answer says about an authenticator: Keycloak's words for it. */
export interface AuthenticatorInfo {
  readonly displayName: string;
  readonly requirementChoices: readonly string[];
  readonly configurable: boolean;
}

export function toFlowRepresentation(realm: RealmSnapshot, flow: Flow): Record<string, unknown> {
  return {
    id: flow.id,
    alias: flow.alias,
    ...(flow.description === undefined ? {} : { description: flow.description }),
    providerId: flow.providerId,
    topLevel: flow.topLevel,
    builtIn: flow.builtIn,
    authenticationExecutions: byPriority(flow.executions).map((execution) => toExportedExecution(realm, execution)),
  };
}

function toExportedExecution(realm: RealmSnapshot, execution: Execution): Record<string, unknown> {
  const isFlow = execution.flowId !== null;
  const config = execution.configId === null ? null : realm.authenticatorConfig(execution.configId);
  const flow = execution.flowId === null ? null : realm.flow(execution.flowId);
  return {
    ...(config === null ? {} : { authenticatorConfig: config.alias }),
    ...(execution.authenticator === null ? {} : { authenticator: execution.authenticator }),
    authenticatorFlow: isFlow,
    requirement: execution.requirement,
    priority: execution.priority,
    // The misspelt twin is part of the format.
    autheticatorFlow: isFlow,
    ...(flow === null ? {} : { flowAlias: flow.alias }),
    userSetupAllowed: execution.userSetupAllowed ?? false,
  };
}

/** `GET authentication/executions/{id}` */
export function toExecutionRepresentation(execution: Execution, parentFlow: string): Record<string, unknown> {
  const isFlow = execution.flowId !== null;
  return {
    ...(execution.configId === null ? {} : { authenticatorConfig: execution.configId }),
    ...(execution.authenticator === null ? {} : { authenticator: execution.authenticator }),
    authenticatorFlow: isFlow,
    requirement: execution.requirement,
    priority: execution.priority,
    autheticatorFlow: isFlow,
    id: execution.id,
    ...(execution.flowId === null ? {} : { flowId: execution.flowId }),
    parentFlow,
  };
}

/** `GET authentication/flows/{alias}/executions`: depth-first, with level and index. `describe` null: an authenticator nobody knows. */
export function toExecutionInfoRepresentations(
  realm: RealmSnapshot,
  flow: Flow,
  describe: (authenticator: string) => AuthenticatorInfo | null,
  level = 0,
): Record<string, unknown>[] {
  return byPriority(flow.executions).flatMap((execution, index) => {
    const place = { level, index, priority: execution.priority };
    const info = execution.authenticator === null ? null : describe(execution.authenticator);
    if (execution.flowId === null) return [leaf(realm, execution, info, place)];
    const sub = realm.flow(execution.flowId);
    const choices = execution.authenticator === null ? SUB_FLOW_CHOICES : FORM_FLOW_CHOICES;
    const own = {
      id: execution.id,
      requirement: execution.requirement,
      displayName: sub?.alias ?? '',
      ...(sub?.description === undefined ? {} : { description: sub.description }),
      requirementChoices: [...choices],
      configurable: false,
      authenticationFlow: true,
      ...(execution.authenticator === null ? {} : { providerId: execution.authenticator }),
      flowId: execution.flowId,
      ...place,
    };
    return [own, ...(sub === null ? [] : toExecutionInfoRepresentations(realm, sub, describe, level + 1))];
  });
}

const SUB_FLOW_CHOICES = ['REQUIRED', 'ALTERNATIVE', 'DISABLED', 'CONDITIONAL'];
const FORM_FLOW_CHOICES = ['REQUIRED', 'DISABLED'];

function leaf(
  realm: RealmSnapshot,
  execution: Execution,
  info: AuthenticatorInfo | null,
  place: Record<string, number>,
): Record<string, unknown> {
  const config = execution.configId === null ? null : realm.authenticatorConfig(execution.configId);
  return {
    id: execution.id,
    requirement: execution.requirement,
    displayName: info?.displayName ?? execution.authenticator ?? '',
    ...(config === null ? {} : { alias: config.alias }),
    requirementChoices: [...(info?.requirementChoices ?? ['REQUIRED', 'ALTERNATIVE', 'DISABLED'])],
    configurable: info?.configurable ?? false,
    ...(execution.authenticator === null ? {} : { providerId: execution.authenticator }),
    ...(config === null ? {} : { authenticationConfig: config.id }),
    ...place,
  };
}

export function byPriority(executions: readonly Execution[]): Execution[] {
  return [...executions].sort((a, b) => a.priority - b.priority);
}

/** A flow's own fields; executions are the caller's (an import resolves them by alias, an update does not touch them). */
export function fromFlowRepresentation(representation: Representation, id: string, base?: Flow): Flow {
  const description = readText(representation, 'description') ?? base?.description;
  return {
    id: base?.id ?? readText(representation, 'id') ?? id,
    alias: readText(representation, 'alias') ?? base?.alias ?? '',
    ...(description === undefined ? {} : { description }),
    providerId: readText(representation, 'providerId') ?? base?.providerId ?? 'basic-flow',
    topLevel: readFlag(representation, 'topLevel') ?? base?.topLevel ?? false,
    builtIn: base?.builtIn ?? readFlag(representation, 'builtIn') ?? false,
    executions: base?.executions ?? [],
  };
}

export function toAuthenticatorConfigRepresentation(config: AuthenticatorConfig): Record<string, unknown> {
  return { id: config.id, alias: config.alias, config: { ...config.config } };
}

export function fromAuthenticatorConfigRepresentation(
  representation: Representation,
  id: string,
  base?: AuthenticatorConfig,
): AuthenticatorConfig {
  return {
    id: base?.id ?? readText(representation, 'id') ?? id,
    alias: readText(representation, 'alias') ?? base?.alias ?? '',
    config: readTextMap(representation, 'config') ?? base?.config ?? {},
  };
}

export function toRequiredActionRepresentation(action: RequiredActionConfig): Record<string, unknown> {
  return { ...action, config: { ...action.config } };
}

export function fromRequiredActionRepresentation(representation: Representation, base?: RequiredActionConfig): RequiredActionConfig {
  const providerId = readText(representation, 'providerId') ?? base?.providerId ?? readText(representation, 'alias') ?? '';
  return {
    alias: readText(representation, 'alias') ?? base?.alias ?? providerId,
    name: readText(representation, 'name') ?? base?.name ?? providerId,
    providerId,
    enabled: readFlag(representation, 'enabled') ?? base?.enabled ?? false,
    defaultAction: readFlag(representation, 'defaultAction') ?? base?.defaultAction ?? false,
    priority: readNumber(representation, 'priority') ?? base?.priority ?? 0,
    config: readTextMap(representation, 'config') ?? base?.config ?? {},
  };
}
