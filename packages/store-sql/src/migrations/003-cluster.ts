/** What nodes tell each other through the database: leases, nodes, topics. Times are milliseconds of the database's clock. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

export const cluster = {
  id: '003-cluster',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'lease', (table) => {
      table.string('name', 64).notNullable().primary();
      table.string('holder', 64).notNullable();
      table.bigInteger('expires_at').notNullable();
    });
    await createTable(trx, 'server_node', (table) => {
      table.string('id', 64).notNullable().primary();
      table.string('host', 255).notNullable();
      table.integer('pid').notNullable();
      table.integer('workers').notNullable();
      table.string('version', 64).notNullable();
      table.bigInteger('started_at').notNullable();
      table.bigInteger('last_seen_at').notNullable();
    });
    await createTable(trx, 'topic', (table) => {
      table.string('name', 64).notNullable().primary();
      table.bigInteger('version').notNullable();
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    for (const table of ['topic', 'server_node', 'lease']) await trx.schema.dropTableIfExists(table);
  },
};
