/** When a link was first opened by a person and what its kind needs besides; lists of a realm's links, and mail counted by recipient. */
import type { Knex } from 'knex';

export const links = {
  id: '005-links',

  async up(trx: Knex.Transaction): Promise<void> {
    await trx.schema.alterTable('action_link', (table) => {
      table.bigInteger('opened_at');
      table.text('details', 'longtext');
      table.index(['realm_id', 'created_at']);
    });
    await trx.schema.alterTable('outbox', (table) => {
      table.index(['realm_id', 'link_id']);
      table.index(['realm_id', 'sent_at']);
      table.index(['realm_id', 'recipient']);
      table.index(['realm_id', 'created_at']);
    });
  },

  async down(trx: Knex.Transaction): Promise<void> {
    await trx.schema.alterTable('outbox', (table) => {
      table.dropIndex(['realm_id', 'link_id']);
      table.dropIndex(['realm_id', 'sent_at']);
      table.dropIndex(['realm_id', 'recipient']);
      table.dropIndex(['realm_id', 'created_at']);
    });
    await trx.schema.alterTable('action_link', (table) => {
      table.dropIndex(['realm_id', 'created_at']);
      table.dropColumn('details');
      table.dropColumn('opened_at');
    });
  },
};
