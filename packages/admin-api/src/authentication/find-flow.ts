import type { Execution, Flow, RealmSnapshot } from '@anteroom/core';
import { notFound } from '../http/failure.ts';

export function flowById(realm: RealmSnapshot, id: string | undefined): Flow {
  const flow = realm.flow(id ?? '');
  if (flow === null) throw notFound('Flow not found');
  return flow;
}

export function flowByAlias(realm: RealmSnapshot, alias: string | undefined): Flow {
  const flow = realm.flowByAlias(alias ?? '');
  if (flow === null) throw notFound('Flow not found');
  return flow;
}

/** An execution and the flow that holds it, whichever flow that is. */
export function executionById(realm: RealmSnapshot, id: string | undefined): { readonly flow: Flow; readonly execution: Execution } {
  for (const flow of realm.configuration.flows) {
    const execution = flow.executions.find((candidate) => candidate.id === id);
    if (execution !== undefined) return { flow, execution };
  }
  throw notFound('Illegal execution');
}

/** A flow and everything below it. */
export function flowTree(realm: RealmSnapshot, flow: Flow, seen: ReadonlySet<string> = new Set()): readonly Flow[] {
  if (seen.has(flow.id)) return [];
  const known = new Set([...seen, flow.id]);
  const below = flow.executions.flatMap((execution) => (execution.flowId === null ? [] : (realm.flow(execution.flowId) ?? [])));
  return [flow, ...below.flatMap((sub) => flowTree(realm, sub, known))];
}
