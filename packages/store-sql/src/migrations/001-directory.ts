/** The directory plane. Times are milliseconds, booleans 0 or 1, JSON is text. */
import type { Knex } from 'knex';
import { createTable } from './create-table.ts';

const ID = 36;
const NAME = 255;

export const directory = {
  id: '001-directory',

  async up(trx: Knex.Transaction): Promise<void> {
    await createTable(trx, 'setting', (table) => {
      table.string('name', 64).notNullable().primary();
      table.text('value', 'longtext').notNullable();
    });
    await createTable(trx, 'realm', (table) => {
      table.string('id', ID).notNullable().primary();
      table.string('name', NAME).notNullable().unique();
      table.bigInteger('version').notNullable();
      table.smallint('duplicate_emails').notNullable();
      table.text('document', 'longtext').notNullable();
      table.text('sealed', 'longtext');
    });
    // Everything of a realm that is configuration and small; clients have a table of their own because they are many.
    await createTable(trx, 'configuration', (table) => {
      realmOf(table);
      table.string('kind', 32).notNullable();
      table.string('id', NAME).notNullable();
      // What must not occur twice in a realm: `<container>/<name>` of a role, `<parent>/<name>` of a group, a flow's alias …
      table.string('unique_name', 320);
      table.text('document', 'longtext').notNullable();
      table.text('sealed', 'longtext');
      table.primary(['realm_id', 'kind', 'id']);
      table.unique(['realm_id', 'kind', 'unique_name']);
    });
    await createTable(trx, 'client', (table) => {
      realmOf(table);
      table.string('id', ID).notNullable();
      table.string('client_id', NAME).notNullable();
      table.text('document', 'longtext').notNullable();
      table.text('sealed', 'longtext');
      table.primary(['realm_id', 'id']);
      table.unique(['realm_id', 'client_id']);
    });
    await users(trx);
    await links(trx);
    await logs(trx);
  },

  async down(trx: Knex.Transaction): Promise<void> {
    const tables = [
      'admin_event',
      'login_event',
      'outbox',
      'action_link',
      'consent',
      'credential',
      'user_attribute',
      'user_group',
      'user_role',
    ];
    for (const table of [...tables, 'realm_user', 'client', 'configuration', 'realm', 'setting']) await trx.schema.dropTableIfExists(table);
  },
};

async function users(trx: Knex.Transaction): Promise<void> {
  await createTable(trx, 'realm_user', (table) => {
    realmOf(table);
    table.string('id', ID).notNullable();
    table.string('username', NAME).notNullable();
    table.string('email', NAME);
    // The address where it must be unique, else null.
    table.string('unique_email', NAME);
    table.smallint('email_verified').notNullable();
    table.string('first_name', NAME);
    table.string('last_name', NAME);
    // In lower case, for searches.
    table.string('first_name_key', NAME);
    table.string('last_name_key', NAME);
    table.smallint('enabled').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('not_before').notNullable();
    table.bigInteger('sessions_not_before');
    table.integer('credential_version').notNullable();
    table.string('service_account_client', ID);
    table.text('required_actions', 'longtext').notNullable();
    table.text('attributes', 'longtext').notNullable();
    table.text('extra', 'longtext').notNullable();
    table.primary(['realm_id', 'id']);
    table.unique(['realm_id', 'username']);
    table.unique(['realm_id', 'unique_email']);
    table.index(['realm_id', 'email']);
    table.index(['realm_id', 'service_account_client']);
  });
  await createTable(trx, 'user_role', (table) => {
    userOf(table);
    table.string('role_id', ID).notNullable();
    table.primary(['realm_id', 'user_id', 'role_id']);
    table.index(['realm_id', 'role_id']);
  });
  await createTable(trx, 'user_group', (table) => {
    userOf(table);
    table.string('group_id', ID).notNullable();
    table.primary(['realm_id', 'user_id', 'group_id']);
    table.index(['realm_id', 'group_id']);
  });
  // An index only: the values stand in realm_user.attributes. Searches are by equality, so a hash is enough for values of any length.
  await createTable(trx, 'user_attribute', (table) => {
    userOf(table);
    table.string('name', NAME).notNullable();
    table.string('value_hash', 43).notNullable();
    table.index(['realm_id', 'name', 'value_hash']);
    table.index(['realm_id', 'user_id']);
  });
  await createTable(trx, 'credential', (table) => {
    userOf(table);
    table.string('id', ID).notNullable();
    table.string('type', 64).notNullable();
    table.string('user_label', NAME);
    table.bigInteger('created_at').notNullable();
    table.integer('priority').notNullable();
    table.text('credential_data', 'longtext').notNullable();
    table.text('sealed', 'longtext').notNullable();
    // A keyed fingerprint of both parts, for compare-and-replace.
    table.string('mark', 43).notNullable();
    table.primary(['realm_id', 'id']);
    table.index(['realm_id', 'user_id']);
  });
  await createTable(trx, 'consent', (table) => {
    userOf(table);
    table.string('client_id', ID).notNullable();
    table.text('scopes', 'longtext').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.primary(['realm_id', 'user_id', 'client_id']);
    table.index(['realm_id', 'client_id']);
  });
}

async function links(trx: Knex.Transaction): Promise<void> {
  await createTable(trx, 'action_link', (table) => {
    userOf(table);
    table.string('id', 64).notNullable();
    table.string('kind', 32).notNullable();
    table.text('actions', 'longtext').notNullable();
    table.string('email', NAME).notNullable();
    table.integer('credential_version').notNullable();
    table.string('client_id', NAME).notNullable();
    table.text('redirect_uri', 'longtext');
    table.string('locale', 32);
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.string('state', 16).notNullable();
    table.string('replaced_by', 64);
    table.text('done', 'longtext').notNullable();
    table.bigInteger('used_at');
    table.primary(['realm_id', 'id']);
    table.index(['realm_id', 'user_id', 'kind', 'state']);
  });
  await createTable(trx, 'outbox', (table) => {
    realmOf(table);
    table.string('id', ID).notNullable();
    table.string('recipient', 320).notNullable();
    table.string('template', 64).notNullable();
    table.text('parameters', 'longtext').notNullable();
    table.string('locale', 32);
    table.string('link_id', 64);
    table.string('user_id', ID);
    table.string('state', 16).notNullable();
    table.integer('attempts').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('due_at').notNullable();
    table.bigInteger('lease_until');
    table.bigInteger('expires_at').notNullable();
    table.text('last_error', 'longtext');
    table.bigInteger('sent_at');
    table.primary(['realm_id', 'id']);
    table.index(['state', 'due_at']);
    table.index(['realm_id', 'user_id']);
  });
}

async function logs(trx: Knex.Transaction): Promise<void> {
  await createTable(trx, 'login_event', (table) => {
    realmOf(table);
    table.string('id', ID).notNullable();
    table.bigInteger('time').notNullable();
    table.string('type', 64).notNullable();
    table.string('client_id', NAME);
    table.string('user_id', NAME);
    table.string('session_id', 64);
    table.string('ip_address', 64);
    table.string('error', NAME);
    table.text('details', 'longtext').notNullable();
    table.primary(['realm_id', 'id']);
    table.index(['realm_id', 'time']);
    table.index(['realm_id', 'user_id', 'time']);
  });
  await createTable(trx, 'admin_event', (table) => {
    realmOf(table);
    table.string('id', ID).notNullable();
    table.bigInteger('time').notNullable();
    table.string('operation_type', 16).notNullable();
    table.string('resource_type', 64).notNullable();
    table.text('resource_path', 'longtext').notNullable();
    table.text('representation', 'longtext');
    table.string('error', NAME);
    table.string('auth_realm_id', ID).notNullable();
    table.string('auth_client_id', NAME).notNullable();
    table.string('auth_user_id', ID).notNullable();
    table.string('ip_address', 64);
    table.primary(['realm_id', 'id']);
    table.index(['realm_id', 'time']);
  });
}

function realmOf(table: Knex.CreateTableBuilder): void {
  table.string('realm_id', ID).notNullable().references('id').inTable('realm').onDelete('CASCADE');
}

function userOf(table: Knex.CreateTableBuilder): void {
  table.string('realm_id', ID).notNullable();
  table.string('user_id', ID).notNullable();
  table.foreign(['realm_id', 'user_id']).references(['realm_id', 'id']).inTable('realm_user').onDelete('CASCADE');
}
