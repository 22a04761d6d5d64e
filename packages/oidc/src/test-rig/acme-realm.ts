import { readFileSync } from 'node:fs';
import { type Client, type Group, RealmSnapshot, type Role, type User } from '@anteroom/core';

/* eslint-style casts: the export is trusted test data. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of an export is checked by the importer, not here
type Raw = any;

const file = new URL('../../../testkit/src/fixtures/keycloak/acme-realm.json', import.meta.url);

/** The exported realm as the model holds it: only what tokens need, without the importer. */
export interface AcmeRealm {
  readonly snapshot: RealmSnapshot;
  readonly clients: ReadonlyMap<string, Client>;
  readonly users: ReadonlyMap<string, User>;
}

export function acmeRealm(
  change: { readonly realm?: object; readonly client?: (client: Client) => Client; readonly components?: readonly object[] } = {},
): AcmeRealm {
  const raw: Raw = JSON.parse(readFileSync(file, 'utf8'));
  const clientUuid = new Map<string, string>(raw.clients.map((client: Raw) => [client.clientId, client.id]));
  const rawRoles: Raw[] = [...raw.roles.realm, ...Object.values(raw.roles.client as Record<string, Raw[]>).flat()];
  const realmRole = (name: string): string => raw.roles.realm.find((role: Raw) => role.name === name).id;
  const clientRole = (client: string, name: string): string => raw.roles.client[client].find((role: Raw) => role.name === name).id;
  const rolesOf = (realm: readonly string[] = [], client: Readonly<Record<string, readonly string[]>> = {}): string[] => [
    ...realm.map(realmRole),
    ...Object.entries(client).flatMap(([name, roles]) => roles.map((role) => clientRole(name, role))),
  ];
  const roles: Role[] = rawRoles.map((role) => ({
    ...role,
    attributes: role.attributes ?? {},
    composites: rolesOf(role.composites?.realm, role.composites?.client),
  }));
  const groups: Group[] = [];
  const walk = (list: Raw[], parentId: string | null): void => {
    for (const group of list) {
      groups.push({
        id: group.id,
        name: group.name,
        parentId,
        attributes: group.attributes,
        roles: rolesOf(group.realmRoles, group.clientRoles),
      });
      walk(group.subGroups, group.id);
    }
  };
  walk(raw.groups, null);
  const scopeMappings = (of: 'client' | 'clientScope', name: string): string[] => [
    ...raw.scopeMappings.filter((mapping: Raw) => mapping[of] === name).flatMap((mapping: Raw) => rolesOf(mapping.roles)),
    ...Object.entries(raw.clientScopeMappings as Record<string, Raw[]>).flatMap(([client, list]) =>
      list.filter((mapping) => mapping[of] === name).flatMap((mapping) => rolesOf([], { [client]: mapping.roles })),
    ),
  ];
  const clients = raw.clients.map((client: Raw) =>
    (change.client ?? ((same: Client) => same))({
      attributes: {},
      protocolMappers: [],
      ...client,
      scopeMappings: scopeMappings('client', client.clientId),
    }),
  );
  const path = (group: Group): string =>
    `${group.parentId === null ? '' : path(groups.find(({ id }) => id === group.parentId)!)}/${group.name}`;
  const users: User[] = raw.users.map((user: Raw) => ({
    id: user.id,
    username: user.username,
    email: user.email ?? null,
    emailVerified: user.emailVerified,
    firstName: user.firstName ?? null,
    lastName: user.lastName ?? null,
    enabled: user.enabled,
    createdAt: new Date(user.createdTimestamp),
    attributes: user.attributes ?? {},
    requiredActions: user.requiredActions,
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 0,
    serviceAccountClient: user.serviceAccountClientId ? (clientUuid.get(user.serviceAccountClientId) ?? null) : null,
    roles: rolesOf(user.realmRoles, user.clientRoles),
    groups: (user.groups ?? []).map((name: string) => groups.find((group) => path(group) === name)!.id),
    extra: {},
  }));
  const { roles: _roles, groups: _groups, clients: _clients, users: _users, components, clientScopes, ...realm } = raw;
  const snapshot = new RealmSnapshot({
    version: 1,
    realm: { ...realm, defaultRoleId: realm.defaultRole.id, ...change.realm },
    roles,
    groups,
    clientScopes: clientScopes.map((scope: Raw) => ({
      attributes: {},
      protocolMappers: [],
      ...scope,
      scopeMappings: scopeMappings('clientScope', scope.name),
    })),
    flows: [],
    authenticatorConfigs: [],
    requiredActions: [],
    components: [
      ...Object.entries(components as Record<string, Raw[]>).flatMap(([providerType, list]) =>
        list.map((component) => ({ ...component, providerType, parentId: realm.id })),
      ),
      ...(change.components ?? []),
    ] as never,
    identityProviders: [],
    clientIds: new Map(raw.clients.map((client: Raw) => [client.id, client.clientId])),
  });
  return {
    snapshot,
    clients: new Map(clients.map((client: Client) => [client.clientId, client])),
    users: new Map(users.map((user) => [user.username, user])),
  };
}
