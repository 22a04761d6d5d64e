import type { Change, RealmSnapshot } from '@anteroom/core';
import { httpFailure } from '../http/failure.ts';
import type { Admin } from './admin.ts';
import { requireGrantable } from './grantable.ts';
import { may, type Permission } from './permission.ts';
import { requireUnprotectedClient, requireUnprotectedRole } from './protected.ts';

/** Many changes at once (an import, an undo, a plan) are judged as if the caller made each of them by its own call. */
export function requireAllowedChanges(admin: Admin, realm: RealmSnapshot, changes: readonly Change[]): void {
  const need = (permission: Permission) => {
    if (!admin.may(permission)) throw httpFailure(403);
  };
  const grant = (ids: readonly string[]) =>
    requireGrantable(
      admin,
      realm,
      ids.flatMap((id) => realm.role(id) ?? []),
    );
  for (const change of changes) {
    switch (change.kind) {
      case 'put-client':
        need(may.manageClients);
        requireUnprotectedClient(admin, realm, change.client.clientId, realm.clientId(change.client.id));
        break;
      case 'delete-client':
        need(may.manageClients);
        requireUnprotectedClient(admin, realm, realm.clientId(change.id));
        break;
      case 'put-client-scope':
      case 'delete-client-scope':
        need(may.manageClients);
        break;
      case 'put-role':
        need(change.role.clientRole ? may.manageClients : may.manageRealm);
        requireUnprotectedRole(admin, realm, realm.role(change.role.id) ?? change.role, change.role.name);
        grant(change.role.composites);
        break;
      case 'delete-role': {
        const role = realm.role(change.id);
        if (role !== null) requireUnprotectedRole(admin, realm, role);
        break;
      }
      case 'put-group':
        need(may.manageUsers);
        grant(change.group.roles);
        break;
      case 'delete-group':
        need(may.manageUsers);
        break;
      case 'create-user':
      case 'delete-user':
        need(may.manageUsers);
        if (change.kind === 'create-user') grant(realm.effectiveRoles(change.user).map((role) => role.id));
        break;
      case 'create-users':
        need(may.manageUsers);
        for (const { user } of change.users) grant(realm.effectiveRoles(user).map((role) => role.id));
        break;
      case 'put-identity-provider':
      case 'delete-identity-provider':
        need(may.manageIdentityProviders);
        break;
      case 'put-realm':
      case 'put-flow':
      case 'delete-flow':
      case 'put-component':
      case 'delete-component':
      case 'put-required-action':
      case 'delete-required-action':
      case 'put-authenticator-config':
      case 'delete-authenticator-config':
        need(may.manageRealm);
        break;
    }
  }
}
