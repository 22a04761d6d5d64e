import type { Execution } from '@anteroom/core';
import { type Evaluation, isEnabled, type Stop } from './evaluation.ts';
import type { Ask } from './need.ts';
import { selectionAt } from './selection.ts';

/** The page with the other ways to sign in, asked for at `execution`. */
export function* showSelector(evaluation: Evaluation, execution: Execution): Ask<Stop> {
  const options = (yield* selectionAt(evaluation, execution)).map(({ id, authenticator }) => ({
    executionId: id,
    provider: authenticator ?? '',
  }));
  evaluation.draft.selector = execution.id;
  return { kind: 'challenge', executionId: execution.id, view: { kind: 'select-authenticator', options } };
}

/** Whether there is anything to choose at a page of the flow; on the page of the choice itself there is not. */
export function* hasOtherWays(evaluation: Evaluation, executionId: string): Ask<boolean> {
  const { phase, selector } = evaluation.draft;
  const execution = phase === 'flow' && selector === null ? findExecution(evaluation, executionId) : null;
  return execution !== null && (yield* selectionAt(evaluation, execution)).length > 1;
}

/** The selection page again when it was the last one shown (reload); forgotten when the login has moved on. */
export function* selectorPage(evaluation: Evaluation): Ask<Stop | null> {
  const { draft } = evaluation;
  if (draft.selector === null) return null;
  const execution = findExecution(evaluation, draft.selector);
  if (draft.selector === draft.current && execution !== null) return yield* showSelector(evaluation, execution);
  draft.selector = null;
  return null;
}

/** An execution of the flow that is run, or of one of its sub-flows: an id from elsewhere, or of what is switched off, is nothing here. */
export function findExecution(evaluation: Evaluation, id: string): Execution | null {
  const { context } = evaluation.draft;
  const open = [context.flow];
  const seen = new Set<string>();
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    if (seen.has(flow.id)) continue;
    seen.add(flow.id);
    for (const execution of flow.executions.filter(isEnabled)) {
      if (execution.id === id) return execution;
      const below = execution.flowId === null ? null : context.realm.flow(execution.flowId);
      if (below !== null) open.push(below);
    }
  }
  return null;
}
