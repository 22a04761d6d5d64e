/** Records that are on their way from one session store to another, and which stores hold what. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

const TYPES = ['session', 'offline_session', 'login', 'code', 'par', 'device', 'ciba', 'replay', 'failure', 'marker'];

export const recordMoves = {
  id: '004-record-moves',

  async up(trx: Knex.Transaction): Promise<void> {
    for (const type of TYPES) {
      // Of whoever has frozen the record. From here on `tombstone` 2 is the mark that it went to another store.
      await trx.schema.alterTable(`record_${type}`, (table) => table.string('ticket', 64));
    }
    await createTable(trx, 'record_ticket', (table) => {
      table.string('ticket', 64).notNullable().primary();
      table.string('type', 32).notNullable();
      table.string('realm_id', 36).notNullable();
      table.string('id', 255).notNullable();
      table.bigInteger('expires_at').notNullable();
    });
    await createTable(trx, 'session_store_change', (table) => {
      table.string('name', 32).notNullable().primary();
      table.bigInteger('revision').notNullable();
      table.text('state').notNullable();
    });
    // What each process said when it was asked whether it knows the stores of a change.
    await createTable(trx, 'session_store_answer', (table) => {
      table.string('process', 64).notNullable().primary();
      table.bigInteger('epoch').notNullable();
      table.text('tags').notNullable();
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    for (const table of ['session_store_answer', 'session_store_change', 'record_ticket']) await trx.schema.dropTableIfExists(table);
    for (const type of TYPES) await trx.schema.alterTable(`record_${type}`, (table) => table.dropColumn('ticket'));
  },
};
