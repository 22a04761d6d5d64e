import { queryOptions } from '@tanstack/react-query';
import type { Role, RoleMappings } from '../../api/access-types.ts';
import type { Api } from '../../api/api.ts';
import type { Client } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

export const rolePath = (realm: string, id: string, path = ''): string => rest(realm, `/roles-by-id/${encodeURIComponent(id)}${path}`);

/** Where the roles of the realm or of a client are listed and made. */
export const rolesPath = (realm: string, client: string | null, path = ''): string =>
  rest(realm, `${client === null ? '' : `/clients/${encodeURIComponent(client)}`}/roles${path}`);

export const roleQuery = (api: Api, realm: string, id: string) =>
  queryOptions({ queryKey: ['roles', realm, id], queryFn: () => api.get<Role>(rolePath(realm, id)) });

/** A role with the client that has it; null for a role of the realm. */
export interface OwnedRole {
  readonly role: Role;
  readonly owner: string | null;
}

/** What is mapped to a user, a group or a scope, roles of the realm first. */
export function ownedRoles({ realmMappings = [], clientMappings = {} }: RoleMappings): readonly OwnedRole[] {
  const ofClients = Object.values(clientMappings).flatMap(({ client, mappings }) => mappings.map((role) => ({ role, owner: client })));
  return [...realmMappings.map((role) => ({ role, owner: null })), ...ofClients];
}

/** The same of a plain list, which names clients by their id alone. */
export const withOwners = (roles: readonly Role[], clients: readonly Client[]): readonly OwnedRole[] =>
  roles.map((role) => ({
    role,
    owner: role.clientRole ? (clients.find(({ id }) => id === role.containerId)?.clientId ?? role.containerId) : null,
  }));
