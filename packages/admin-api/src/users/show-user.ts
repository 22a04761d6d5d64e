import { type Directory, type RealmSnapshot, toUserRepresentation, type User, type UserRepresentationOptions } from '@anteroom/core';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';
import { profileOf, shownAttributes } from '../user-profile/profile.ts';

/** What the caller may do with a user, as the console asks for it. */
export function userAccess(admin: Admin): Readonly<Record<string, boolean>> {
  const manage = admin.may(may.manageUsers);
  return {
    manageGroupMembership: manage,
    resetPassword: manage,
    view: admin.may(may.viewUsers),
    mapRoles: manage,
    impersonate: admin.has('impersonation'),
    manage,
  };
}

/** One user, wherever users are shown: without what the profile keeps from administrators. */
export function showUser(realm: RealmSnapshot, user: User, options: UserRepresentationOptions): Readonly<Record<string, unknown>> {
  return toUserRepresentation({ ...user, attributes: shownAttributes(profileOf(realm), user.attributes) }, options);
}

/** A list of users; `totp` costs a read each and is left out of brief ones. */
export async function showUsers(
  directory: Pick<Directory, 'credentials'>,
  realm: RealmSnapshot,
  users: readonly User[],
  options: { readonly brief: boolean; readonly access?: Readonly<Record<string, boolean>> },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return Promise.all(
    users.map(async (user) =>
      options.brief
        ? toUserRepresentation(user, options)
        : showUser(realm, user, { ...options, credentials: await directory.credentials.list(realm.id, user.id) }),
    ),
  );
}
