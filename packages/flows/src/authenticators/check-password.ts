import type { User } from '@anteroom/core';
import { isTemporaryPasswordOver } from '@anteroom/passwords';
import { reserveAttempt } from '../evaluate/attempt.ts';
import { credentialsOf, type Draft } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';

export type PasswordCheck = 'right' | 'wrong' | 'disabled';

/** Nobody's id: its credentials are read for a name that nobody has, so that both cases make the same reads. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Judges a password. An unknown account (`user` null), a locked one and one without a password do the same work and are `wrong`; a
 * disabled one is `disabled` only to who knows its password. An empty password is not counted as a guess.
 */
export function* checkPassword(draft: Draft, user: User | null, password: string): Ask<PasswordCheck> {
  const allowed = yield* reserveAttempt(draft, user);
  const credentials = yield* credentialsOf(draft, user?.id ?? NOBODY);
  const stored = user === null ? undefined : credentials.find(({ type }) => type === 'password');
  const judged = stored === undefined || !allowed || password === '' ? null : stored;
  const { match, rehash } = yield* ask({ kind: 'verify-password', credential: judged, password });
  if (!match || user === null || judged === null) {
    if (password !== '') draft.wrong = 'password';
    recordError(draft, user, user === null ? 'user_not_found' : allowed ? 'invalid_user_credentials' : 'user_temporarily_disabled');
    return 'wrong';
  }
  if (!user.enabled) {
    recordError(draft, user, 'user_disabled');
    return 'disabled';
  }
  if (isTemporaryPasswordOver(draft.context.realm.realm, judged, draft.now)) {
    draft.wrong = 'password';
    recordError(draft, user, 'expired_temporary_password');
    return 'wrong';
  }
  if (rehash) {
    const hashed = yield* ask({ kind: 'hash-password', password });
    draft.upgrades.push({
      kind: 'replace-credential',
      credential: {
        ...judged,
        ...hashed,
        credentialData: { ...hashed.credentialData, ...(judged.credentialData.temporary === true && { temporary: true }) },
      },
      expected: judged,
    });
  }
  draft.methods.push('password');
  return 'right';
}

export function recordError(draft: Draft, user: User | null, error: string): void {
  const details: Record<string, string> = draft.attempted === null ? {} : { username: draft.attempted };
  draft.events.push({ type: 'LOGIN_ERROR', userId: user?.id ?? null, error, details });
}
