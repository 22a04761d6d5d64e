import { mailLocale } from '@anteroom/action-tokens';
import type { Change, Clock, IdSource, RealmSnapshot, User } from '@anteroom/core';

/** Realm attribute: `false` where something else tells people, or addresses are moved in bulk. */
const SWITCH = 'formerAddressNotice';
/** As long as a change of one's own can be taken back. */
const WEEK = 7 * 24 * 60 * 60_000;

/**
 * The mail to a verified address that an administrator takes off an account. It has no link that takes the change back, unlike that of a
 * change of one's own, and does not name the new address: the former one may be what was wrong (docs/decisions/former-address-is-told.md).
 */
export function formerAddressNotice(
  realm: RealmSnapshot,
  user: User,
  after: Pick<User, 'email'>,
  { clock, ids }: { readonly clock: Clock; readonly ids: IdSource },
): readonly Change[] {
  const moved = user.email?.toLowerCase() !== after.email?.toLowerCase();
  if (!moved || !user.email || !user.emailVerified || !user.enabled || realm.realm.attributes[SWITCH] === 'false') return [];
  const now = clock.now();
  const message = {
    id: ids.uuid(),
    to: user.email,
    template: 'email-changed-by-admin',
    parameters: { at: now.toISOString() },
    locale: mailLocale(realm, user),
    linkId: null,
    userId: user.id,
    state: 'queued' as const,
    attempts: 0,
    createdAt: now,
    dueAt: now,
    expiresAt: new Date(now.getTime() + WEEK),
    lastError: null,
    sentAt: null,
  };
  return [{ kind: 'queue-mail', message }];
}
