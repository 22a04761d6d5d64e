import type { Execution, Flow } from '@anteroom/core';
import type { Authenticator, Result } from './authenticator.ts';
import { isSubFlowDisabled, passSubFlow } from './conditional-sub-flow.ts';
import { tracedStep } from './decided.ts';
import { currentUser } from './draft.ts';
import {
  authenticatorOf,
  byPriority,
  contextOf,
  type Evaluation,
  flowOf,
  isSetting,
  isSubFlow,
  type Stop,
  splitExecutions,
} from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import { isProcessed, selectionAt } from './selection.ts';
import { selectorPage } from './selector-page.ts';
import { isPassedStatus } from './status.ts';
import { note } from './traced.ts';

/** `stop`: a page or a refusal. Otherwise the flow is through; `denied` are alternatives that could not go on. */
export interface FlowResult {
  readonly stop: Stop | null;
  readonly successful: boolean;
  readonly denied: readonly FlowDenied[];
}

/**
 * Keycloak's evaluation of one flow (DefaultAuthenticationFlow). Required executions are all run, in order; alternatives only when there
 * is no required one left after conditional sub-flows that do not apply were taken out. An empty flow is not successful.
 */
export function* processFlow(evaluation: Evaluation, flow: Flow): Ask<FlowResult> {
  const reselect = yield* selectorPage(evaluation);
  if (reselect !== null) return { stop: reselect, successful: false, denied: [] };
  const { settings, required, alternative } = splitExecutions(evaluation, byPriority(flow));
  for (const setting of settings) {
    const stop = yield* runOne(evaluation, setting, { choose: false });
    if (stop !== null) return { stop, successful: false, denied: [] };
  }
  const passed = (execution: Execution) => isPassedStatus(evaluation.draft.statuses.get(execution.id));

  let absent = 0;
  for (const execution of required) {
    if (!isProcessed(evaluation, execution) && (yield* isSubFlowDisabled(evaluation, execution))) {
      absent += 1;
      noteSkipped(evaluation, execution);
      continue;
    }
    const stop = yield* runOne(evaluation, execution, { choose: true });
    if (stop !== null) return { stop, successful: false, denied: [] };
    if (!passed(execution)) return { stop: null, successful: false, denied: [] };
  }
  if (absent < required.length) return { stop: null, successful: true, denied: [] };

  // Conditions that are all false leave nothing required: the alternatives count, although there are none beside required ones.
  if (alternative.some(passed)) return { stop: null, successful: true, denied: [] };
  const denied: FlowDenied[] = [];
  for (const execution of alternative) {
    try {
      const stop = yield* runOne(evaluation, execution, { choose: true });
      if (stop !== null) return { stop, successful: false, denied };
      if (passed(execution)) return { stop: null, successful: true, denied };
    } catch (error) {
      if (!(error instanceof FlowDenied)) throw error;
      denied.push(error);
      evaluation.draft.statuses.set(execution.id, 'ATTEMPTED');
    }
  }
  return { stop: null, successful: false, denied };
}

/** Runs one execution. With `choose` the user's preferred way replaces it where there are several. */
export function* runOne(evaluation: Evaluation, execution: Execution, options: { readonly choose: boolean }): Ask<Stop | null> {
  if (isProcessed(evaluation, execution)) return null;
  if (isSubFlow(execution)) return yield* runSubFlow(evaluation, execution);
  if (authenticatorOf(evaluation, execution) === null) return yield* runLeaf(evaluation, execution);
  let chosen = execution;
  if (options.choose && !isSetting(evaluation, execution)) {
    const selection = yield* selectionAt(evaluation, execution);
    const open = selection.filter((candidate) => !isProcessed(evaluation, candidate));
    if (selection.length > 0 && open.length === 0) return null;
    chosen = open.find(({ id }) => id === evaluation.draft.current) ?? open[0] ?? execution;
  }
  return yield* runLeaf(evaluation, chosen);
}

function runSubFlow(evaluation: Evaluation, execution: Execution): Ask<Stop | null> {
  const { draft } = evaluation;
  const flow = flowOf(evaluation, execution);
  function* work(): Ask<Stop | null> {
    const result = yield* processFlow(evaluation, flow);
    if (result.stop?.kind === 'challenge') draft.statuses.set(execution.id, 'CHALLENGED');
    if (result.stop !== null) return result.stop;
    if (result.successful) passSubFlow(evaluation, execution);
    else draft.statuses.set(execution.id, 'FAILED');
    return null;
  }
  return tracedStep(draft, execution, work(), flow.alias);
}

function noteSkipped(evaluation: Evaluation, execution: Execution): void {
  const { draft } = evaluation;
  const flow = flowOf(evaluation, execution);
  const off = flow.executions.some(({ id }) => draft.statuses.get(id) === 'EVALUATED_FALSE');
  const why = off ? 'a condition of it does not hold' : 'it has no enabled condition';
  note(draft, execution, { kind: 'sub-flow', name: flow.alias }, { decision: 'skipped', why });
}

function runLeaf(evaluation: Evaluation, execution: Execution): Ask<Stop | null> {
  const authenticator = authenticatorOf(evaluation, execution);
  const work = authenticator === null ? runMissing(evaluation, execution) : runAuthenticator(evaluation, execution, authenticator);
  return tracedStep(evaluation.draft, execution, work);
}

function* runAuthenticator(evaluation: Evaluation, execution: Execution, authenticator: Authenticator): Ask<Stop | null> {
  const { draft } = evaluation;
  const context = contextOf(evaluation, execution);
  const user = yield* currentUser(draft);
  if (authenticator.requiresUser) {
    // A name that nobody has goes on to the password, where it fails like a wrong one; to nothing else.
    const isDecoy = draft.unknownUser && authenticator.credentialType === 'password';
    if (isDecoy) return applyResult(evaluation, execution, yield* authenticator.authenticate(context));
    if (user === null) throw new FlowDenied('invalid_user_credentials', `${authenticator.id} needs a user and none is known yet`);
    if (!(yield* authenticator.configuredFor(context))) {
      if (!isSetUpNow(evaluation, execution, authenticator))
        throw new FlowDenied('account_not_set_up', `${authenticator.id} is not set up for the user`);
      draft.setup.add(authenticator.setupAction as string);
      draft.statuses.set(execution.id, 'SETUP_REQUIRED');
      return null;
    }
  } else if (
    user !== null &&
    authenticator.credentialType !== null &&
    authenticator.setupAction === null &&
    !(yield* authenticator.configuredFor(context))
  ) {
    throw new FlowDenied('account_not_set_up', `${authenticator.id} is not set up for the user`);
  }
  return applyResult(evaluation, execution, yield* authenticator.authenticate(context));
}

function isSetUpNow({ draft }: Evaluation, execution: Execution, authenticator: Authenticator): boolean {
  if (authenticator.setupAction === null || execution.requirement !== 'REQUIRED') return false;
  return draft.context.realm.configuration.requiredActions.some(({ alias, enabled }) => alias === authenticator.setupAction && enabled);
}

/** Settled 28: never skipped. An ALTERNATIVE was tried without success, anything else refuses. */
function* runMissing({ draft }: Evaluation, execution: Execution): Ask<null> {
  if (execution.requirement !== 'ALTERNATIVE')
    throw new FlowDenied('flow_misconfigured', `authenticator ${execution.authenticator} is not available here`);
  draft.statuses.set(execution.id, 'ATTEMPTED');
  draft.said = 'is not available here';
  return null;
}

export function applyResult({ draft }: Evaluation, execution: Execution, result: Result): Stop | null {
  draft.said = result.why ?? null;
  switch (result.kind) {
    case 'success':
      draft.statuses.set(execution.id, 'SUCCESS');
      return null;
    case 'attempted':
      draft.statuses.set(execution.id, 'ATTEMPTED');
      return null;
    case 'challenge':
      draft.statuses.set(execution.id, 'CHALLENGED');
      draft.current = execution.id;
      return { kind: 'challenge', executionId: execution.id, view: result.view };
    case 'mailed':
      draft.statuses.set(execution.id, 'CHALLENGED');
      return { kind: 'mailed', executionId: execution.id };
    case 'failed':
      draft.statuses.set(execution.id, 'FAILED');
      return { kind: 'refused', refusal: result.refusal, message: result.message, missing: result.missing ?? null };
  }
}
