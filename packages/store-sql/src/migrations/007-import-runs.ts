/** Imports that take several units: how far each of them came. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

export const importRuns = {
  id: '007-import-runs',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'import_run', (table) => {
      table.string('realm_id', 36).notNullable().primary().references('id').inTable('realm').onDelete('CASCADE');
      table.string('fingerprint', 64).notNullable();
      table.integer('users').notNullable();
      table.bigInteger('begun_at').notNullable();
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    await trx.schema.dropTableIfExists('import_run');
  },
};
