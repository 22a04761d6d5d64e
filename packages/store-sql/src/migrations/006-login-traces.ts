/** How a login went and what it wrote, beside its event. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

export const loginTraces = {
  id: '006-login-traces',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'login_trace', (table) => {
      table.string('realm_id', 36).notNullable().references('id').inTable('realm').onDelete('CASCADE');
      table.string('event_id', 36).notNullable();
      table.bigInteger('time').notNullable();
      table.string('session_id', 64);
      table.integer('transient').notNullable();
      table.integer('writes_saved').notNullable();
      table.text('document', 'longtext').notNullable();
      table.primary(['realm_id', 'event_id']);
      table.index(['realm_id', 'time']);
      table.index(['realm_id', 'session_id']);
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    await trx.schema.dropTableIfExists('login_trace');
  },
};
