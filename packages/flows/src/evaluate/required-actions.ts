import type { Change, RequiredActionConfig } from '@anteroom/core';
import type { Form } from '../flow-engine.ts';
import { ACTION_TRIGGERS } from '../required-actions/triggers.ts';
import { currentUser, type Draft } from './draft.ts';
import type { Stop } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import type { ActionContext, RequiredAction } from './required-action.ts';
import { traced } from './traced.ts';

type Actions = ReadonlyMap<string, RequiredAction>;

/**
 * The pages that come after the flow, in the realm's order. Without pages any pending action refuses. An action that the realm has
 * enabled and that is not available here refuses as well: it is never skipped.
 */
export function* nextRequiredAction(draft: Draft, actions: Actions): Ask<Stop | null> {
  const [next] = yield* pendingActions(draft, actions);
  if (next === undefined) return null;
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
  const context = yield* contextOf(draft);
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

/** A posted page of a required action; null when it is done. */
export function* submitRequiredAction(draft: Draft, actions: Actions, alias: string, form: Form): Ask<Stop | null> {
  const config = (yield* pendingActions(draft, actions)).find((candidate) => candidate.alias === alias);
  const action = actions.get(config?.providerId ?? '');
  if (action === undefined) return null;
  const step = { kind: 'required-action', id: alias, name: alias, requirement: null } as const;
  const result = yield* traced(draft, step, action.submit(yield* contextOf(draft), form), ({ kind, events }) => ({
    decision: kind === 'done' ? 'success' : 'challenge',
    why: kind === 'done' ? 'done' : `shows its page again: ${events.at(-1)?.error ?? 'not done yet'}`,
  }));
  draft.events.push(...result.events);
  draft.changes.push(...(result.changes ?? []));
  if (result.kind === 'challenge') return { kind: 'challenge', executionId: alias, view: result.view };
  applyToUser(draft, result.changes);
  draft.finished.add(alias);
  draft.current = null;
  // Sessions begun before are refused from now on, the one that answered here among them: this login gets one of its own.
  if (result.logoutOtherSessions) draft.fromSession = false;
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
    .filter(({ alias, enabled }) => enabled && wanted.has(alias) && !draft.finished.has(alias))
    .filter(({ providerId }) => actions.get(providerId)?.isMoot?.(user) !== true)
    .sort((a, b) => a.priority - b.priority);
}

function* contextOf(draft: Draft): Ask<ActionContext> {
  const user = yield* currentUser(draft);
  if (user === null) throw new FlowDenied('invalid_user_credentials', 'the account is gone');
  const { realm, locale, client, redirectUri = null, tab = null } = draft.context;
  return { realm, user, now: draft.now, locale, login: { clientId: client.clientId, redirectUri, tab } };
}
