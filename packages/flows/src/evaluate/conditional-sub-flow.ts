import type { Execution } from '@anteroom/core';
import { byPriority, contextOf, type Evaluation, flowOf, isCondition, isSubFlow } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import { isConfigured } from './is-configured.ts';
import type { Ask } from './need.ts';
import { traced } from './traced.ts';

/**
 * A CONDITIONAL sub-flow does not exist when it has no enabled condition or one of them is false. Evaluated anew each time: what a
 * condition looks at may change during the login.
 */
export function* isSubFlowDisabled(evaluation: Evaluation, execution: Execution): Ask<boolean> {
  if (execution.requirement !== 'CONDITIONAL' || !isSubFlow(execution)) return false;
  const executions = byPriority(flowOf(evaluation, execution));
  refuseUnknown(evaluation, executions);
  const conditions = executions.filter((candidate) => isCondition(evaluation, candidate));
  for (const candidate of conditions) {
    if (!(yield* matches(evaluation, candidate, executions))) return true;
  }
  return conditions.length === 0;
}

/** A sub-flow went through: its conditions may note what that proves. */
export function passSubFlow(evaluation: Evaluation, execution: Execution): void {
  evaluation.draft.statuses.set(execution.id, 'SUCCESS');
  for (const candidate of flowOf(evaluation, execution).executions.filter((one) => isCondition(evaluation, one))) {
    evaluation.conditions.get(candidate.authenticator ?? '')?.succeeded?.(contextOf(evaluation, candidate));
  }
}

function* matches(evaluation: Evaluation, execution: Execution, siblings: readonly Execution[]): Ask<boolean> {
  const condition = evaluation.conditions.get(execution.authenticator ?? '');
  if (condition === undefined) throw new FlowDenied('flow_misconfigured', `condition ${execution.authenticator} is not available here`);
  const context = contextOf(evaluation, execution);
  const work = condition.matches({
    ...context,
    siblings,
    isCondition: (candidate) => isCondition(evaluation, candidate),
    isConfigured: (candidate) => isConfigured(evaluation, candidate),
  });
  const { id, requirement } = execution;
  const holds = yield* traced(evaluation.draft, { kind: 'condition', id, name: condition.id, requirement }, work, (result) => ({
    decision: result ? 'true' : 'false',
    why: `${result ? 'holds' : 'does not hold'}${inWords(context.config)}`,
  }));
  evaluation.draft.statuses.set(execution.id, holds ? 'EVALUATED_TRUE' : 'EVALUATED_FALSE');
  return holds;
}

/** What a condition was set to look at. */
function inWords(config: Readonly<Record<string, string>>): string {
  const words = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return words.length === 0 ? '' : ` (${words.join(', ').slice(0, 200)})`;
}

/**
 * A REQUIRED execution of a provider that nobody here knows may be the condition itself. Taking the sub-flow for one without conditions
 * would skip the second factor in silence.
 */
function refuseUnknown({ authenticators, conditions }: Evaluation, executions: readonly Execution[]): void {
  const isKnown = (id: string) => authenticators.has(id) || conditions.has(id);
  for (const { authenticator, flowId, requirement } of executions) {
    if (requirement !== 'REQUIRED' || authenticator === null || flowId !== null || isKnown(authenticator)) continue;
    throw new FlowDenied('flow_misconfigured', `authenticator ${authenticator} is not available here`);
  }
}
