import type { Execution, Flow } from '@anteroom/core';
import type { Form } from '../flow-engine.ts';
import type { Authenticator } from './authenticator.ts';
import { passSubFlow } from './conditional-sub-flow.ts';
import { tracedStep } from './decided.ts';
import { authenticatorOf, byPriority, contextOf, type Evaluation, type Stop, splitExecutions } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import { applyResult, type FlowResult, processFlow, runOne } from './process-flow.ts';
import { parentExecution, parentFlow, selectionAt } from './selection.ts';
import { showSelector } from './selector-page.ts';

/** A posted form. The caller has checked that `execution` is the one the page was made for, and still part of the flow. */
export function* processAction(evaluation: Evaluation, execution: Execution, form: Form): Ask<FlowResult> {
  const { draft } = evaluation;
  if (form.tryAnotherWay !== undefined) return stopped(yield* showSelector(evaluation, execution));

  const asked = form.authenticationExecution ?? '';
  if (asked !== '') {
    draft.selector = null;
    const chosen = (yield* selectionAt(evaluation, execution)).find(({ id }) => id === asked);
    if (chosen === undefined) throw new FlowDenied('internal', 'the chosen execution is not among the ways on');
    const stop = yield* runOne(evaluation, chosen, { choose: false });
    return stop === null ? yield* continueAfter(evaluation, chosen) : stopped(stop);
  }

  draft.selector = null;
  const authenticator = authenticatorOf(evaluation, execution);
  if (authenticator === null) throw new FlowDenied('flow_misconfigured', `authenticator ${execution.authenticator} is not available here`);
  const stop = yield* tracedStep(draft, execution, act(evaluation, execution, authenticator, form));
  return stop === null ? yield* continueAfter(evaluation, execution) : stopped(stop);
}

function* act(evaluation: Evaluation, execution: Execution, authenticator: Authenticator, form: Form): Ask<Stop | null> {
  return applyResult(evaluation, execution, yield* authenticator.action(contextOf(evaluation, execution), form));
}

/** Goes on behind an execution that is done: the first ancestor that is not finished, and so on up to the top. */
function* continueAfter(evaluation: Evaluation, done: Execution): Ask<FlowResult> {
  evaluation.draft.current = null;
  let execution = done;
  for (;;) {
    const unfinished = closeFinishedParents(evaluation, execution);
    const above = unfinished === null ? null : parentExecution(evaluation, unfinished);
    if (above === null) return yield* processFlow(evaluation, evaluation.draft.context.flow);
    const stop = yield* runOne(evaluation, above, { choose: false });
    if (stop !== null) return stopped(stop);
    execution = above;
  }
}

/**
 * A sub-flow is finished when its child is REQUIRED or CONDITIONAL and all such children succeeded, or the child is ALTERNATIVE, one
 * succeeded and none is required; then its own parent is looked at. Resolves with the first flow that is not finished.
 */
function closeFinishedParents(evaluation: Evaluation, done: Execution): Flow | null {
  const { statuses } = evaluation.draft;
  const succeeded = ({ id }: Execution) => statuses.get(id) === 'SUCCESS';
  let execution = done;
  for (;;) {
    const flow = parentFlow(evaluation, execution);
    const above = flow === null ? null : parentExecution(evaluation, flow);
    if (flow === null || above === null) return flow;
    const { required, alternative } = splitExecutions(evaluation, byPriority(flow));
    const finished =
      execution.requirement === 'ALTERNATIVE' ? alternative.some(succeeded) && required.length === 0 : required.every(succeeded);
    if (!finished) return flow;
    passSubFlow(evaluation, above);
    execution = above;
  }
}

function stopped(stop: Stop): FlowResult {
  return { stop, successful: false, denied: [] };
}
