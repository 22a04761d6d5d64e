import type { Credential, Message, User } from '@anteroom/core';
import { recordError } from '../authenticators/check-password.ts';
import { credentialsOf, currentUser, type Draft, setUser } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';
import type { Form } from '../flow-engine.ts';
import { takeChallenge } from './challenge.ts';
import { readAssertion } from './read-answer.ts';
import { readKey } from './stored-key.ts';
import { type KeyKind, webAuthnPolicy } from './webauthn-policy.ts';

const INVALID: Message = { key: 'webauthn-error-auth-verification' };

/**
 * Judges the answer of an authenticator; null when it is right, and the person is the user of the login then. Who it is says the user
 * handle, when nobody is known yet. Unlike a password a key cannot be guessed: a wrong answer is no attempt, and an account that is
 * locked because somebody guesses at it lets in whoever holds its key.
 */
export function* checkAssertion(
  { draft, notes }: { readonly draft: Draft; readonly notes: Map<string, string> },
  form: Form,
  kind: KeyKind,
): Ask<Message | null> {
  const challenge = takeChallenge(notes);
  if ((form.error ?? '') !== '') return wrong(draft, null, 'not_allowed', { key: 'webauthn-error-api-get' });
  const answer = readAssertion(form);
  if (answer === null || challenge === null) return wrong(draft, null, 'invalid_user_credentials', INVALID);

  const known = yield* currentUser(draft);
  const named = Buffer.from(answer.userHandle, 'base64url').toString('utf8');
  if (known !== null && named !== '' && named !== known.id)
    return wrong(draft, known, 'different_user_authenticated', { key: 'webauthn-error-different-user' });
  const user = known ?? (named === '' ? null : yield* ask({ kind: 'get-user', userId: named }));
  const key = user === null ? null : yield* findKey(draft, user, kind, answer.credentialId);
  if (user === null || key === null || user.serviceAccountClient !== null) return wrong(draft, user, 'user_not_found', INVALID);

  const policy = webAuthnPolicy(draft.context.realm.realm, kind);
  const verdict = yield* ask({ kind: 'verify-assertion', answer, key: key.read, challenge, policy });
  if (verdict === null) return wrong(draft, user, 'invalid_user_credentials', INVALID);
  if (!user.enabled) return wrong(draft, user, 'user_disabled', { key: 'accountDisabledMessage' });
  if (verdict.counter !== key.read.counter) {
    // WebAuthn §6.1.1: of two answers with the same counter one is a copy; the guard lets the first one through.
    const credentialData = { ...key.stored.credentialData, counter: verdict.counter };
    draft.changes.push({ kind: 'replace-credential', credential: { ...key.stored, credentialData }, expected: key.stored });
  }
  if (draft.attempted === null || known === null) draft.attempted = user.username;
  setUser(draft, user);
  draft.unknownUser = false;
  draft.methods.push(kind);
  return null;
}

function* findKey(draft: Draft, user: User, kind: KeyKind, id: string) {
  for (const stored of yield* credentialsOf(draft, user.id)) {
    const read = stored.type === kind ? readKey(stored) : null;
    if (read?.id === id) return { stored, read };
  }
  return null;
}

function wrong(draft: Draft, user: User | null, error: string, message: Message): Message {
  recordError(draft, user, error);
  return message;
}

export function keysOf(credentials: readonly Credential[], kind: KeyKind): readonly Credential[] {
  return credentials.filter((credential) => credential.type === kind && readKey(credential) !== null);
}
