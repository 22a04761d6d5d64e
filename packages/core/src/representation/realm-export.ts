import type { Client } from '../directory/client.ts';
import type { Component, Group, Role } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { WholeUser } from '../directory/user.ts';
import { toClientRepresentation } from './client.ts';
import { toClientScopeRepresentation } from './client-scope.ts';
import { toComponentRepresentation, toIdentityProviderRepresentation } from './component.ts';
import { toConsentRepresentation } from './consent.ts';
import { toCredentialRepresentation } from './credential.ts';
import { toAuthenticatorConfigRepresentation, toFlowRepresentation, toRequiredActionRepresentation } from './flow.ts';
import { roleNames, toGroupRepresentation } from './group.ts';
import type { Representation } from './read.ts';
import { toRealmRepresentation } from './realm.ts';
import { toRoleRepresentation } from './role.ts';
import { toUserRepresentation } from './user.ts';

/** The version whose format the document has: what Keycloak's importer asks before it converts anything. */
export const KEYCLOAK_VERSION = '26.7.3';

export interface RealmExportInput {
  /** Left out, with what hangs on them, where a partial export was not asked for clients. */
  readonly clients: readonly Client[] | null;
  /** False leaves out groups and roles. */
  readonly groupsAndRoles?: boolean;
  /** A partial export hides secrets; a full one is as secret as the database. */
  readonly maskSecrets: boolean;
}

/** A realm without its users as the document that an import reads, in an order that stays the same from one export to the next. */
export function toRealmExport(realm: RealmSnapshot, input: RealmExportInput): Representation {
  const { configuration } = realm;
  const { clients, groupsAndRoles = true } = input;
  const secrets = !input.maskSecrets;
  return {
    ...toRealmRepresentation(realm, { maskSecrets: input.maskSecrets }),
    localizationTexts: realm.realm.localizationTexts ?? {},
    ...(groupsAndRoles
      ? {
          roles: exportRoles(realm, clients !== null),
          groups: configuration.groups.filter((group) => group.parentId === null).map((group) => exportGroup(realm, group)),
        }
      : {}),
    ...(clients === null
      ? {}
      : {
          ...exportScopeMappings(realm, clients),
          clients: clients.map((client) => toClientRepresentation(client, { maskSecrets: input.maskSecrets })),
        }),
    clientScopes: configuration.clientScopes.map(toClientScopeRepresentation),
    defaultDefaultClientScopes: [...realm.realm.defaultDefaultClientScopes],
    defaultOptionalClientScopes: [...realm.realm.defaultOptionalClientScopes],
    identityProviders: configuration.identityProviders.toSorted(by((provider) => provider.alias)).map((provider) => {
      const { identityProviderMappers: _, ...rest } = toIdentityProviderRepresentation(provider, { secrets });
      return rest;
    }),
    identityProviderMappers: configuration.identityProviders.flatMap(
      (provider) => (provider.identityProviderMappers as Representation[] | undefined) ?? [],
    ),
    components: exportComponents(realm.id, configuration.components.toSorted(by(placeOf)), secrets),
    authenticationFlows: configuration.flows.map((flow) => toFlowRepresentation(realm, flow)),
    authenticatorConfig: configuration.authenticatorConfigs.toSorted(by((config) => config.alias)).map(toAuthenticatorConfigRepresentation),
    requiredActions: configuration.requiredActions.map(toRequiredActionRepresentation),
    keycloakVersion: KEYCLOAK_VERSION,
  };
}

const placeOf = (component: Component) => `${component.providerType}/${component.name}/${component.id}`;

function by<T>(key: (noun: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function exportRoles(realm: RealmSnapshot, withClients: boolean): Representation {
  const toRole = (role: Role) => {
    const { realmRoles, clientRoles } = roleNames(realm, role.composites);
    const composites = {
      ...(realmRoles.length === 0 ? {} : { realm: realmRoles }),
      ...(Object.keys(clientRoles).length === 0 ? {} : { client: clientRoles }),
    };
    return { ...toRoleRepresentation(role), ...(role.composites.length === 0 ? {} : { composites }) };
  };
  const { roles } = realm.configuration;
  const realmRoles = roles.filter((role) => !role.clientRole).map(toRole);
  if (!withClients) return { realm: realmRoles };
  const ofClient = Map.groupBy(roles, (role) => role.containerId);
  const clients = [...realm.configuration.clientIds].toSorted(by(([, clientId]) => clientId));
  return {
    realm: realmRoles,
    client: Object.fromEntries(clients.map(([id, clientId]) => [clientId, (ofClient.get(id) ?? []).map(toRole)])),
  };
}

function exportGroup(realm: RealmSnapshot, group: Group): Record<string, unknown> {
  const subGroups = realm.configuration.groups.filter((other) => other.parentId === group.id).map((other) => exportGroup(realm, other));
  return toGroupRepresentation(realm, group, { subGroups, withoutCount: true });
}

/** A user with the secrets of the credentials: as secret as the database. */
export function toUserExport(realm: RealmSnapshot, { user, credentials, consents }: WholeUser): Representation {
  const { realmRoles, clientRoles } = roleNames(realm, user.roles);
  return {
    ...toUserRepresentation(user, { credentials }),
    ...(user.serviceAccountClient === null ? {} : { serviceAccountClientId: realm.clientId(user.serviceAccountClient) }),
    credentials: credentials.map((credential) => toCredentialRepresentation(credential, { secret: true })),
    realmRoles,
    ...(Object.keys(clientRoles).length === 0 ? {} : { clientRoles }),
    groups: user.groups.map((id) => realm.groupPath(id)).sort(),
    ...(consents.length === 0 ? {} : { clientConsents: consents.map((consent) => toConsentRepresentation(realm, consent)) }),
  };
}

/** Realm roles in `scopeMappings`, client roles by their owner in `clientScopeMappings`. */
function exportScopeMappings(realm: RealmSnapshot, clients: readonly Client[]): Representation {
  const scopeMappings: Representation[] = [];
  const clientScopeMappings: Record<string, Representation[]> = {};
  const add = (target: Representation, ids: readonly string[]): void => {
    const { realmRoles, clientRoles } = roleNames(realm, ids);
    if (realmRoles.length > 0) scopeMappings.push({ ...target, roles: realmRoles });
    for (const [owner, roles] of Object.entries(clientRoles))
      clientScopeMappings[owner] = [...(clientScopeMappings[owner] ?? []), { ...target, roles: roles.sort() }];
  };
  for (const client of clients) add({ client: client.clientId }, client.scopeMappings);
  for (const scope of realm.configuration.clientScopes) add({ clientScope: scope.name }, scope.scopeMappings);
  return { scopeMappings, clientScopeMappings };
}

/** By type, sub-components inside their parents. */
function exportComponents(parentId: string, components: readonly Component[], secrets: boolean): Record<string, unknown> {
  const byType: Record<string, unknown[]> = {};
  for (const component of components) {
    if (component.parentId !== parentId) continue;
    const { parentId: _, providerType, ...rest } = toComponentRepresentation(component, { secrets });
    const entry = { ...rest, subComponents: exportComponents(component.id, components, secrets) };
    byType[String(providerType)] = [...(byType[String(providerType)] ?? []), entry];
  }
  return byType;
}
