import type { Directory, RealmSnapshot, User } from '@anteroom/core';
import { notFound } from '../http/failure.ts';

/** The user of the path, or 404 in Keycloak's words. Ids of other realms are unknown here: every read names the realm. */
export function createFindUser(directory: Pick<Directory, 'users'>) {
  return async function findUser(call: {
    readonly realm: RealmSnapshot;
    readonly params: Readonly<Record<string, string>>;
  }): Promise<User> {
    const user = await directory.users.get(call.realm.id, call.params.id ?? '');
    if (user === null) throw notFound('User not found');
    return user;
  };
}
