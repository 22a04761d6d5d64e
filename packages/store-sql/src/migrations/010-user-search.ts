/**
 * What a search of users reads: a narrow row for each, in the order of their names. In `realm_user` the same walk would read every
 * attribute of every user.
 */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

const ROWS = 500;

interface Found {
  readonly realm_id: string;
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly first_name_key: string | null;
  readonly last_name_key: string | null;
  readonly service_account_client: string | null;
}

export const userSearch = {
  id: '010-user-search',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'user_search', (table) => {
      table.string('realm_id', 36).notNullable();
      table.string('user_id', 36).notNullable();
      table.string('username', 255).notNullable();
      table.smallint('service').notNullable();
      // Username, address, first and last name in lower case, each between two line ends.
      if (trx.client.config.client === 'pg') table.specificType('haystack', 'text collate "C"').notNullable();
      else table.text('haystack', 'longtext').notNullable();
      table.primary(['realm_id', 'user_id']);
      table.foreign(['realm_id', 'user_id']).references(['realm_id', 'id']).inTable('realm_user').onDelete('CASCADE');
      // SQLite reads nothing but an index that has all columns; its keys have no greatest length.
      if (trx.client.config.client === 'better-sqlite3') {
        table.index(['realm_id', 'username', 'service', 'haystack', 'user_id'], 'user_search_order');
      } else {
        table.index(['realm_id', 'username'], 'user_search_order');
      }
    });
    let last: Found | undefined;
    for (;;) {
      const select = trx('realm_user')
        .select('realm_id', 'id', 'username', 'email', 'first_name_key', 'last_name_key', 'service_account_client')
        .orderBy(['realm_id', 'id'])
        .limit(ROWS);
      if (last !== undefined) {
        const { realm_id, id } = last;
        select.where((after) => after.where('realm_id', '>', realm_id).orWhere((same) => same.where({ realm_id }).where('id', '>', id)));
      }
      const rows: Found[] = await select;
      if (rows.length === 0) return;
      await trx('user_search').insert(rows.map(narrow));
      last = rows.at(-1);
    }
  },

  async down(trx: Knex.Transaction): Promise<void> {
    await trx.schema.dropTableIfExists('user_search');
  },
};

function narrow(row: Found): Readonly<Record<string, unknown>> {
  const fields = [row.username, row.email, row.first_name_key, row.last_name_key].map((field) => (field ?? '').replaceAll('\n', ' '));
  return {
    realm_id: row.realm_id,
    user_id: row.id,
    username: row.username,
    service: row.service_account_client === null ? 0 : 1,
    haystack: `\n${fields.join('\n')}\n`,
  };
}
