import type { User, UserQuery, UserStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from '../connection.ts';
import { createReader } from '../reader.ts';
import { paged } from './queries.ts';
import { filterUsers } from './user-query.ts';
import { COLUMNS, toUser, type UserRow } from './user-rows.ts';

const MEMBERSHIPS = `
  select 0 as kind, role_id as id from user_role where realm_id = ? and user_id = ?
  union all
  select 1 as kind, group_id as id from user_group where realm_id = ? and user_id = ?`;

export function createSqlUsers({ connection }: { readonly connection: Connection }): UserStore {
  const { db } = connection;
  const reader = createReader(connection);

  async function complete(realmId: string, rows: readonly UserRow[]): Promise<readonly User[]> {
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

  async function one(realmId: string, column: 'id' | 'username' | 'email' | 'service_account_client', value: string): Promise<User | null> {
    const rows = await reader.all<UserRow>(`select ${COLUMNS} from realm_user where realm_id = ? and ${column} = ? limit 2`, [
      realmId,
      value,
    ]);
    const [row, second] = rows;
    if (row === undefined || second !== undefined) return null;
    const member = await reader.all<{ kind: number; id: string }>(MEMBERSHIPS, [realmId, row.id, realmId, row.id]);
    const of = (kind: number) => member.filter((entry) => Number(entry.kind) === kind).map((entry) => entry.id);
    return toUser(row, of(0), of(1));
  }

  function matching(realmId: string, query: UserQuery): Knex.QueryBuilder {
    return filterUsers(db('realm_user').where({ 'realm_user.realm_id': realmId }), db, query);
  }

  return {
    get: (realmId, id) => one(realmId, 'id', id),
    findByUsername: (realmId, username) => one(realmId, 'username', username.toLowerCase()),
    findByEmail: (realmId, email) => one(realmId, 'email', email.toLowerCase()),
    findServiceAccount: (realmId, clientUuid) => one(realmId, 'service_account_client', clientUuid),

    async search(realmId, query) {
      // Many parameters in one statement have a limit, so long lists are completed in parts.
      const rows: UserRow[] = await paged(matching(realmId, query).select('*').orderBy('username'), query);
      const users: User[] = [];
      for (let from = 0; from < rows.length; from += 500) users.push(...(await complete(realmId, rows.slice(from, from + 500))));
      return users;
    },

    async count(realmId, query) {
      const [row]: { total: number | string }[] = await matching(realmId, query).count({ total: '*' });
      return Number(row?.total ?? 0);
    },
  };
}
