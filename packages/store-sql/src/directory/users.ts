import type { User, UserQuery, UserStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from '../connection.ts';
import { completeUsers } from './complete-users.ts';
import { createUserFinder } from './find-user.ts';
import { paged } from './queries.ts';
import { filterUsers } from './user-query.ts';
import type { UserRow } from './user-rows.ts';

export function createSqlUsers({ connection }: { readonly connection: Connection }): UserStore {
  const { db } = connection;
  const find = createUserFinder(connection);

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
      for (let from = 0; from < rows.length; from += 500) users.push(...(await completeUsers(db, realmId, rows.slice(from, from + 500))));
      return users;
    },

    async count(realmId, query) {
      const [row]: { total: number | string }[] = await matching(realmId, query).count({ total: '*' });
      return Number(row?.total ?? 0);
    },
  };
}
