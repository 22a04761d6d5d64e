import { isDeepStrictEqual } from 'node:util';
import { AnteroomError, type Change, type User } from '@anteroom/core';
import { toConsentColumns } from './consents.ts';
import { createUsers } from './create-users.ts';
import { valueHash } from './queries.ts';
import { keepDeleted } from './safe/keep-deleted.ts';
import { refreshSearchRow, toSearchColumns } from './search-row.ts';
import { uniqueEmails } from './unique-emails.ts';
import type { Unit } from './unit.ts';
import { toUser, toUserColumns } from './user-rows.ts';
import { insertIfAbsent, putRow } from './write-row.ts';

const KINDS = [
  'create-user',
  'create-users',
  'update-user',
  'delete-user',
  'grant-roles',
  'revoke-roles',
  'join-group',
  'leave-group',
  'put-consent',
  'delete-consent',
] as const;

type UserChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isUserChange(change: Change): change is UserChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

async function requireUnchanged({ trx, realmId: realm_id }: Unit, expected: User): Promise<void> {
  const row = await trx('realm_user').where({ realm_id, id: expected.id }).forUpdate().first();
  const same = row !== undefined && isDeepStrictEqual(toUser(row, [], []), { ...expected, roles: [], groups: [] });
  if (!same) throw new AnteroomError('conflict', `user ${expected.id} was changed meanwhile`);
}

export async function applyUser(unit: Unit, change: UserChange): Promise<void> {
  const { trx, realmId: realm_id } = unit;
  switch (change.kind) {
    case 'create-user':
      return createUser(unit, change.user);
    case 'create-users':
      return createUsers(unit, change.users);
    case 'update-user': {
      if (change.expected !== undefined) await requireUnchanged(unit, change.expected);
      const columns = toUserColumns(change.patch, change.patch.email !== undefined && (await uniqueEmails(unit)));
      // A patch without columns still has to find its user.
      const found =
        Object.keys(columns).length === 0
          ? (await trx('realm_user').where({ realm_id, id: change.id }).select('id')).length
          : await trx('realm_user').where({ realm_id, id: change.id }).update(columns);
      if (found === 0) throw new AnteroomError('not_found', `there is no user ${change.id}`);
      await refreshSearchRow(unit, change.id, columns);
      if (change.patch.attributes !== undefined) await indexAttributes(unit, change.id, change.patch.attributes);
      return;
    }
    case 'delete-user':
      await keepDeleted(unit, 'user', change.id);
      await trx('realm_user').where({ realm_id, id: change.id }).delete();
      return;
    case 'grant-roles':
      return grantRoles(unit, change.userId, change.roles);
    case 'revoke-roles':
      await trx('user_role')
        .where({ realm_id, user_id: change.userId })
        .whereIn('role_id', [...change.roles])
        .delete();
      return;
    case 'join-group':
      return joinGroup(unit, change.userId, change.groupId);
    case 'leave-group':
      await trx('user_group').where({ realm_id, user_id: change.userId, group_id: change.groupId }).delete();
      return;
    case 'put-consent': {
      const { user_id, client_id, ...row } = toConsentColumns(change.consent);
      return putRow(unit, 'consent', { realm_id, user_id, client_id }, row);
    }
    case 'delete-consent':
      await trx('consent').where({ realm_id, user_id: change.userId, client_id: change.clientId }).delete();
      return;
  }
}

async function createUser(unit: Unit, user: User): Promise<void> {
  const { id, roles, groups, ...fields } = user;
  const columns = toUserColumns(fields, await uniqueEmails(unit));
  await unit.trx('realm_user').insert({ realm_id: unit.realmId, id, ...columns });
  await unit.trx('user_search').insert({ realm_id: unit.realmId, user_id: id, ...toSearchColumns(columns) });
  await indexAttributes(unit, id, user.attributes);
  await grantRoles(unit, id, roles);
  for (const group of groups) await joinGroup(unit, id, group);
}

async function grantRoles(unit: Unit, userId: string, roles: readonly string[]): Promise<void> {
  for (const role_id of roles) await insertIfAbsent(unit, 'user_role', { realm_id: unit.realmId, user_id: userId, role_id });
}

async function joinGroup(unit: Unit, userId: string, groupId: string): Promise<void> {
  await insertIfAbsent(unit, 'user_group', { realm_id: unit.realmId, user_id: userId, group_id: groupId });
}

async function indexAttributes(unit: Unit, userId: string, attributes: User['attributes']): Promise<void> {
  await unit.trx('user_attribute').where({ realm_id: unit.realmId, user_id: userId }).delete();
  for (const [name, values] of Object.entries(attributes)) {
    for (const value of new Set(values)) {
      await unit.trx('user_attribute').insert({ realm_id: unit.realmId, user_id: userId, name, value_hash: valueHash(value) });
    }
  }
}
