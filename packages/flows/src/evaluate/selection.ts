import type { Execution, Flow } from '@anteroom/core';
import { isSubFlowDisabled } from './conditional-sub-flow.ts';
import { currentCredentials } from './draft.ts';
import { authenticatorOf, byPriority, type Evaluation, flowOf, isEnabled, isSetting, isSubFlow, splitExecutions } from './evaluation.ts';
import type { Ask } from './need.ts';
import { isProcessedStatus } from './status.ts';
import { looking } from './traced.ts';

interface Found {
  /** By credential type; a later execution of the same type replaces an earlier one. */
  readonly byType: Map<string, Execution>;
  readonly others: Execution[];
}

export function isProcessed({ draft }: Evaluation, execution: Execution): boolean {
  return !isEnabled(execution) || isProcessedStatus(draft.statuses.get(execution.id));
}

/**
 * The ways on that a user may choose from at this execution ("try another way"): those of the highest flow in which it is still a
 * matter of choice. The user's credentials come first, in the order the user gave them.
 */
export function selectionAt(evaluation: Evaluation, execution: Execution): Ask<readonly Execution[]> {
  return looking(evaluation.draft, select(evaluation, execution));
}

function* select(evaluation: Evaluation, execution: Execution): Ask<readonly Execution[]> {
  const found: Found = { byType: new Map(), others: [] };
  const top = highestUsefulFlow(evaluation, execution);
  if (top === null) addLeaf(evaluation, execution, found);
  else yield* addFlow(evaluation, top, found);
  const chosen: Execution[] = [];
  const userless: Execution[] = [];
  if (evaluation.draft.userId !== null) {
    for (const { type } of found.byType.size === 0 ? [] : yield* currentCredentials(evaluation.draft)) {
      const leaf = found.byType.get(type);
      if (leaf !== undefined && !chosen.includes(leaf)) chosen.push(leaf);
    }
  } else {
    userless.push(...[...found.byType.values()].filter((leaf) => authenticatorOf(evaluation, leaf)?.requiresUser === false));
  }
  return [...chosen, ...found.others, ...userless];
}

/** Climbs while the execution is an alternative, or the first thing its flow does. */
function highestUsefulFlow(evaluation: Evaluation, start: Execution): Flow | null {
  let execution = start;
  let useful: Flow | null = null;
  const seen = new Set<string>();
  for (;;) {
    const parent = parentFlow(evaluation, execution);
    if (parent === null || seen.has(parent.id)) return useful;
    seen.add(parent.id);
    if (execution.requirement !== 'ALTERNATIVE') {
      if (isSubFlow(execution)) useful = flowOf(evaluation, execution);
      const first = byPriority(parent).find((sibling) => !isSetting(evaluation, sibling));
      if (first?.id !== execution.id) return useful;
    }
    useful = parent;
    const above = parentExecution(evaluation, parent);
    if (above === null) return useful;
    execution = above;
  }
}

function* addFlow(evaluation: Evaluation, flow: Flow, found: Found): Ask<void> {
  const { required, alternative } = splitExecutions(evaluation, byPriority(flow));
  // Of required ones only the first counts: what follows is no choice.
  for (const execution of required) {
    if (isSetting(evaluation, execution) || (yield* isSubFlowDisabled(evaluation, execution))) continue;
    yield* addExecution(evaluation, execution, found);
    return;
  }
  for (const execution of required.length > 0 ? [] : alternative) yield* addExecution(evaluation, execution, found);
}

function* addExecution(evaluation: Evaluation, execution: Execution, found: Found): Ask<void> {
  if (isProcessed(evaluation, execution)) return;
  if (isSubFlow(execution)) yield* addFlow(evaluation, flowOf(evaluation, execution), found);
  else addLeaf(evaluation, execution, found);
}

/** An authenticator that is not here is no way on. */
function addLeaf(evaluation: Evaluation, execution: Execution, found: Found): void {
  const authenticator = authenticatorOf(evaluation, execution);
  if (authenticator === null || isProcessed(evaluation, execution)) return;
  if (authenticator.credentialType === null) found.others.push(execution);
  else found.byType.set(authenticator.credentialType, execution);
}

/** The flow that holds an execution. */
export function parentFlow({ draft }: Evaluation, execution: Execution): Flow | null {
  const holds = (flow: Flow) => flow.executions.some(({ id }) => id === execution.id);
  if (holds(draft.context.flow)) return draft.context.flow;
  return draft.context.realm.configuration.flows.find(holds) ?? null;
}

/** The execution that stands for a sub-flow; null for the flow that is run. */
export function parentExecution({ draft }: Evaluation, flow: Flow): Execution | null {
  if (flow.id === draft.context.flow.id || flow.topLevel) return null;
  for (const { executions } of [draft.context.flow, ...draft.context.realm.configuration.flows]) {
    const found = executions.find((execution) => execution.flowId === flow.id);
    if (found !== undefined) return found;
  }
  return null;
}
