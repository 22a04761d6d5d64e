import type { Message, View } from '@anteroom/core';
import type { Authenticator } from '../evaluate/authenticator.ts';
import { currentCredentials, currentUser, type Draft } from '../evaluate/draft.ts';
import { checkPassword } from './check-password.ts';

/** The password on a page of its own, for the user who is known by now. */
export const passwordForm: Authenticator = {
  id: 'auth-password-form',
  requiresUser: true,
  credentialType: 'password',
  setupAction: null,
  *configuredFor({ draft }) {
    return (yield* currentCredentials(draft)).some(({ type }) => type === 'password');
  },
  *authenticate({ draft }) {
    // A passkey on the page before proved more than a password would (Keycloak does the same).
    if (draft.methods.includes('webauthn-passwordless')) return { kind: 'success' };
    return { kind: 'challenge', view: passwordView(draft, null) };
  },
  *action({ draft }, form) {
    const judged = yield* checkPassword(draft, yield* currentUser(draft), form.password ?? '');
    if (judged === 'right') return { kind: 'success' };
    return {
      kind: 'challenge',
      view: passwordView(draft, { key: judged === 'disabled' ? 'accountDisabledMessage' : 'invalidPasswordMessage' }),
    };
  },
};

function passwordView(draft: Draft, error: Message | null): View {
  return { kind: 'password', username: draft.attempted ?? '', error };
}
