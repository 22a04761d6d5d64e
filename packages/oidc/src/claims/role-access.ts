import type { Client, ClientScope, RealmSnapshot, Role, User } from '@anteroom/core';

/** Role names that a token may carry: of the realm, and of clients by `clientId`. */
export interface RoleAccess {
  readonly realm: Set<string>;
  readonly clients: Map<string, Set<string>>;
}

/**
 * Role ids that a client may put into tokens; null when it may all (`fullScopeAllowed`). Otherwise its own roles, its scope mappings and
 * those of the client scopes in effect, with everything they contain.
 */
export function rolesInScope(realm: RealmSnapshot, client: Client, scopes: readonly ClientScope[]): ReadonlySet<string> | null {
  if (client.fullScopeAllowed) return null;
  const own = realm.configuration.roles.filter((role) => role.clientRole && role.containerId === client.id).map((role) => role.id);
  const mapped = [...own, ...client.scopeMappings, ...scopes.flatMap((scope) => scope.scopeMappings)];
  return new Set(mapped.flatMap((id) => realm.expandRole(id).map((role) => role.id)));
}

export function roleAccess(realm: RealmSnapshot, user: Pick<User, 'roles' | 'groups'>, inScope: ReadonlySet<string> | null): RoleAccess {
  const access: RoleAccess = { realm: new Set(), clients: new Map() };
  for (const role of realm.effectiveRoles(user)) if (inScope === null || inScope.has(role.id)) addRole(realm, access, role);
  return access;
}

function addRole(realm: RealmSnapshot, access: RoleAccess, role: Role): void {
  if (!role.clientRole) {
    access.realm.add(role.name);
    return;
  }
  const clientId = realm.clientId(role.containerId);
  if (clientId !== null) rolesOfClient(access, clientId).add(role.name);
}

/** The set of a client's roles, made when it is not there yet. */
export function rolesOfClient(access: RoleAccess, clientId: string): Set<string> {
  let roles = access.clients.get(clientId);
  if (roles === undefined) {
    roles = new Set();
    access.clients.set(clientId, roles);
  }
  return roles;
}

export function copyAccess(access: RoleAccess): RoleAccess {
  return { realm: new Set(access.realm), clients: new Map([...access.clients].map(([client, roles]) => [client, new Set(roles)])) };
}
