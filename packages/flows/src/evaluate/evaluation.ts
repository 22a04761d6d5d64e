import type { Execution, Flow, FlowRefusal, View } from '@anteroom/core';
import type { Authenticator, Condition, ExecutionContext } from './authenticator.ts';
import type { Draft } from './draft.ts';
import { FlowDenied } from './flow-denied.ts';

/** Everything one run of a flow needs at hand. */
export interface Evaluation {
  readonly draft: Draft;
  readonly authenticators: ReadonlyMap<string, Authenticator>;
  readonly conditions: ReadonlyMap<string, Condition>;
}

/** What ends the walk through a flow before it is through. */
export type Stop =
  | { readonly kind: 'challenge'; readonly executionId: string; readonly view: View }
  | { readonly kind: 'mailed'; readonly executionId: string }
  | { readonly kind: 'ended'; readonly view: View }
  | { readonly kind: 'refused'; readonly refusal: FlowRefusal; readonly message: string; readonly missing: 'username' | null };

export function byPriority(flow: Flow): readonly Execution[] {
  return [...flow.executions].sort((a, b) => a.priority - b.priority);
}

export function flowOf({ draft }: Evaluation, execution: Execution): Flow {
  const flow = execution.flowId === null ? null : draft.context.realm.flow(execution.flowId);
  if (flow === null) throw new FlowDenied('flow_misconfigured', `execution ${execution.id} names a flow that does not exist`);
  return flow;
}

export function isEnabled(execution: Execution): boolean {
  return execution.requirement !== 'DISABLED';
}

/** An execution with both is a form flow (registration): its page provider is the leaf that matters here. */
export function isSubFlow(execution: Execution): boolean {
  return execution.flowId !== null && execution.authenticator === null;
}

export function isCondition(evaluation: Evaluation, execution: Execution): boolean {
  const id = execution.authenticator;
  if (id === null || execution.flowId !== null || !isEnabled(execution)) return false;
  return evaluation.conditions.has(id);
}

/** The authenticator of a leaf; null when this server does not have it (settled 28). */
export function authenticatorOf({ authenticators }: Evaluation, execution: Execution): Authenticator | null {
  const authenticator = execution.authenticator === null ? undefined : authenticators.get(execution.authenticator);
  if (authenticator === undefined || (execution.flowId !== null) !== (authenticator.isForm === true)) return null;
  return authenticator;
}

export function contextOf({ draft }: Evaluation, execution: Execution): ExecutionContext {
  let notes = draft.notes.get(execution.id);
  if (notes === undefined) {
    notes = new Map();
    draft.notes.set(execution.id, notes);
  }
  const config = execution.configId === null ? null : draft.context.realm.authenticatorConfig(execution.configId);
  return { draft, execution, config: config?.config ?? {}, notes };
}

export function isSetting(evaluation: Evaluation, execution: Execution): boolean {
  return execution.requirement === 'REQUIRED' && authenticatorOf(evaluation, execution)?.isSetting === true;
}

/**
 * REQUIRED and CONDITIONAL; ALTERNATIVE. Mixed, the alternatives are dropped, as in Keycloak. Conditions are neither. Required ones that
 * only say how the session is kept stand apart where nothing else is required beside alternatives.
 */
export function splitExecutions(
  evaluation: Evaluation,
  executions: readonly Execution[],
): { readonly settings: readonly Execution[]; readonly required: readonly Execution[]; readonly alternative: readonly Execution[] } {
  const leaves = executions.filter((execution) => !isCondition(evaluation, execution));
  const required = leaves.filter(({ requirement }) => requirement === 'REQUIRED' || requirement === 'CONDITIONAL');
  const alternative = leaves.filter(({ requirement }) => requirement === 'ALTERNATIVE');
  if (alternative.length > 0 && required.every((execution) => isSetting(evaluation, execution))) {
    return { settings: required, required: [], alternative };
  }
  return { settings: [], required, alternative: required.length > 0 ? [] : alternative };
}
