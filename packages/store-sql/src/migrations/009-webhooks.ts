/** Destinations of events, and each event on its way to each of them. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

export const webhooks = {
  id: '009-webhooks',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'webhook', (table) => {
      table.string('realm_id', 36).notNullable().references('id').inTable('realm').onDelete('CASCADE');
      table.string('id', 36).notNullable();
      table.smallint('enabled').notNullable();
      table.text('document', 'longtext').notNullable();
      table.text('sealed', 'longtext').notNullable();
      table.primary(['realm_id', 'id']);
    });
    await createTable(trx, 'webhook_delivery', (table) => {
      table.bigIncrements('seq');
      table.string('realm_id', 36).notNullable();
      table.string('webhook_id', 36).notNullable();
      table.string('event_id', 36).notNullable();
      table.string('type', 160).notNullable();
      // Events of one subject are delivered one after the other.
      table.string('subject', 255).notNullable();
      table.text('body', 'longtext').notNullable();
      table.string('state', 16).notNullable();
      table.integer('attempts').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('due_at').notNullable();
      table.bigInteger('delivered_at');
      table.text('last_error', 'longtext');
      table.foreign(['realm_id', 'webhook_id']).references(['realm_id', 'id']).inTable('webhook').onDelete('CASCADE');
      table.index(['state', 'due_at']);
      table.index(['realm_id', 'webhook_id', 'state', 'subject', 'seq'], 'webhook_delivery_line');
      table.index(['created_at']);
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    for (const table of ['webhook_delivery', 'webhook']) await trx.schema.dropTableIfExists(table);
  },
};
