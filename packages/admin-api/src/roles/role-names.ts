import { type RealmSnapshot, type Role, readText } from '@anteroom/core';
import { notFound } from '../http/failure.ts';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';
import type { Body } from '../schemas/representations.ts';

export const sortedByName = (roles: readonly Role[]) => [...roles].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

export function rolesOfRealm(realm: RealmSnapshot): readonly Role[] {
  return sortedByName(realm.configuration.roles.filter((role) => !role.clientRole));
}

export function rolesOfClient(realm: RealmSnapshot, clientUuid: string): readonly Role[] {
  return sortedByName(realm.configuration.roles.filter((role) => role.clientRole && role.containerId === clientUuid));
}

/** Roles named in a body, by id or else by name, inside one container (null: the realm; undefined: any). */
export function namedRoles(realm: RealmSnapshot, bodies: readonly Body[], container: string | null | undefined): readonly Role[] {
  return bodies.map((body) => {
    const byId = realm.role(readText(body, 'id') ?? '');
    const name = readText(body, 'name');
    const candidates = container === undefined ? [] : container === null ? rolesOfRealm(realm) : rolesOfClient(realm, container);
    const role = byId ?? candidates.find((candidate) => candidate.name === name) ?? null;
    const fits =
      role !== null &&
      (container === undefined || (container === null ? !role.clientRole : role.clientRole && role.containerId === container));
    if (!fits) throw notFound('Role not found');
    return role;
  });
}

/** The realm's roles are for who may view them, and for who chooses among them for a client (Keycloak). */
export const seesRealmRoles = (admin: Admin): boolean => admin.may(may.viewRoles) || admin.may(may.manageClients);
