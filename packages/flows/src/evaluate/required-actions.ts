import type { Change, RequiredActionConfig } from '@anteroom/core';
import type { FlowEvent, Form } from '../flow-engine.ts';
import { meetsDemands } from '../levels/action-demands.ts';
import { ACTION_TRIGGERS } from '../required-actions/triggers.ts';
import { currentUser, type Draft } from './draft.ts';
import type { Stop } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import type { ActionContext, ActionResult, RequiredAction } from './required-action.ts';
import { type Decided, traced } from './traced.ts';

/** Part of the end of a login: there is nothing to wait for. */
const PAGELESS: ReadonlySet<string> = new Set(['update_user_locale']);

type Actions = ReadonlyMap<string, RequiredAction>;

/**
 * The pages that come after the flow, in the realm's order. Without pages any pending action refuses. An action that the realm has
 * enabled and that is not available here refuses as well: it is never skipped.
 */
export function* nextRequiredAction(draft: Draft, actions: Actions): Ask<Stop | null> {
  const [pending] = yield* pendingActions(draft, actions);
  const next = pending ?? (yield* initiatedAction(draft, actions));
  draft.initiated = pending === undefined && next !== null;
  if (next === null) return null;
  const action = actions.get(next.providerId);
  if (draft.mode === 'direct-grant' || action === undefined) {
    draft.events.push({
      type: 'LOGIN_ERROR',
      userId: draft.userId,
      error: 'resolve_required_actions',
      details: { required_actions: (yield* pendingActions(draft, actions)).map(({ alias }) => alias).join(' ') },
    });
    throw new FlowDenied('account_not_set_up', `required action ${next.alias} is pending`);
  }
  const context = yield* contextOf(draft, next.alias);
  const arrives = draft.current !== next.alias;
  draft.current = next.alias;
  // Whoever asks without pages (prompt=none) is refused, and nothing has been sent to anybody.
  if (arrives && action.enter !== undefined && !draft.context.prompt.includes('none')) {
    const entered = yield* action.enter(context);
    draft.changes.push(...entered.changes);
    draft.events.push(...entered.events);
  }
  const step = { kind: 'required-action', id: next.alias, name: next.alias, requirement: null } as const;
  const view = yield* traced(draft, step, action.show(context), () => ({
    decision: 'challenge',
    why: 'has to be done before the login ends',
  }));
  return { kind: 'challenge', executionId: next.alias, view };
}

const DECIDED: Readonly<Record<ActionResult['kind'], (events: readonly FlowEvent[]) => Decided>> = {
  done: () => ({ decision: 'success', why: 'done' }),
  challenge: (events) => ({ decision: 'challenge', why: `shows its page again: ${events.at(-1)?.error ?? 'not done yet'}` }),
  denied: () => ({ decision: 'failed', why: 'the person said no' }),
  ended: () => ({ decision: 'success', why: 'done, and there is nobody left to sign in' }),
};

/** A posted page of a required action; null when it is done. */
export function* submitRequiredAction(draft: Draft, actions: Actions, alias: string, form: Form): Ask<Stop | null> {
  const pending = (yield* pendingActions(draft, actions)).find((candidate) => candidate.alias === alias);
  if (pending === undefined && form['cancel-aia'] !== undefined && draft.initiated) {
    draft.actionStatus = 'cancelled';
    draft.current = null;
    return null;
  }
  const config = pending ?? (yield* initiatedAction(draft, actions, alias));
  const action = actions.get(config?.providerId ?? '');
  if (action === undefined) return null;
  const step = { kind: 'required-action', id: alias, name: alias, requirement: null } as const;
  const result = yield* traced(draft, step, action.submit(yield* contextOf(draft, alias), form), ({ kind, events }) =>
    DECIDED[kind](events),
  );
  draft.events.push(...result.events);
  draft.changes.push(...(result.changes ?? []));
  if (result.kind === 'challenge') return { kind: 'challenge', executionId: alias, view: result.view };
  if (result.kind === 'denied') return { kind: 'refused', refusal: 'rejected_by_user', message: 'access-denied', missing: null };
  if (result.kind === 'ended') return { kind: 'ended', view: result.view };
  applyToUser(draft, result.changes);
  draft.finished.add(alias);
  draft.notes.delete(noteKey(alias));
  draft.current = null;
  // Sessions begun before are refused from now on, the one that answered here among them: this login gets one of its own.
  if (result.logoutOtherSessions) draft.fromSession = false;
  return null;
}

/** The application's action, when its turn has come: once, known here, with something to do, and by whoever has proven enough. */
function* initiatedAction(draft: Draft, actions: Actions, alias?: string): Ask<RequiredActionConfig | null> {
  const asked = draft.context.action ?? null;
  if (asked === null || draft.mode === 'direct-grant' || draft.actionStatus !== null) return null;
  if (alias !== undefined && alias !== asked.alias) return null;
  if (draft.finished.has(asked.alias)) {
    draft.actionStatus = 'success';
    return null;
  }
  const config = draft.context.realm.configuration.requiredActions.find((one) => one.alias === asked.alias && one.enabled);
  const action = actions.get(config?.providerId ?? '');
  if (config !== undefined && action !== undefined) {
    const demands = yield* meetsDemands(draft, asked.alias);
    if (demands && (action.applies === undefined || (yield* action.applies(yield* contextOf(draft, asked.alias))))) return config;
    const error = demands ? 'invalid_request' : 'insufficient_level_of_authentication';
    draft.events.push({
      type: 'CUSTOM_REQUIRED_ACTION_ERROR',
      userId: draft.userId,
      error,
      details: { custom_required_action: asked.alias },
    });
  }
  draft.actionStatus = 'error';
  return null;
}

/** The next action looks at the account as it will be: what was just filled in is not asked for again. */
function applyToUser(draft: Draft, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind === 'update-user' && draft.user?.id === change.id) draft.user = { ...draft.user, ...change.patch };
    // A link that is mailed after a new password is bound to that one.
    if (change.kind === 'raise-credential-version' && draft.user?.id === change.userId)
      draft.user = { ...draft.user, credentialVersion: draft.user.credentialVersion + 1 };
  }
}

/** Of the account, of executions that have to be set up, and triggered; enabled in the realm, in its order. */
function* pendingActions(draft: Draft, actions: Actions): Ask<readonly RequiredActionConfig[]> {
  const { realm, client, scopes } = draft.context;
  const user = yield* currentUser(draft);
  if (user === null) return [];
  const wanted = new Set([...user.requiredActions, ...draft.setup]);
  for (const trigger of ACTION_TRIGGERS) {
    if (wanted.has(trigger.action) || draft.finished.has(trigger.action)) continue;
    if (yield* trigger.triggers({ realm, user, now: draft.now, client, scopes })) wanted.add(trigger.action);
  }
  return realm.configuration.requiredActions
    .filter(({ alias, enabled }) => enabled && wanted.has(alias) && !draft.finished.has(alias) && !PAGELESS.has(alias))
    .filter(({ providerId }) => actions.get(providerId)?.isMoot?.(user) !== true)
    .sort((a, b) => a.priority - b.priority);
}

/** Apart from those of executions, whose ids are not an administrator's to choose. */
const noteKey = (alias: string): string => `required-action:${alias}`;

function* contextOf(draft: Draft, alias: string): Ask<ActionContext> {
  const user = yield* currentUser(draft);
  if (user === null) throw new FlowDenied('invalid_user_credentials', 'the account is gone');
  const { realm, locale, client, redirectUri = null, tab = null, action = null } = draft.context;
  const notes = draft.notes.get(noteKey(alias)) ?? new Map<string, string>();
  draft.notes.set(noteKey(alias), notes);
  const parameter = action?.alias === alias ? action.parameter : null;
  return { realm, user, now: draft.now, locale, notes, parameter, login: { clientId: client.clientId, redirectUri, tab } };
}
