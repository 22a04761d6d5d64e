import type { User, UserQuery, UserStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from '../connection.ts';
import { createUserFinder } from './find-user.ts';
import { paged } from './queries.ts';
import { filterUsers } from './user-query.ts';
import { toUser, type UserRow } from './user-rows.ts';

export function createSqlUsers({ connection }: { readonly connection: Connection }): UserStore {
  const { db } = connection;
  const find = createUserFinder(connection);

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

  function matching(realmId: string, query: UserQuery): Knex.QueryBuilder {
    return filterUsers(db('realm_user').where({ 'realm_user.realm_id': realmId }), db, query);
  }

  return {
    get: (realmId, id) => find(realmId, 'id', id),
    findByUsername: (realmId, username) => find(realmId, 'username', username.toLowerCase()),
    findByEmail: (realmId, email) => find(realmId, 'email', email.toLowerCase()),
    findServiceAccount: (realmId, clientUuid) => find(realmId, 'service_account_client', clientUuid),

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
