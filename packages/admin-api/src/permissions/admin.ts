import type { Client, LiveSession, RealmSnapshot, User } from '@anteroom/core';
import type { AdminRole, Permission } from './permission.ts';

/** The caller of an admin call, bound to the realm it is about. */
export interface Admin {
  readonly user: User;
  readonly client: Client;
  /** The realm that issued the token. */
  readonly authRealm: RealmSnapshot;
  readonly session: LiveSession | null;
  /** Admin roles over the realm of the call. */
  readonly roles: ReadonlySet<AdminRole>;
  /** Holds realm role `admin` of master: every role over every realm. */
  readonly superuser: boolean;
  /** Ids of every role the caller holds in the realm that issued the token. */
  readonly held: ReadonlySet<string>;
  has(...roles: readonly AdminRole[]): boolean;
  may(permission: Permission): boolean;
  /** The same caller over another realm. */
  over(realm: RealmSnapshot): Admin;
}
