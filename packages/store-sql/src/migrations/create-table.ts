import type { Knex } from 'knex';

/**
 * A table whose names compare byte by byte, as on SQLite, whatever the database was created with: ids and user names that differ in a
 * letter's case, an accent or a blank at the end are two, and lists are in one order everywhere. Part of the migrations that use it:
 * it stays what it is.
 */
export async function createTable(trx: Knex.Transaction, name: string, build: (table: Knex.CreateTableBuilder) => void): Promise<void> {
  const collation = await mysqlCollation(trx);
  await trx.schema.createTable(name, (table) => {
    if (collation !== null) {
      table.charset('utf8mb4');
      table.collate(collation);
    }
    if (trx.client.config.client === 'pg') {
      table.string = (column: string, length?: number) => table.specificType(column, `varchar(${length ?? 255}) collate "C"`);
    }
    build(table);
  });
}

/** Neither has a name for it that the other knows. */
async function mysqlCollation(trx: Knex.Transaction): Promise<string | null> {
  if (trx.client.config.client !== 'mysql2') return null;
  const [rows]: { version: string }[][] = await trx.raw('select version() as version');
  return /mariadb/i.test(rows?.[0]?.version ?? '') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}
