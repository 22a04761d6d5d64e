import { type Client, type ClientScope, FLOW_BINDINGS, type Flow, type Group, type Realm, type Role } from '@anteroom/core';
import { rewriteClients, rewriteParts, rewriteRealm } from './documents.ts';
import type { Unit } from './unit.ts';

/** What else changes when a part of the configuration goes away or gets another name, in the same unit. */

export async function deleteRole(unit: Unit, id: string): Promise<void> {
  await unit.trx('configuration').where({ realm_id: unit.realmId, kind: 'role', id }).delete();
  await unit.trx('user_role').where({ realm_id: unit.realmId, role_id: id }).delete();
  await rewriteParts<Role>(unit, 'role', id, (role) => ({ ...role, composites: remove(role.composites, id) }));
  await rewriteParts<Group>(unit, 'group', id, (group) => ({ ...group, roles: remove(group.roles, id) }));
  await rewriteParts<ClientScope>(unit, 'client-scope', id, (scope) => ({ ...scope, scopeMappings: remove(scope.scopeMappings, id) }));
  await rewriteClients<Client>(unit, id, (client) => ({ ...client, scopeMappings: remove(client.scopeMappings, id) }));
}

/** With its roles, the consents given to it and its service account. */
export async function deleteClient(unit: Unit, id: string): Promise<void> {
  await unit.trx('client').where({ realm_id: unit.realmId, id }).delete();
  const roles: { id: string }[] = await unit
    .trx('configuration')
    .select('id')
    .where({ realm_id: unit.realmId, kind: 'role' })
    .whereRaw("unique_name like ? escape '!'", [`${id}/%`]);
  for (const role of roles) await deleteRole(unit, role.id);
  await unit.trx('consent').where({ realm_id: unit.realmId, client_id: id }).delete();
  await unit.trx('realm_user').where({ realm_id: unit.realmId, service_account_client: id }).delete();
}

/** With everything below it. */
export async function deleteGroup(unit: Unit, id: string): Promise<void> {
  const rows: { id: string; unique_name: string }[] = await unit
    .trx('configuration')
    .select('id', 'unique_name')
    .where({ realm_id: unit.realmId, kind: 'group' });
  const gone = new Set([id]);
  for (let size = 0; size !== gone.size; ) {
    size = gone.size;
    for (const row of rows) if (gone.has(row.unique_name.slice(0, row.unique_name.indexOf('/')))) gone.add(row.id);
  }
  for (const group of gone) {
    await unit.trx('configuration').where({ realm_id: unit.realmId, kind: 'group', id: group }).delete();
    await unit.trx('user_group').where({ realm_id: unit.realmId, group_id: group }).delete();
  }
  await rewriteRealm<Realm>(unit, (realm) => {
    const left = realm.defaultGroups.filter((group) => !gone.has(group));
    return left.length === realm.defaultGroups.length ? null : { ...realm, defaultGroups: left };
  });
}

export async function deleteClientScope(unit: Unit, id: string): Promise<void> {
  const name = await scopeName(unit, id);
  if (name === null) return;
  await unit.trx('configuration').where({ realm_id: unit.realmId, kind: 'client-scope', id }).delete();
  await replaceScopeName(unit, name, (names) => remove(names, name));
  const consents: { user_id: string; client_id: string; scopes: string }[] = await unit
    .trx('consent')
    .select('user_id', 'client_id', 'scopes')
    .where({ realm_id: unit.realmId })
    .whereRaw("scopes like ? escape '!'", [`%"${id}"%`])
    .forUpdate();
  for (const { user_id, client_id, scopes } of consents) {
    await unit
      .trx('consent')
      .where({ realm_id: unit.realmId, user_id, client_id })
      .update({ scopes: JSON.stringify(remove(JSON.parse(scopes), id)) });
  }
}

/** Clients and the realm name their scopes; a scope that gets another name keeps its places. */
export async function renameClientScope(unit: Unit, scope: ClientScope): Promise<void> {
  const before = await scopeName(unit, scope.id);
  if (before === null || before === scope.name) return;
  await replaceScopeName(unit, before, (names) => names.map((name) => (name === before ? scope.name : name)));
}

async function scopeName(unit: Unit, id: string): Promise<string | null> {
  const row: { unique_name: string } | undefined = await unit
    .trx('configuration')
    .first('unique_name')
    .where({ realm_id: unit.realmId, kind: 'client-scope', id });
  return row?.unique_name ?? null;
}

async function replaceScopeName(unit: Unit, name: string, replace: (names: readonly string[]) => readonly string[]): Promise<void> {
  await rewriteClients<Client>(unit, name, (client) => ({
    ...client,
    defaultClientScopes: replace(client.defaultClientScopes),
    optionalClientScopes: replace(client.optionalClientScopes),
  }));
  await rewriteRealm<Realm>(unit, (realm) => ({
    ...realm,
    defaultDefaultClientScopes: replace(realm.defaultDefaultClientScopes),
    defaultOptionalClientScopes: replace(realm.defaultOptionalClientScopes),
  }));
}

/** Bindings of the realm hold aliases; a bound flow that gets another alias stays bound. */
export async function renameFlow(unit: Unit, flow: Flow): Promise<void> {
  const row: { unique_name: string } | undefined = await unit
    .trx('configuration')
    .first('unique_name')
    .where({ realm_id: unit.realmId, kind: 'flow', id: flow.id });
  const before = row?.unique_name;
  if (before === undefined || before === flow.alias) return;
  await rewriteRealm<Realm>(unit, (realm) => {
    const bound = FLOW_BINDINGS.filter((binding) => realm[binding] === before);
    return bound.length === 0 ? null : { ...realm, ...Object.fromEntries(bound.map((binding) => [binding, flow.alias])) };
  });
}

function remove(values: readonly string[], value: string): readonly string[] {
  return values.filter((other) => other !== value);
}
