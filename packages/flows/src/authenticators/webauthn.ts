import type { Message, View } from '@anteroom/core';
import type { Authenticator, ExecutionContext } from '../evaluate/authenticator.ts';
import { currentCredentials } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import type { Ask } from '../evaluate/need.ts';
import { openChallenge } from '../webauthn/challenge.ts';
import { checkAssertion, keysOf } from '../webauthn/check-assertion.ts';
import { readKey } from '../webauthn/stored-key.ts';
import { type KeyKind, webAuthnPolicy } from '../webauthn/webauthn-policy.ts';

/** A key on a page of its own. Of a known user theirs are named to the browser; without one the browser offers what it finds. */
function keyAuthenticator(id: string, kind: KeyKind, rest: Pick<Authenticator, 'requiresUser' | 'setupAction'>): Authenticator {
  return {
    id,
    credentialType: kind,
    ...rest,
    *configuredFor({ draft }) {
      // Also one that cannot be read: who has a factor is asked for it, not let through without.
      return (yield* currentCredentials(draft)).some(({ type }) => type === kind);
    },
    *authenticate(context) {
      return { kind: 'challenge', view: yield* view(context, kind, null) };
    },
    *action(context, form) {
      const error = yield* checkAssertion(context, form, kind);
      return error === null ? { kind: 'success' } : { kind: 'challenge', view: yield* view(context, kind, error) };
    },
  };
}

/** A key as second factor. */
export const webauthnForm: Authenticator = keyAuthenticator('webauthn-authenticator', 'webauthn', {
  requiresUser: true,
  setupAction: 'webauthn-register',
});

/** A passkey instead of name and password. */
export const webauthnPasswordlessForm: Authenticator = keyAuthenticator('webauthn-authenticator-passwordless', 'webauthn-passwordless', {
  requiresUser: false,
  setupAction: 'webauthn-register-passwordless',
});

function* view(context: ExecutionContext, kind: KeyKind, error: Message | null): Ask<View> {
  const { draft, notes } = context;
  const keys = keysOf(yield* currentCredentials(draft), kind);
  if (draft.userId !== null && keys.length === 0) throw new FlowDenied('account_not_set_up', `the user has no key of type ${kind}`);
  const { rpId, userVerification, timeoutMs } = webAuthnPolicy(draft.context.realm.realm, kind);
  return {
    kind: 'webauthn',
    username: draft.userId === null ? null : (draft.attempted ?? draft.user?.username ?? null),
    keys: keys.map((key) => ({
      id: readKey(key)?.id ?? '',
      label: key.userLabel ?? '',
      transports: readKey(key)?.transports ?? [],
      createdAt: key.createdAt,
    })),
    request: { challenge: yield* openChallenge(notes), rpId, userVerification, timeoutMs },
    error,
  };
}
