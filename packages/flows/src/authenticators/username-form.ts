import type { Authenticator } from '../evaluate/authenticator.ts';
import { type Draft, setUser } from '../evaluate/draft.ts';
import { findLogin } from './find-login.ts';

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
  *authenticate({ draft }) {
    // Known from the session: there is nothing to ask.
    if (draft.userId !== null) return { kind: 'success' };
    return { kind: 'challenge', view: view(draft, false) };
  },
  *action({ draft }, form) {
    draft.rememberMe = draft.context.realm.realm.rememberMe && form.rememberMe === 'on';
    const user = yield* findLogin(draft, form.username ?? '');
    if (draft.attempted === '') return { kind: 'challenge', view: view(draft, true) };
    draft.unknownUser = user === null;
    if (user === null) draft.userId = null;
    else setUser(draft, user);
    return { kind: 'success' };
  },
};

function view(draft: Draft, missing: boolean) {
  const username = draft.attempted ?? draft.context.loginHint ?? '';
  return { kind: 'username' as const, username, error: missing ? { key: 'missingUsernameMessage' } : null };
}
