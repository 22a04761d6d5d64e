import type { User } from '@anteroom/core';
import type { Knex } from 'knex';
import { toUser, type UserRow } from './user-rows.ts';

/** Rows of users with their roles and groups. Not more than some hundred at once: parameters of a statement have a limit. */
export async function completeUsers(db: Knex, realmId: string, rows: readonly UserRow[]): Promise<readonly User[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const roles: { user_id: string; role_id: string }[] = await db('user_role')
    .select('user_id', 'role_id')
    .where({ realm_id: realmId })
    .whereIn('user_id', ids);
  const groups: { user_id: string; group_id: string }[] = await db('user_group')
    .select('user_id', 'group_id')
    .where({ realm_id: realmId })
    .whereIn('user_id', ids);
  const rolesOf = Map.groupBy(roles, (row) => row.user_id);
  const groupsOf = Map.groupBy(groups, (row) => row.user_id);
  return rows.map((row) =>
    toUser(
      row,
      (rolesOf.get(row.id) ?? []).map((role) => role.role_id),
      (groupsOf.get(row.id) ?? []).map((group) => group.group_id),
    ),
  );
}
