import type { Message, View } from '@anteroom/core';
import type { Authenticator, ExecutionContext } from '../evaluate/authenticator.ts';
import { currentUser, setUser } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import { checkAssertion } from '../webauthn/check-assertion.ts';
import { isPasskeyAnswer, passkeyRequest } from '../webauthn/passkey-form.ts';
import { checkPassword } from './check-password.ts';
import { findLogin } from './find-login.ts';
import { isRemembering, typedOrRemembered } from './remembered.ts';

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
  *authenticate(context) {
    const { draft } = context;
    if (draft.userId !== null) draft.userFixed = true;
    return { kind: 'challenge', view: yield* loginView(context, null) };
  },
  *action(context, form) {
    const { draft } = context;
    draft.rememberMe = draft.context.realm.realm.rememberMe && form.rememberMe === 'on';
    if (isPasskeyAnswer(context, form)) {
      const error = yield* checkAssertion(context, form, 'webauthn-passwordless');
      return error === null ? { kind: 'success' } : { kind: 'challenge', view: yield* loginView(context, error) };
    }
    const user = draft.userFixed ? yield* currentUser(draft) : yield* findLogin(draft, form.username ?? '');
    const judged = yield* checkPassword(draft, user, form.password ?? '');
    if (judged === 'right' && user !== null) {
      setUser(draft, user);
      return { kind: 'success' };
    }
    if (!draft.userFixed) draft.userId = null;
    return { kind: 'challenge', view: yield* loginView(context, judged === 'disabled' ? DISABLED : INVALID) };
  },
};

function* loginView(context: ExecutionContext, error: Message | null): Ask<View> {
  const { draft } = context;
  return {
    kind: 'login',
    username: typedOrRemembered(draft),
    usernameFixed: draft.userFixed,
    rememberMe: isRemembering(draft),
    error,
    info: draft.userFixed && error === null ? { key: 'reauthenticate' } : null,
    passkey: yield* passkeyRequest(context),
  };
}
