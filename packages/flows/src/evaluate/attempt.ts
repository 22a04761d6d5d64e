import { isPermanentLockout, type User } from '@anteroom/core';
import type { Draft } from './draft.ts';
import { type Ask, ask } from './need.ts';

/**
 * Counts this request as an attempt before anything of it is evaluated (settled 25); once, whatever number of factors it carries.
 * False when the user is locked: the caller still does the work of an evaluation and answers as for a wrong one.
 */
export function* reserveAttempt(draft: Draft, user: User | null): Ask<boolean> {
  if (draft.attempt === 'none') {
    draft.attemptUser = user;
    const allowed = yield* ask({ kind: 'reserve-attempt', userId: user?.id ?? null, login: draft.attempted ?? '' });
    draft.attempt = allowed ? 'allowed' : 'refused';
  }
  return draft.attempt === 'allowed';
}

/**
 * At the end of the request: wrong → the failure stays; the flow is through → earlier failures are forgotten; right so far → only this
 * reservation is taken back, so that a known password does not clear the count before the second factor.
 */
export function* settleAttempt(draft: Draft): Ask<void> {
  if (draft.attempt === 'none') return;
  if (draft.wrong === null) {
    yield* ask({ kind: 'settle-attempt', how: draft.phase === 'flow' ? 'release' : 'succeed' });
    return;
  }
  const record = yield* ask({ kind: 'settle-attempt', how: draft.wrong === 'otp' ? 'fail-otp' : 'fail-password' });
  if (record === null || draft.attempt !== 'allowed' || !isPermanentLockout(draft.context.realm.realm, record)) return;
  const user = draft.attemptUser;
  if (user === null || !user.enabled) return;
  const attributes = { ...user.attributes, disabledReason: ['permanentLockout'] };
  draft.changes.push({ kind: 'update-user', id: user.id, patch: { enabled: false, attributes, sessionsNotBefore: draft.now } });
  draft.events.push({
    type: 'USER_DISABLED_BY_PERMANENT_LOCKOUT',
    userId: user.id,
    error: null,
    details: { reason: 'brute_force_attack detected' },
  });
}
