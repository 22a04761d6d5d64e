import type { FlowRefusal, FlowState, User, View } from '@anteroom/core';
import type { FlowStep } from '../flow-engine.ts';
import { settleAttempt } from './attempt.ts';
import type { Authenticator, Condition } from './authenticator.ts';
import { closeDraft, currentUser, type Draft, type DraftInput, openDraft } from './draft.ts';
import type { Evaluation, Stop } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import { mailLink } from './mail-link.ts';
import { type Ask, type Fact, type Need, replay } from './need.ts';
import { outcomeOf } from './outcome.ts';
import { processAction } from './process-action.ts';
import { type FlowResult, processFlow } from './process-flow.ts';
import type { RequiredAction } from './required-action.ts';
import { nextRequiredAction, submitRequiredAction } from './required-actions.ts';
import { findExecution, hasOtherWays } from './selector-page.ts';
import type { Trace } from './trace.ts';
import { looking, withAskers } from './traced.ts';

const UPDATE_USER_LOCALE = 'update_user_locale';

export type Command = { readonly kind: 'show' } | { readonly kind: 'submit'; readonly executionId: string };

export interface AdvanceInput extends DraftInput {
  readonly command: Command;
  readonly authenticators: ReadonlyMap<string, Authenticator>;
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly requiredActions: ReadonlyMap<string, RequiredAction>;
}

export interface Advanced {
  readonly step: FlowStep;
  /** Why a login was denied that was not the user's doing; for the log. */
  readonly fault: unknown;
  readonly trace: Trace | null;
}

/**
 * The engine as a pure function: state, form and the facts known so far give either the next need or the step. `run` answers needs by
 * ports until there is a step. The same facts always give the same step, whoever answers them: a port, a table test or a simulation.
 */
export function advance(
  input: AdvanceInput,
  facts: readonly Fact[],
): { readonly kind: 'needs'; readonly need: Need } | { readonly kind: 'done'; readonly result: Advanced } {
  return replay(walk(input), facts);
}

/** The same computation, held open between two needs: for who answers them one by one and need not begin again each time. */
export const advancing = (input: AdvanceInput): Ask<Advanced> => walk(input);

type Ending = Stop | { readonly kind: 'complete'; readonly user: User };

function* walk(input: AdvanceInput): Ask<Advanced> {
  const draft = openDraft(input);
  let ending: Ending;
  let otherWays = false;
  let fault: unknown = null;
  try {
    [ending, otherWays] = yield* withAskers(draft, decideAndLook(input, { draft, ...input }));
  } catch (error) {
    // Whatever throws denies: a condition that cannot be judged never lets anybody pass.
    fault = error instanceof FlowDenied && error.refusal !== 'flow_misconfigured' && error.refusal !== 'internal' ? null : error;
    ending = denied(error);
  }
  yield* settleAttempt(draft);
  if (ending.kind === 'refused') nameRefusal(draft, ending.refusal);
  if (ending.kind === 'challenge' && draft.mode === 'direct-grant') nameRefusal(draft, 'flow_misconfigured');
  if (ending.kind === 'complete') {
    keepLocale(draft);
    draft.phase = 'done';
  }
  return { step: stepOf(draft, ending, otherWays), fault: fault ?? draft.fault, trace: draft.trace };
}

/** The decision, and whether the page it shows is one of several ways. */
function* decideAndLook(input: AdvanceInput, evaluation: Evaluation): Ask<[Ending, boolean]> {
  const ending = yield* decide(input, evaluation);
  if (ending.kind !== 'challenge') return [ending, false];
  return [ending, yield* looking(evaluation.draft, hasOtherWays(evaluation, ending.executionId))];
}

function* decide(input: AdvanceInput, evaluation: Evaluation): Ask<Ending> {
  const { draft } = evaluation;
  const { command } = input;
  const isReset = draft.context.purpose === 'reset-credentials';
  if (isReset && draft.phase !== 'flow') throw new FlowDenied('internal', 'a reset flow has only its own pages');
  // A page that is no longer the current one (back button, second window) shows the current one again and changes nothing.
  const posted = command.kind === 'submit' && command.executionId === draft.current ? command.executionId : null;
  if (draft.phase === 'required-actions') {
    yield* guardUser(draft);
    if (posted !== null && draft.form !== null) {
      const stop = yield* submitRequiredAction(draft, input.requiredActions, posted, draft.form);
      if (stop !== null) return stop;
    }
    return (yield* nextRequiredAction(draft, input.requiredActions)) ?? { kind: 'complete', user: yield* guardUser(draft) };
  }
  // The flow may have been changed since the page was made: what is no part of it any more is not asked for, and proves nothing.
  const execution = posted === null ? null : findExecution(evaluation, posted);
  const result: FlowResult =
    execution !== null && draft.form !== null
      ? yield* processAction(evaluation, execution, draft.form)
      : yield* processFlow(evaluation, draft.context.flow);
  if (result.stop?.kind === 'mailed') yield* mailLink(evaluation, result.stop.executionId);
  if (result.stop !== null) return result.stop;
  // Whoever was named in a reset flow has proven nothing: without a link it leads nowhere, however it was put together.
  if (isReset) throw new FlowDenied('flow_misconfigured', 'a reset flow must end with a mailed link');
  if (!result.successful) throw result.denied[0] ?? new FlowDenied('invalid_user_credentials', 'no execution of the flow succeeded');
  yield* guardUser(draft);
  draft.phase = 'required-actions';
  draft.current = null;
  return (yield* nextRequiredAction(draft, input.requiredActions)) ?? { kind: 'complete', user: yield* guardUser(draft) };
}

/** A language chosen on a page of the login becomes the account's own (Keycloak's `update_user_locale`, which has no page). */
function keepLocale({ context: { realm }, chosenLocale, user, changes, mode }: Draft): void {
  const isOn = realm.configuration.requiredActions.some(({ alias, enabled }) => alias === UPDATE_USER_LOCALE && enabled);
  if (!isOn || chosenLocale === null || user === null || mode === 'direct-grant' || !realm.realm.internationalizationEnabled) return;
  if (user.attributes.locale?.[0] === chosenLocale) return;
  changes.push({ kind: 'update-user', id: user.id, patch: { attributes: { ...user.attributes, locale: [chosenLocale] } } });
}

/** Whatever the flow said: nobody leaves it without an account, and nobody with a disabled one. */
function* guardUser(draft: Draft): Ask<User> {
  const user = yield* currentUser(draft);
  if (user === null) throw new FlowDenied('invalid_user_credentials', 'the flow ended without a user');
  if (!user.enabled) throw new FlowDenied('user_disabled', 'the account is disabled');
  return user;
}

function denied(error: unknown): Stop {
  if (error instanceof FlowDenied)
    return { kind: 'refused', refusal: error.refusal, message: REFUSAL_MESSAGES[error.refusal], missing: error.missing };
  return { kind: 'refused', refusal: 'internal', message: REFUSAL_MESSAGES.internal, missing: null };
}

/** No refusal without an event: what an execution has not named itself has the name of its refusal. */
function nameRefusal(draft: Draft, refusal: FlowRefusal): void {
  if (draft.events.some(({ error }) => error !== null)) return;
  const details: Record<string, string> = draft.attempted === null ? {} : { username: draft.attempted };
  draft.events.push({ type: 'LOGIN_ERROR', userId: draft.userId, error: refusal, details });
}

/** Keycloak's message keys of its error page. */
const REFUSAL_MESSAGES: Readonly<Record<FlowRefusal, string>> = {
  invalid_user_credentials: 'invalidUserMessage',
  user_disabled: 'accountDisabledMessage',
  user_temporarily_locked: 'invalidUserMessage',
  account_not_set_up: 'credentialSetupRequired',
  access_denied: 'access-denied',
  rejected_by_user: 'access-denied',
  flow_misconfigured: 'unexpectedErrorHandlingRequestMessage',
  internal: 'unexpectedErrorHandlingRequestMessage',
};

function stepOf(draft: Draft, ending: Ending, otherWays: boolean): FlowStep {
  const { changes, upgrades, events } = draft;
  const state: FlowState = closeDraft(draft);
  const common = { changes, upgrades, events, state, trace: null };
  switch (ending.kind) {
    case 'complete':
      return { ...common, kind: 'complete', outcome: outcomeOf(draft), user: ending.user };
    case 'refused':
      return { ...common, kind: 'refused', refusal: ending.refusal, view: errorView(ending.message), missing: ending.missing };
    case 'mailed':
      return { ...common, kind: 'mailed' };
    case 'ended':
      return { ...common, kind: 'ended', view: ending.view };
    case 'challenge':
      // Without pages there is nobody to ask: a form in a flow of direct grants is a mistake of its configuration.
      return draft.mode === 'browser'
        ? { ...common, kind: 'challenge', executionId: ending.executionId, view: ending.view, otherWays, cancellable: draft.initiated }
        : { ...common, kind: 'refused', refusal: 'flow_misconfigured', view: null, missing: null };
  }
}

function errorView(key: string): View {
  return { kind: 'error', message: { key }, back: null, requestId: null };
}
