import type { Message, View } from '@anteroom/core';
import type { Authenticator } from '../evaluate/authenticator.ts';
import { currentUser, type Draft, setUser } from '../evaluate/draft.ts';
import { checkPassword } from './check-password.ts';
import { findLogin } from './find-login.ts';

const INVALID: Message = { key: 'invalidUserMessage' };
const DISABLED: Message = { key: 'accountDisabledMessage' };

/** The login form. With a user who is known already (re-authentication) it asks for the password alone and cannot change who it is. */
export const usernamePasswordForm: Authenticator = {
  id: 'auth-username-password-form',
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft }) {
    if (draft.userId !== null) draft.userFixed = true;
    return { kind: 'challenge', view: loginView(draft, null) };
  },
  *action({ draft }, form) {
    draft.rememberMe = draft.context.realm.realm.rememberMe && form.rememberMe === 'on';
    const user = draft.userFixed ? yield* currentUser(draft) : yield* findLogin(draft, form.username ?? '');
    const judged = yield* checkPassword(draft, user, form.password ?? '');
    if (judged === 'right' && user !== null) {
      setUser(draft, user);
      return { kind: 'success' };
    }
    if (!draft.userFixed) draft.userId = null;
    return { kind: 'challenge', view: loginView(draft, judged === 'disabled' ? DISABLED : INVALID) };
  },
};

function loginView(draft: Draft, error: Message | null): View {
  return {
    kind: 'login',
    username: draft.attempted ?? draft.context.loginHint ?? '',
    usernameFixed: draft.userFixed,
    rememberMe: draft.rememberMe,
    error,
    info: draft.userFixed && error === null ? { key: 'reauthenticate' } : null,
  };
}
