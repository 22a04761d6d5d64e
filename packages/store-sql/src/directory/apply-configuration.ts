import type { Change, Group, Realm, Role } from '@anteroom/core';
import { deleteClient, deleteClientScope, deleteGroup, deleteRole, renameClientScope, renameFlow } from './cascades.ts';
import { changeComposites } from './composites.ts';
import { deleteRealm } from './delete-realm.ts';
import { keepDeleted } from './safe/keep-deleted.ts';
import { placeOf, sealDocument } from './sealed-parts.ts';
import type { Unit } from './unit.ts';
import { putRow } from './write-row.ts';

const KINDS = [
  'put-realm', 'delete-realm', 'put-client', 'delete-client', 'put-client-scope', 'delete-client-scope', 'put-role', 'add-composites',
  'remove-composites', 'delete-role', 'put-group',
  'delete-group', 'put-flow', 'delete-flow', 'put-authenticator-config', 'delete-authenticator-config', 'put-required-action',
  'delete-required-action', 'put-component', 'delete-component', 'put-identity-provider', 'delete-identity-provider',
] as const; // biome-ignore format: a table of names

export type ConfigurationChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isConfiguration(change: Change): change is ConfigurationChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyConfiguration(unit: Unit, change: ConfigurationChange): Promise<void> {
  switch (change.kind) {
    case 'put-realm':
      return putRealm(unit, change.realm);
    case 'delete-realm':
      return deleteRealm(unit, change.id ?? unit.realmId);
    case 'put-client':
      return putClient(unit, change.client);
    case 'delete-client':
      await keepDeleted(unit, 'client', change.id);
      return deleteClient(unit, change.id);
    case 'put-client-scope':
      await renameClientScope(unit, change.scope);
      return putPart(unit, 'client-scope', change.scope.id, change.scope.name, change.scope);
    case 'delete-client-scope':
      return deleteClientScope(unit, change.id);
    case 'put-role':
      return putPart(unit, 'role', change.role.id, roleKey(change.role), change.role);
    case 'add-composites':
    case 'remove-composites':
      return changeComposites(unit, change);
    case 'delete-role':
      await keepDeleted(unit, 'role', change.id);
      return deleteRole(unit, change.id);
    case 'put-group':
      return putPart(unit, 'group', change.group.id, groupKey(change.group), change.group);
    case 'delete-group':
      await keepDeleted(unit, 'group', change.id);
      return deleteGroup(unit, change.id);
    case 'put-flow':
      await renameFlow(unit, change.flow);
      return putPart(unit, 'flow', change.flow.id, change.flow.alias, change.flow);
    case 'delete-flow':
      return deletePart(unit, 'flow', change.id);
    case 'put-authenticator-config':
      return putPart(unit, 'authenticator-config', change.config.id, null, change.config);
    case 'delete-authenticator-config':
      return deletePart(unit, 'authenticator-config', change.id);
    case 'put-required-action':
      return putPart(unit, 'required-action', change.action.alias, null, change.action);
    case 'delete-required-action':
      return deletePart(unit, 'required-action', change.alias);
    case 'put-component':
      return putPart(unit, 'component', change.component.id, null, change.component);
    case 'delete-component':
      return deletePart(unit, 'component', change.id);
    case 'put-identity-provider':
      return putPart(unit, 'identity-provider', change.provider.alias, null, change.provider);
    case 'delete-identity-provider':
      return deletePart(unit, 'identity-provider', change.alias);
  }
}

async function putRealm(unit: Unit, realm: Realm): Promise<void> {
  const id = unit.realmId;
  const stored = sealDocument(unit.secretBox, 'realm', { ...realm, id }, placeOf(id, 'realm', id));
  const columns = { name: realm.realm, duplicate_emails: realm.duplicateEmailsAllowed ? 1 : 0, ...stored };
  const before: { duplicate_emails: number } | undefined = await unit.trx('realm').first('duplicate_emails').where({ id });
  if (before === undefined) {
    // Versions start at the time, so that a realm made again under the same id never repeats one that a cache still knows.
    await unit.trx('realm').insert({ id, version: unit.clock.now().getTime(), ...columns });
    return;
  }
  await unit.trx('realm').where({ id }).update(columns);
  if (Number(before.duplicate_emails) !== columns.duplicate_emails) await claimEmails(unit, !realm.duplicateEmailsAllowed);
}

/** Switching duplicates off keeps the addresses that are shared already; everybody else's becomes unique. */
async function claimEmails(unit: Unit, unique: boolean): Promise<void> {
  const users = unit.trx('realm_user').where({ realm_id: unit.realmId });
  if (!unique) {
    await users.update({ unique_email: null });
    return;
  }
  const shared: { email: string }[] = await unit
    .trx('realm_user')
    .select('email')
    .where({ realm_id: unit.realmId })
    .whereNotNull('email')
    .groupBy('email')
    .havingRaw('count(*) > 1');
  await users
    .whereNotIn(
      'email',
      shared.map((row) => row.email),
    )
    .update({ unique_email: unit.trx.ref('email') });
}

async function putClient(unit: Unit, client: Extract<ConfigurationChange, { kind: 'put-client' }>['client']): Promise<void> {
  const row = { client_id: client.clientId, ...sealDocument(unit.secretBox, 'client', client, placeOf(unit.realmId, 'client', client.id)) };
  await putRow(unit, 'client', { realm_id: unit.realmId, id: client.id }, row);
}

async function putPart(unit: Unit, kind: string, id: string, uniqueName: string | null, noun: object): Promise<void> {
  const row = { unique_name: uniqueName, ...sealDocument(unit.secretBox, kind, noun, placeOf(unit.realmId, kind, id)) };
  await putRow(unit, 'configuration', { realm_id: unit.realmId, kind, id }, row);
}

async function deletePart(unit: Unit, kind: string, id: string): Promise<void> {
  await unit.trx('configuration').where({ realm_id: unit.realmId, kind, id }).delete();
}

function roleKey(role: Role): string {
  return `${role.containerId}/${role.name}`;
}

function groupKey(group: Group): string {
  return `${group.parentId ?? ''}/${group.name}`;
}
