import type { Credential, Message, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import type { ActionContext, ActionResult, RequiredAction } from '../evaluate/required-action.ts';
import { openChallenge, takeChallenge } from '../webauthn/challenge.ts';
import { readAttestation } from '../webauthn/read-answer.ts';
import { readKey, writeKey } from '../webauthn/stored-key.ts';
import { type KeyKind, webAuthnPolicy } from '../webauthn/webauthn-policy.ts';

/** A name for a key that was given none. */
const LABEL = 'Passkey';

/** A new key, by the realm's policy: the browser is told of it, and the answer is held against it. */
function register(id: string, kind: KeyKind): RequiredAction {
  return {
    id,
    *show(context) {
      return yield* page(context, kind, null);
    },
    *submit(context, form) {
      const { realm, user, now, notes } = context;
      const challenge = takeChallenge(notes);
      if ((form.error ?? '') !== '') return yield* again(context, kind, 'not_allowed', { key: 'webauthn-error-registration' });
      const answer = readAttestation(form);
      const policy = webAuthnPolicy(realm.realm, kind);
      const key = answer === null || challenge === null ? null : yield* ask({ kind: 'verify-attestation', answer, challenge, policy });
      if (key === null) return yield* again(context, kind, 'invalid_registration', { key: 'webauthn-error-register-verification' });
      const credentials = yield* ask({ kind: 'credentials', userId: user.id });
      // WebAuthn §7.1 step 26: an id is registered once; the list that the browser was given to exclude is not only its business.
      if (credentials.some((credential) => isKey(credential) && readKey(credential)?.id === key.id))
        return yield* again(context, kind, 'invalid_registration', { key: 'webauthn-error-register-verification' });
      const credential: Credential = {
        id: yield* ask({ kind: 'new-id' }),
        userId: user.id,
        type: kind,
        userLabel: (form.authenticatorLabel ?? '').trim().slice(0, 255) || LABEL,
        createdAt: now,
        priority: Math.max(0, ...credentials.map(({ priority }) => priority)) + 10,
        secretData: {},
        credentialData: writeKey(key),
      };
      const logoutOtherSessions = form['logout-sessions'] === 'on';
      const requiredActions = user.requiredActions.filter((action) => action !== id);
      return {
        kind: 'done',
        changes: [
          { kind: 'put-credential', credential },
          { kind: 'update-user', id: user.id, patch: { requiredActions, ...(logoutOtherSessions && { sessionsNotBefore: now }) } },
        ],
        events: [{ type: 'UPDATE_CREDENTIAL', userId: user.id, error: null, details: { credential_type: kind } }],
        logoutOtherSessions,
      };
    },
  };
}

export const webauthnRegister: RequiredAction = register('webauthn-register', 'webauthn');
export const webauthnRegisterPasswordless: RequiredAction = register('webauthn-register-passwordless', 'webauthn-passwordless');

function isKey({ type }: Credential): boolean {
  return type === 'webauthn' || type === 'webauthn-passwordless';
}

function* again(context: ActionContext, kind: KeyKind, error: string, message: Message): Ask<ActionResult> {
  const details = { credential_type: kind };
  const events = [{ type: 'UPDATE_CREDENTIAL_ERROR', userId: context.user.id, error, details }];
  return { kind: 'challenge', view: yield* page(context, kind, message), events };
}

function* page({ realm, user, notes }: ActionContext, kind: KeyKind, error: Message | null): Ask<View> {
  const policy = webAuthnPolicy(realm.realm, kind);
  const credentials = yield* ask({ kind: 'credentials', userId: user.id });
  const excluded = policy.avoidSameAuthenticator ? credentials.filter(isKey) : credentials.filter(({ type }) => type === kind);
  return {
    kind: 'webauthn-register',
    username: user.username,
    challenge: yield* openChallenge(notes),
    rp: { name: policy.rpName, id: policy.rpId },
    // The handle by which a passkey says whose it is.
    user: {
      id: Buffer.from(user.id, 'utf8').toString('base64url'),
      name: user.username,
      displayName: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username,
    },
    algorithms: policy.algorithms,
    attestation: policy.attestation,
    attachment: policy.attachment,
    residentKey: policy.residentKey,
    userVerification: policy.userVerification,
    timeoutMs: policy.timeoutMs,
    exclude: excluded.flatMap((credential) => readKey(credential) ?? []).map(({ id, transports }) => ({ id, transports })),
    error,
  };
}
