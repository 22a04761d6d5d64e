import type { RealmSnapshot, Role } from '@anteroom/core';
import { httpFailure } from '../http/failure.ts';
import type { Admin } from './admin.ts';
import type { AdminRole } from './permission.ts';

/**
 * Nobody gives away administration that they do not have: a role that is, or contains, an admin role of the realm may be mapped,
 * composed or put on a group only by who holds each of those admin roles.
 */
export function requireGrantable(admin: Admin, realm: RealmSnapshot, roles: readonly Role[]): void {
  for (const role of roles) {
    for (const contained of realm.expandRole(role.id)) {
      if (isAdminRole(realm, contained) && !holds(admin, realm, contained)) throw httpFailure(403);
    }
  }
}

export function isAdminRole(realm: RealmSnapshot, role: Role): boolean {
  if (!role.clientRole) return realm.name === 'master' && (role.name === 'admin' || role.name === 'create-realm');
  const container = realm.clientId(role.containerId) ?? '';
  return container === 'realm-management' || (realm.name === 'master' && container.endsWith('-realm'));
}

/**
 * Held by id in the same realm, or as a part of `realm-admin`, which also means roles that are no composites of it; a master token over
 * another realm holds what its roles over that realm are called.
 */
function holds(admin: Admin, realm: RealmSnapshot, role: Role): boolean {
  if (admin.superuser) return true;
  const byName = admin.roles.has(role.name as AdminRole);
  if (admin.authRealm.id !== realm.id) return byName;
  return admin.held.has(role.id) || (byName && realm.clientId(role.containerId) === 'realm-management');
}
