import { buildManagementClient, MASTER_REALM, managementClientId } from '../defaults/management-client.ts';
import type { Client } from '../directory/client.ts';
import type { ClientScope } from '../directory/client-scope.ts';
import type { Role } from '../directory/realm.ts';
import { readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import type { ImportContext } from './context.ts';

/**
 * What only realm `master` has: the realm roles `admin` and `create-realm`, and the client `master-realm` that administers it. A
 * document that brings the client brings all of it.
 */
export function masterRoles(
  context: ImportContext,
  scopes: readonly ClientScope[],
): { readonly clients: readonly Client[]; readonly roles: readonly Role[] } {
  const { document, ids, realmId } = context;
  const clientIds = (readObjects(document, 'clients') ?? []).map((client) => readText(client, 'clientId'));
  if (clientIds.includes(managementClientId(MASTER_REALM))) return { clients: [], roles: [] };
  const openId = new Set(scopes.filter((scope) => scope.protocol === 'openid-connect').map((scope) => scope.name));
  const listed = (key: string) => (readTexts(document, key) ?? []).filter((name) => openId.has(name));
  const management = buildManagementClient(
    MASTER_REALM,
    { defaultClientScopes: listed('defaultDefaultClientScopes'), optionalClientScopes: listed('defaultOptionalClientScopes') },
    ids,
  );
  const present = new Set((readObjects(readObject(document, 'roles') ?? {}, 'realm') ?? []).map((role) => readText(role, 'name')));
  const realmRole = (name: string, composites: readonly string[]): Role => ({
    id: ids.uuid(),
    name,
    description: `\${role_${name}}`,
    clientRole: false,
    containerId: realmId,
    attributes: {},
    composites,
  });
  const createRealm = realmRole('create-realm', []);
  const admin = realmRole('admin', [createRealm.id, ...management.roles.map((role) => role.id)]);
  const added = [createRealm, admin].filter((role) => !present.has(role.name));
  for (const role of added) context.names.add('realm-role', role.name, role.id);
  context.names.add('client', management.client.clientId, management.client.id);
  return { clients: [management.client], roles: [...management.roles, ...added] };
}
