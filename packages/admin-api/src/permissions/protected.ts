import { isManagementClient, type RealmSnapshot, type Role } from '@anteroom/core';
import { httpFailure } from '../http/failure.ts';
import type { Admin } from './admin.ts';
import { isAdminRole } from './grantable.ts';

/**
 * Permissions are looked up by name: clients `realm-management` and, in master, `<realm>-realm`, and master's roles `admin` and
 * `create-realm`. Who could rename, replace or recreate these could make himself administrator, so only whole administrators may.
 */
export function requireUnprotectedClient(admin: Admin, realm: RealmSnapshot, ...clientIds: readonly (string | null | undefined)[]): void {
  if (clientIds.some((clientId) => typeof clientId === 'string' && isManagementClient(realm.name, clientId))) requireWhole(admin);
}

export function requireUnprotectedRole(admin: Admin, realm: RealmSnapshot, role: Role, newName?: string): void {
  if (isAdminRole(realm, role) || (newName !== undefined && isAdminRole(realm, { ...role, name: newName }))) requireWhole(admin);
}

function requireWhole(admin: Admin): void {
  if (!admin.superuser && !admin.has('realm-admin')) throw httpFailure(403);
}
