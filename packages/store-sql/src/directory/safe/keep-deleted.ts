import type { Client, DeletedContent, DeletedKind, Group, RoleTies, Thing, WholeUser } from '@anteroom/core';
import { readWholeUsers } from '../archive.ts';
import { mentionOf } from '../documents.ts';
import { placeOf } from '../sealed-parts.ts';
import type { Unit } from '../unit.ts';
import type { UserRow } from '../user-rows.ts';
import { putRow } from '../write-row.ts';
import { readThing } from './things.ts';

/** Keeps what a step is about to delete, when its unit asks for that. What is not there is not kept. */
export async function keepDeleted(unit: Unit, kind: DeletedKind, id: string): Promise<void> {
  if (unit.keep === null) return;
  const found = await contentOf(unit, kind, id);
  if (found === null) return;
  const { at, until, byRealmId, byUserId } = unit.keep;
  const { realmId: realm_id, secretBox } = unit;
  await putRow(
    unit,
    'deleted_thing',
    { realm_id, kind, id },
    {
      name: found.name.slice(0, 512),
      deleted_at: at.getTime(),
      kept_until: until.getTime(),
      by_realm_id: byRealmId,
      by_user_id: byUserId,
      sealed: secretBox.seal(JSON.stringify(found.content), placeOf(realm_id, `deleted-${kind}`, id)),
    },
  );
}

async function contentOf(
  unit: Unit,
  kind: DeletedKind,
  id: string,
): Promise<{ readonly name: string; readonly content: DeletedContent } | null> {
  switch (kind) {
    case 'user': {
      const user = await wholeUser(unit, { id });
      return user === null ? null : { name: user.user.username, content: { kind, user } };
    }
    case 'role': {
      const role = await readThing(unit, { kind, id });
      return role === null ? null : { name: String(role.name), content: { kind, role, ties: await tiesOf(unit, id) } };
    }
    case 'client':
      return clientContent(unit, id);
    case 'group':
      return groupContent(unit, id);
  }
}

async function wholeUser(unit: Unit, where: Readonly<Record<string, string>>): Promise<WholeUser | null> {
  const rows: UserRow[] = await unit
    .trx('realm_user')
    .select('*')
    .where({ realm_id: unit.realmId, ...where });
  const [user] = await readWholeUsers(unit.trx, unit.secretBox, unit.realmId, rows);
  return user ?? null;
}

async function tiesOf(unit: Unit, id: string): Promise<RoleTies> {
  const { trx, realmId: realm_id } = unit;
  const users: { user_id: string }[] = await trx('user_role').select('user_id').where({ realm_id, role_id: id });
  const mentioned = async (kind: string): Promise<readonly string[]> => {
    const rows: { id: string }[] = await trx('configuration')
      .select('id')
      .where({ realm_id, kind })
      .whereNot({ id })
      .whereRaw("document like ? escape '!'", [mentionOf(id)]);
    return rows.map((row) => row.id);
  };
  const clients: { id: string }[] = await trx('client')
    .select('id')
    .where({ realm_id })
    .whereRaw("document like ? escape '!'", [mentionOf(id)]);
  return {
    users: users.map((row) => row.user_id),
    groups: await mentioned('group'),
    composites: await mentioned('role'),
    clientScopes: await mentioned('client-scope'),
    clients: clients.map((row) => row.id),
  };
}

async function clientContent(unit: Unit, id: string) {
  const client = await readThing(unit, { kind: 'client', id });
  if (client === null) return null;
  const owned: { id: string }[] = await unit
    .trx('configuration')
    .select('id')
    .where({ realm_id: unit.realmId, kind: 'role' })
    .whereRaw("unique_name like ? escape '!'", [`${id}/%`]);
  const roles: { role: Thing; ties: RoleTies }[] = [];
  for (const row of owned) {
    const role = await readThing(unit, { kind: 'role', id: row.id });
    if (role !== null) roles.push({ role, ties: await tiesOf(unit, row.id) });
  }
  const account = await wholeUser(unit, { service_account_client: id });
  return { name: (client as unknown as Client).clientId, content: { kind: 'client', client, roles, account } as const };
}

async function groupContent(unit: Unit, id: string) {
  const { trx, realmId: realm_id } = unit;
  const rows: { id: string; document: string }[] = await trx('configuration').select('id', 'document').where({ realm_id, kind: 'group' });
  const all = new Map(rows.map((row) => [row.id, JSON.parse(row.document) as Group]));
  const top = all.get(id);
  if (top === undefined) return null;
  const below = [top];
  for (const parent of below) below.push(...[...all.values()].filter((group) => group.parentId === parent.id));
  const groups: { group: Thing; members: readonly string[] }[] = [];
  for (const group of below) {
    const members: { user_id: string }[] = await trx('user_group').select('user_id').where({ realm_id, group_id: group.id });
    groups.push({ group: group as unknown as Thing, members: members.map((row) => row.user_id) });
  }
  const realm = await readThing(unit, { kind: 'realm', id: realm_id });
  const gone = new Set(below.map((group) => group.id));
  const defaults = ((realm?.defaultGroups ?? []) as readonly string[]).filter((group) => gone.has(group));
  const path = (group: Group): string =>
    `${group.parentId === null ? '' : path(all.get(group.parentId) ?? { ...group, name: '', parentId: null })}/${group.name}`;
  return { name: path(top), content: { kind: 'group', groups, defaults } as const };
}
