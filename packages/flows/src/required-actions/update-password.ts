import type { FieldErrors, Message, User, View } from '@anteroom/core';
import { ask } from '../evaluate/need.ts';
import type { ActionResult, RequiredAction } from '../evaluate/required-action.ts';

/** A new password, by the realm's policy; on request every session begun before ends. */
export const updatePassword: RequiredAction = {
  id: 'UPDATE_PASSWORD',
  *show({ user }) {
    return page(user, {});
  },
  *submit({ user }, form) {
    const password = form['password-new'] ?? '';
    if (password === '') return again(user, 'password_missing', { fieldErrors: { password: { key: 'missingPasswordMessage' } } });
    if (password !== form['password-confirm']) {
      return again(user, 'password_confirm_error', { fieldErrors: { 'password-confirm': { key: 'notMatchPasswordMessage' } } });
    }
    const credentials = yield* ask({ kind: 'credentials', userId: user.id });
    const [violation] = yield* ask({ kind: 'check-password-policy', user, password, credentials });
    if (violation !== undefined) return again(user, 'password_rejected', { error: { key: violation.key, args: violation.args } });
    const logoutOtherSessions = form['logout-sessions'] === 'on';
    const changes = yield* ask({ kind: 'plan-password', user, password, credentials, sessions: logoutOtherSessions ? 'end' : 'keep' });
    const details = { credential_type: 'password' };
    return {
      kind: 'done',
      changes,
      events: [{ type: 'UPDATE_CREDENTIAL', userId: user.id, error: null, details }],
      logoutOtherSessions,
    };
  },
};

function page(user: User, errors: { readonly error?: Message; readonly fieldErrors?: FieldErrors }): View {
  return {
    kind: 'update-password',
    username: user.username,
    error: errors.error ?? null,
    fieldErrors: errors.fieldErrors ?? {},
    offerLogoutSessions: true,
  };
}

function again(user: User, error: string, errors: { readonly error?: Message; readonly fieldErrors?: FieldErrors }): ActionResult {
  const details = { credential_type: 'password' };
  return { kind: 'challenge', view: page(user, errors), events: [{ type: 'UPDATE_CREDENTIAL_ERROR', userId: user.id, error, details }] };
}
