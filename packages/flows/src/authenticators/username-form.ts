import type { Message, View } from '@anteroom/core';
import type { Authenticator, ExecutionContext } from '../evaluate/authenticator.ts';
import { setUser } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import { checkAssertion } from '../webauthn/check-assertion.ts';
import { isPasskeyAnswer, passkeyRequest } from '../webauthn/passkey-form.ts';
import { findLogin } from './find-login.ts';
import { isRemembering, typedOrRemembered } from './remembered.ts';

/**
 * The user name on a page of its own. Any name is accepted: saying here that nobody has it would tell who has an account. It fails at the
 * password (a deliberate difference to Keycloak).
 */
export const usernameForm: Authenticator = {
  id: 'auth-username-form',
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate(context) {
    // Known from the session: there is nothing to ask.
    if (context.draft.userId !== null) return { kind: 'success' };
    return { kind: 'challenge', view: yield* view(context, null) };
  },
  *action(context, form) {
    const { draft } = context;
    draft.rememberMe = draft.context.realm.realm.rememberMe && form.rememberMe === 'on';
    if (isPasskeyAnswer(context, form)) {
      const error = yield* checkAssertion(context, form, 'webauthn-passwordless');
      return error === null ? { kind: 'success' } : { kind: 'challenge', view: yield* view(context, error) };
    }
    const user = yield* findLogin(draft, form.username ?? '');
    if (draft.attempted === '') return { kind: 'challenge', view: yield* view(context, { key: 'missingUsernameMessage' }) };
    draft.unknownUser = user === null;
    if (user === null) draft.userId = null;
    else setUser(draft, user);
    return { kind: 'success' };
  },
};

function* view(context: ExecutionContext, error: Message | null): Ask<View> {
  const { draft } = context;
  return {
    kind: 'username',
    username: typedOrRemembered(draft),
    rememberMe: isRemembering(draft),
    error,
    passkey: yield* passkeyRequest(context),
  };
}
