import type { RealmSnapshot, User } from '@anteroom/core';

/** A user of realm `master` as an administrator begins: enabled, nothing required of him, the realm's default roles. */
export function newAdministrator({
  id,
  username,
  master,
  createdAt,
}: {
  readonly id: string;
  readonly username: string;
  readonly master: RealmSnapshot;
  readonly createdAt: Date;
}): User {
  return {
    id,
    username: username.toLowerCase(),
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    enabled: true,
    createdAt,
    attributes: {},
    requiredActions: [],
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 1,
    serviceAccountClient: null,
    roles: [master.realm.defaultRoleId],
    groups: [],
    extra: {},
  };
}
