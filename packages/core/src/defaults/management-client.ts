import type { IdSource } from '../clock.ts';
import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { Role } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { newRealmExport } from './new-realm-export.ts';

/** The realm whose administrators administer all realms. */
export const MASTER_REALM = 'master';

/** The client that administers a realm from within; realm `master` is administered through `master-realm` instead. */
export const REALM_MANAGEMENT = 'realm-management';

/** `<realm>-realm`: the client of realm `master` whose roles administer that realm. */
export function managementClientId(realmName: string): string {
  return `${realmName}-realm`;
}

/** Permissions are looked up by these names: who could rename, replace or recreate such a client could make himself administrator. */
export function isManagementClient(realmName: string, clientId: string): boolean {
  return clientId === REALM_MANAGEMENT || (realmName === MASTER_REALM && clientId.endsWith(managementClientId('')));
}

/** Name → contained roles of a management client: those of `realm-management` without `realm-admin`, which only it has. */
function managementRoles(): ReadonlyMap<string, readonly string[]> {
  const standard = readObject(newRealmExport(MASTER_REALM), 'roles') ?? {};
  const roles = readObjects(readObject(standard, 'client') ?? {}, REALM_MANAGEMENT) ?? [];
  const contained = (role: Representation) =>
    readTexts(readObject(readObject(role, 'composites') ?? {}, 'client') ?? {}, REALM_MANAGEMENT) ?? [];
  const names = roles.map((role) => [readText(role, 'name') ?? '', contained(role)] as const);
  return new Map(names.filter(([name]) => name !== 'realm-admin'));
}

export interface ManagementClient {
  readonly client: Client;
  readonly roles: readonly Role[];
}

export function buildManagementClient(
  realmName: string,
  scopes: Pick<Client, 'defaultClientScopes' | 'optionalClientScopes'>,
  ids: IdSource,
): ManagementClient {
  const id = ids.uuid();
  const names = managementRoles();
  const roleIds = new Map([...names.keys()].map((name) => [name, ids.uuid()]));
  const roles = [...names].map(
    ([name, contained]): Role => ({
      id: roleIds.get(name) as string,
      name,
      description: `\${role_${name}}`,
      clientRole: true,
      containerId: id,
      attributes: {},
      composites: contained.map((other) => roleIds.get(other) as string),
    }),
  );
  const client: Client = {
    id,
    clientId: managementClientId(realmName),
    name: `${realmName} Realm`,
    surrogateAuthRequired: false,
    enabled: true,
    alwaysDisplayInConsole: false,
    clientAuthenticatorType: 'client-secret',
    redirectUris: [],
    webOrigins: [],
    notBefore: 0,
    bearerOnly: true,
    consentRequired: false,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    publicClient: false,
    frontchannelLogout: false,
    protocol: 'openid-connect',
    attributes: { realm_client: 'true' },
    authenticationFlowBindingOverrides: {},
    fullScopeAllowed: false,
    nodeReRegistrationTimeout: 0,
    protocolMappers: [],
    scopeMappings: [],
    ...scopes,
  };
  return { client, roles };
}

/**
 * Changes of realm `master` that let its administrators administer another realm: the client, its roles, and their place in the
 * composite role `admin`. Only what is missing, so it may be repeated after an interruption.
 */
export function planManagementClient(realmName: string, master: RealmSnapshot, ids: IdSource): readonly Change[] {
  const clientId = managementClientId(realmName);
  const present = [...master.configuration.clientIds].find(([, name]) => name === clientId)?.[0];
  const made = present === undefined ? buildManagementClient(realmName, openIdScopes(master), ids) : null;
  const roles = made?.roles ?? master.configuration.roles.filter((role) => role.containerId === present);
  return [
    ...(made === null ? [] : [{ kind: 'put-client', client: made.client } as const]),
    ...(made?.roles ?? []).map((role): Change => ({ kind: 'put-role', role })),
    ...grantToAdmin(master, roles),
  ];
}

function grantToAdmin(master: RealmSnapshot, roles: readonly Role[]): readonly Change[] {
  const admin = master.configuration.roles.find((role) => role.name === 'admin' && !role.clientRole);
  if (admin === undefined) return [];
  const missing = roles.map((role) => role.id).filter((id) => !admin.composites.includes(id));
  return missing.length === 0 ? [] : [{ kind: 'add-composites', roleId: admin.id, roles: missing }];
}

/** The realms among these that something is missing for. One look at everything: an installation may have thousands. */
export function withoutAdministration(realmNames: readonly string[], master: RealmSnapshot): readonly string[] {
  const admin = master.configuration.roles.find((role) => role.name === 'admin' && !role.clientRole);
  const held = new Set(admin?.composites);
  const lacking = new Set(master.configuration.roles.filter((role) => !held.has(role.id)).map((role) => role.containerId));
  const clients = new Map([...master.configuration.clientIds].map(([id, clientId]) => [clientId, id]));
  return realmNames.filter((name) => {
    const client = clients.get(managementClientId(name));
    return client === undefined || (admin !== undefined && lacking.has(client));
  });
}

/** Changes of realm `master` when a realm was deleted. */
export function planManagementClientRemoval(realmName: string, master: RealmSnapshot): readonly Change[] {
  const clientId = managementClientId(realmName);
  return [...master.configuration.clientIds].filter(([, name]) => name === clientId).map(([id]): Change => ({ kind: 'delete-client', id }));
}

/** The realm's scopes for new OpenID Connect clients. */
export function openIdScopes(realm: RealmSnapshot): Pick<Client, 'defaultClientScopes' | 'optionalClientScopes'> {
  const isOpenId = (name: string) => realm.scope(name)?.protocol === 'openid-connect';
  return {
    defaultClientScopes: realm.realm.defaultDefaultClientScopes.filter(isOpenId),
    optionalClientScopes: realm.realm.defaultOptionalClientScopes.filter(isOpenId),
  };
}
