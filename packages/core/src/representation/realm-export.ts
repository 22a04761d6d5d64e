import type { Client } from '../directory/client.ts';
import type { Component, Group, Role } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { Consent, Credential, User } from '../directory/user.ts';
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

export interface ExportedUser {
  readonly user: User;
  readonly credentials: readonly Credential[];
  readonly consents: readonly Consent[];
}

export interface RealmExportInput {
  readonly clients: readonly Client[];
  /** Left out of a partial export. */
  readonly users?: readonly ExportedUser[];
  /** The console's partial export hides secrets; a full one is as secret as the database. */
  readonly maskSecrets: boolean;
}

/** A realm as the document that an import reads. */
export function toRealmExport(realm: RealmSnapshot, input: RealmExportInput): Representation {
  const { configuration } = realm;
  const secrets = !input.maskSecrets;
  return {
    ...toRealmRepresentation(realm, { maskSecrets: input.maskSecrets }),
    localizationTexts: realm.realm.localizationTexts ?? {},
    roles: exportRoles(realm),
    groups: configuration.groups.filter((group) => group.parentId === null).map((group) => exportGroup(realm, group)),
    ...(input.users === undefined ? {} : { users: input.users.map((user) => exportUser(realm, user)) }),
    ...exportScopeMappings(realm, input.clients),
    clients: input.clients.map((client) => toClientRepresentation(client, { forExport: true, maskSecrets: input.maskSecrets })),
    clientScopes: configuration.clientScopes.map(toClientScopeRepresentation),
    defaultDefaultClientScopes: [...realm.realm.defaultDefaultClientScopes],
    defaultOptionalClientScopes: [...realm.realm.defaultOptionalClientScopes],
    identityProviders: configuration.identityProviders.map((provider) => {
      const { identityProviderMappers: _, ...rest } = toIdentityProviderRepresentation(provider, { secrets });
      return rest;
    }),
    identityProviderMappers: configuration.identityProviders.flatMap(
      (provider) => (provider.identityProviderMappers as Representation[] | undefined) ?? [],
    ),
    components: exportComponents(realm.id, configuration.components, secrets),
    authenticationFlows: configuration.flows.map((flow) => toFlowRepresentation(realm, flow)),
    authenticatorConfig: configuration.authenticatorConfigs.map(toAuthenticatorConfigRepresentation),
    requiredActions: configuration.requiredActions.map(toRequiredActionRepresentation),
  };
}

function exportRoles(realm: RealmSnapshot): Representation {
  const toRole = (role: Role) => {
    const { realmRoles, clientRoles } = roleNames(realm, role.composites);
    const composites = {
      ...(realmRoles.length === 0 ? {} : { realm: realmRoles }),
      ...(Object.keys(clientRoles).length === 0 ? {} : { client: clientRoles }),
    };
    return { ...toRoleRepresentation(role), ...(role.composites.length === 0 ? {} : { composites }) };
  };
  const { roles } = realm.configuration;
  const client: Record<string, unknown[]> = {};
  for (const [id, clientId] of realm.configuration.clientIds)
    client[clientId] = roles.filter((role) => role.containerId === id).map(toRole);
  return { realm: roles.filter((role) => !role.clientRole).map(toRole), client };
}

function exportGroup(realm: RealmSnapshot, group: Group): Record<string, unknown> {
  const subGroups = realm.configuration.groups.filter((other) => other.parentId === group.id).map((other) => exportGroup(realm, other));
  return toGroupRepresentation(realm, group, { subGroups, withoutCount: true });
}

function exportUser(realm: RealmSnapshot, { user, credentials, consents }: ExportedUser): Representation {
  const { realmRoles, clientRoles } = roleNames(realm, user.roles);
  return {
    ...toUserRepresentation(user, { credentials }),
    ...(user.serviceAccountClient === null ? {} : { serviceAccountClientId: realm.clientId(user.serviceAccountClient) }),
    credentials: credentials.map((credential) => toCredentialRepresentation(credential, { secret: true })),
    realmRoles,
    ...(Object.keys(clientRoles).length === 0 ? {} : { clientRoles }),
    groups: user.groups.map((id) => realm.groupPath(id)),
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
