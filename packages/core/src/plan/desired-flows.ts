import type { Execution, Flow } from '../directory/flow.ts';
import { toExecution } from '../import/import-flows.ts';
import { fromAuthenticatorConfigRepresentation, fromFlowRepresentation, fromRequiredActionRepresentation } from '../representation/flow.ts';
import { readObjects, readText } from '../representation/read.ts';
import { type Desired, listOf, type PlanContext } from './desired.ts';

export function desiredConfigs({ realm, document, names, ids }: PlanContext): readonly Desired[] {
  return listOf(document, 'authenticatorConfig').map((representation): Desired => {
    const name = readText(representation, 'alias') ?? '';
    const before = realm.configuration.authenticatorConfigs.find((config) => config.alias === name) ?? null;
    const after = fromAuthenticatorConfigRepresentation(representation, ids.uuid(), before ?? undefined);
    names.add('config', name, after.id);
    return { kind: 'authenticator-config', name, before, after };
  });
}

/** All flows are named before the first execution is read. */
export function desiredFlows(context: PlanContext): readonly Desired[] {
  const { realm, document, names, ids } = context;
  const named = listOf(document, 'authenticationFlows').map((representation) => {
    const name = readText(representation, 'alias') ?? '';
    const before = realm.flowByAlias(name);
    const after = fromFlowRepresentation(representation, ids.uuid(), before ?? undefined);
    names.add('flow', name, after.id);
    return { representation, name, before, after };
  });
  return named.map(({ representation, name, before, after }): Desired => {
    const given = readObjects(representation, 'authenticationExecutions');
    if (given === undefined) return { kind: 'flow', name, before, after };
    const executions = given.map((execution) => toExecution(context, after, execution));
    return { kind: 'flow', name, before, after: { ...after, executions: withKnownIds(before, executions) } };
  });
}

/** Executions of an export have no ids: one that stands where an equal one stood is the same. */
function withKnownIds(before: Flow | null, executions: readonly Execution[]): readonly Execution[] {
  const left = [...(before?.executions ?? [])];
  const ordered = executions.map((execution): Execution => {
    const at = left.findIndex((other) => other.authenticator === execution.authenticator && other.flowId === execution.flowId);
    const [known] = at < 0 ? [] : left.splice(at, 1);
    return known === undefined ? execution : { ...execution, id: known.id };
  });
  const place = (execution: Execution) => before?.executions.findIndex(({ id }) => id === execution.id) ?? -1;
  return ordered.every((execution) => place(execution) >= 0) ? ordered.toSorted((a, b) => place(a) - place(b)) : ordered;
}

export function desiredRequiredActions({ realm, document }: PlanContext): readonly Desired[] {
  return listOf(document, 'requiredActions').map((representation): Desired => {
    const name = readText(representation, 'alias') ?? '';
    const before = realm.configuration.requiredActions.find((action) => action.alias === name) ?? null;
    return { kind: 'required-action', name, before, after: fromRequiredActionRepresentation(representation, before ?? undefined) };
  });
}
