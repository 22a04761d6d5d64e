import type { Change, RequiredActionConfig } from '@anteroom/core';
import type { Form } from '../flow-engine.ts';
import { ACTION_TRIGGERS } from '../required-actions/triggers.ts';
import { currentUser, type Draft } from './draft.ts';
import type { Stop } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import type { ActionContext, RequiredAction } from './required-action.ts';

type Actions = ReadonlyMap<string, RequiredAction>;

/**
 * The pages that come after the flow, in the realm's order. Without pages any pending action refuses. An action that the realm has
 * enabled and that is not available here refuses as well: it is never skipped.
 */
export function* nextRequiredAction(draft: Draft, actions: Actions): Ask<Stop | null> {
  const [next] = yield* pendingActions(draft);
  if (next === undefined) return null;
  const action = actions.get(next.providerId);
  if (draft.mode === 'direct-grant' || action === undefined) {
    draft.events.push({
      type: 'LOGIN_ERROR',
      userId: draft.userId,
      error: 'resolve_required_actions',
      details: { required_actions: (yield* pendingActions(draft)).map(({ alias }) => alias).join(' ') },
    });
    throw new FlowDenied('account_not_set_up', `required action ${next.alias} is pending`);
  }
  const context = yield* contextOf(draft);
  draft.current = next.alias;
  return { kind: 'challenge', executionId: next.alias, view: yield* action.show(context) };
}

/** A posted page of a required action; null when it is done. */
export function* submitRequiredAction(draft: Draft, actions: Actions, alias: string, form: Form): Ask<Stop | null> {
  const config = (yield* pendingActions(draft)).find((candidate) => candidate.alias === alias);
  const action = actions.get(config?.providerId ?? '');
  if (action === undefined) return null;
  const result = yield* action.submit(yield* contextOf(draft), form);
  draft.events.push(...result.events);
  if (result.kind === 'challenge') return { kind: 'challenge', executionId: alias, view: result.view };
  draft.changes.push(...result.changes);
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
  }
}

/** Of the account, of executions that have to be set up, and triggered; enabled in the realm, in its order. */
function* pendingActions(draft: Draft): Ask<readonly RequiredActionConfig[]> {
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
    .sort((a, b) => a.priority - b.priority);
}

function* contextOf(draft: Draft): Ask<ActionContext> {
  const user = yield* currentUser(draft);
  if (user === null) throw new FlowDenied('invalid_user_credentials', 'the account is gone');
  return { realm: draft.context.realm, user, now: draft.now, locale: draft.context.locale };
}
