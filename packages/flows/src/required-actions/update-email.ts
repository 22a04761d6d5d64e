import type { Change, FieldErrors, Message, RealmSnapshot, User, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import { MAIL_PAUSE_MS, ownLocale } from '../evaluate/own-mail.ts';
import type { ActionContext, ActionResult, RequiredAction } from '../evaluate/required-action.ts';
import { isEmail } from './check-profile.ts';

/**
 * Another address for the account. Nothing changes here: a link goes to the new address, and whoever confirms it there makes the change
 * (Keycloak does so only in realms that verify addresses). A login waits for that; a mailed link is done once the mail is on its way.
 */
export const updateEmail: RequiredAction = {
  id: 'UPDATE_EMAIL',
  *show({ user }) {
    return page(user, {});
  },
  *submit(context, form) {
    const { realm, user } = context;
    const email = (form.email ?? '').trim().toLowerCase();
    if (email === '') return again(user, email, { key: 'missingEmailMessage' });
    if (!isEmail(email)) return again(user, email, { key: 'invalidEmailMessage' });
    if (email === user.email?.toLowerCase() && user.emailVerified) return unchanged(user);
    if (yield* isTaken(realm, user, email)) return again(user, email, { key: 'emailExistsMessage' });
    return yield* mailLink(context, email);
  },
};

/** Where the realm has this action, addresses are changed by it alone. */
export function changesByMail(realm: RealmSnapshot): boolean {
  return realm.configuration.requiredActions.some(({ providerId, enabled }) => enabled && providerId === 'UPDATE_EMAIL');
}

export function* isTaken(realm: RealmSnapshot, user: User, email: string | null): Ask<boolean> {
  if (email === null || email === user.email || realm.realm.duplicateEmailsAllowed) return false;
  const other = yield* ask({ kind: 'find-email', email });
  return other !== null && other.id !== user.id;
}

function* mailLink({ user, now, locale, login }: ActionContext, email: string): Ask<ActionResult> {
  const notice: Message = { key: 'emailUpdateConfirmationSent', args: [email] };
  const until = new Date(now.getTime() + MAIL_PAUSE_MS);
  const first = yield* ask({ kind: 'use-once', id: `update-mail-${user.id}`, until });
  const tab = login?.tab ?? null;
  const changes: readonly Change[] = !first
    ? []
    : yield* ask({
        kind: 'plan-link',
        link: 'update-email',
        user,
        actions: [],
        clientId: login?.clientId ?? 'account',
        redirectUri: login?.redirectUri ?? null,
        locale: ownLocale(user, locale),
        email,
        details: { newEmail: email, ...(tab === null ? {} : { tab }) },
      });
  const details = { username: user.username, updated_email: email };
  const events = first ? [{ type: 'SEND_VERIFY_EMAIL', userId: user.id, error: null, details }] : [];
  if (!first) return { kind: 'challenge', view: page(user, { email, notice: { key: 'emailSentAMomentAgo' } }), events };
  if (login === null) return { kind: 'done', changes, events, logoutOtherSessions: false, notice };
  return { kind: 'challenge', view: page(user, { email, sentTo: email, notice }), changes, events };
}

function unchanged(user: User): ActionResult {
  const requiredActions = user.requiredActions.filter((action) => action !== 'UPDATE_EMAIL');
  const changes: readonly Change[] = [{ kind: 'update-user', id: user.id, patch: { requiredActions } }];
  return { kind: 'done', changes, events: [], logoutOtherSessions: false };
}

function again(user: User, email: string, error: Message): ActionResult {
  const details = { username: user.username };
  const events = [{ type: 'UPDATE_EMAIL_ERROR', userId: user.id, error: 'invalid_email', details }];
  return { kind: 'challenge', view: page(user, { email, fieldErrors: { email: error } }), events };
}

function page(
  user: User,
  {
    email = user.email ?? '',
    sentTo = null,
    notice = null,
    fieldErrors = {},
  }: { readonly email?: string; readonly sentTo?: string | null; readonly notice?: Message | null; readonly fieldErrors?: FieldErrors },
): View {
  return { kind: 'update-email', username: user.username, email, sentTo, notice, fieldErrors };
}
