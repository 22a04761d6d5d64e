/** What administrators changed and deleted, so that it can be taken back. Contents are sealed: they hold secrets. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

export const safeChanges = {
  id: '008-safe-changes',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'change_history', (table) => {
      table.string('realm_id', 36).notNullable().references('id').inTable('realm').onDelete('CASCADE');
      table.string('id', 36).notNullable();
      table.bigInteger('time').notNullable();
      // Of the realm, after the change: the order in which changes happened, also within one millisecond.
      table.bigInteger('version').notNullable();
      table.string('operation_type', 16).notNullable();
      table.string('resource_type', 64).notNullable();
      table.text('resource_path', 'longtext').notNullable();
      table.string('auth_realm_id', 36).notNullable();
      table.string('auth_client_id', 255).notNullable();
      table.string('auth_user_id', 36).notNullable();
      table.string('ip_address', 64);
      table.string('undoes', 36);
      table.string('undone_by', 36);
      table.text('sealed', 'longtext').notNullable();
      table.primary(['realm_id', 'id']);
      table.index(['realm_id', 'version']);
    });
    await createTable(trx, 'deleted_thing', (table) => {
      table.string('realm_id', 36).notNullable().references('id').inTable('realm').onDelete('CASCADE');
      table.string('kind', 16).notNullable();
      table.string('id', 36).notNullable();
      table.string('name', 512).notNullable();
      table.bigInteger('deleted_at').notNullable();
      table.bigInteger('kept_until').notNullable();
      table.string('by_realm_id', 36).notNullable();
      table.string('by_user_id', 36).notNullable();
      table.text('sealed', 'longtext').notNullable();
      table.primary(['realm_id', 'kind', 'id']);
      table.index(['realm_id', 'deleted_at']);
      table.index(['kept_until']);
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    for (const table of ['deleted_thing', 'change_history']) await trx.schema.dropTableIfExists(table);
  },
};
