import type { Directory, RealmSnapshot, User } from '@anteroom/core';
import { refused } from '../http/failure.ts';

/** Names the conflict before the write; the database's own uniqueness is what holds under a race. */
export async function requireUnique(
  directory: Pick<Directory, 'users'>,
  realm: RealmSnapshot,
  wanted: { readonly username?: string | undefined; readonly email?: string | null | undefined },
  self: User | null,
): Promise<void> {
  if (wanted.username !== undefined && wanted.username !== '' && wanted.username !== self?.username) {
    const byName = await directory.users.findByUsername(realm.id, wanted.username);
    const byAddress = realm.realm.loginWithEmailAllowed ? await directory.users.findByEmail(realm.id, wanted.username) : null;
    const taken = byName ?? byAddress;
    if (taken !== null && taken.id !== self?.id) throw refused(409, 'User exists with same username');
  }
  if (typeof wanted.email === 'string' && wanted.email !== self?.email && !realm.realm.duplicateEmailsAllowed) {
    const taken = await directory.users.findByEmail(realm.id, wanted.email);
    if (taken !== null && taken.id !== self?.id) throw refused(409, 'User exists with same email');
  }
}
