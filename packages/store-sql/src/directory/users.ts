import type { User, UserStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { completeUsers } from './complete-users.ts';
import { createUserFinder } from './find-user.ts';
import { paged } from './queries.ts';
import { filterUsers } from './user-query.ts';
import type { UserRow } from './user-rows.ts';

const ROWS = 500;

export function createSqlUsers({ connection }: { readonly connection: Connection }): UserStore {
  const { db } = connection;
  const find = createUserFinder(connection);

  return {
    get: (realmId, id) => find(realmId, 'id', id),
    findByUsername: (realmId, username) => find(realmId, 'username', username.toLowerCase()),
    findByEmail: (realmId, email) => find(realmId, 'email', email.toLowerCase()),
    findServiceAccount: (realmId, clientUuid) => find(realmId, 'service_account_client', clientUuid),

    async search(realmId, query) {
      const page: { user_id: string }[] = await paged(filterUsers(db, realmId, query).select('user_id').orderBy('username'), query);
      // Many parameters in one statement have a limit, so long lists are completed in parts.
      const users: User[] = [];
      for (let from = 0; from < page.length; from += ROWS) {
        const ids = page.slice(from, from + ROWS).map((row) => row.user_id);
        const rows: UserRow[] = await db('realm_user').select('*').where({ realm_id: realmId }).whereIn('id', ids);
        const place = new Map(ids.map((id, index) => [id, index]));
        // Sorted here: asked for in this order, a database may walk over the whole realm in it.
        rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
        users.push(...(await completeUsers(db, realmId, rows)));
      }
      return users;
    },

    async count(realmId, query) {
      const [row]: { total: number | string }[] = await filterUsers(db, realmId, query).count({ total: '*' });
      return Number(row?.total ?? 0);
    },

    async names(realmId, ids) {
      const rows: { id: string; username: string }[] = await db('realm_user')
        .select('id', 'username')
        .where({ realm_id: realmId })
        .whereIn('id', [...new Set(ids)]);
      return new Map(rows.map(({ id, username }) => [id, username]));
    },
  };
}
