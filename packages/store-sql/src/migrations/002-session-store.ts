/** The session plane: a table per record type, so that each can be swept, placed and counted on its own; one table for all index values. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

const TYPES = ['session', 'offline_session', 'login', 'code', 'par', 'device', 'ciba', 'replay', 'failure', 'marker'];

export const sessionStore = {
  id: '002-session-store',

  async up(trx: Knex.Transaction): Promise<void> {
    for (const type of TYPES) {
      await createTable(trx, `record_${type}`, (table) => {
        table.string('realm_id', 36).notNullable();
        table.string('id', 255).notNullable();
        table.bigInteger('version').notNullable();
        table.text('value', 'longtext').notNullable();
        table.bigInteger('expires_at').notNullable();
        table.bigInteger('consumed_at');
        // 1: only a mark that this id must not come back before `expires_at`.
        table.smallint('tombstone').notNullable();
        // The index values as text, so that a write knows without a query whether they change and which rows to remove.
        table.text('indexes').notNullable();
        table.primary(['realm_id', 'id']);
        table.index(['expires_at'], `record_${type}_expires_at`);
      });
    }
    await createTable(trx, 'record_index', (table) => {
      table.string('type', 32).notNullable();
      table.string('realm_id', 36).notNullable();
      table.string('name', 16).notNullable();
      table.string('value', 255).notNullable();
      table.string('id', 255).notNullable();
      table.primary(['type', 'realm_id', 'name', 'value', 'id']);
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    for (const type of TYPES) await trx.schema.dropTableIfExists(`record_${type}`);
    await trx.schema.dropTableIfExists('record_index');
  },
};
