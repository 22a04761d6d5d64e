import { AnteroomError } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { untilUnlocked, writeTransaction } from './write-transaction.ts';

export const MARKS = 'schema_migration';

const CREATE_MARKS = `create table if not exists ${MARKS} (id varchar(64) not null primary key, applied_at bigint not null)`;

/** Other nodes wait this long for the one that migrates. */
const PATIENCE_S = 300;

/** Any number that nothing else in the database uses: "ante" in ASCII. */
const ADVISORY_LOCK = 0x616e7465;

/** One process at a time, with the table of marks in place; on SQLite and PostgreSQL also all or nothing. */
export async function underMigrationLock<T>(connection: Connection, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  switch (connection.dialect) {
    case 'sqlite':
      await untilUnlocked(async () => void (await connection.db.raw(CREATE_MARKS)));
      return writeTransaction(connection, work);
    case 'postgres':
      return connection.db.transaction(async (trx) => {
        await trx.raw(`set local statement_timeout = '${PATIENCE_S}s'; set local lock_timeout = 0`);
        await trx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
        await trx.raw(CREATE_MARKS);
        return work(trx);
      });
    case 'mysql':
      return connection.db.transaction((trx) => underNamedLock(trx, work));
  }
}

/** The lock belongs to the connection, so the commits that MySQL makes on its own do not end it; the end of the process does. */
async function underNamedLock<T>(trx: Knex.Transaction, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  const name = "concat('anteroom.', left(sha1(database()), 40))";
  // Waited for in short turns: no answer may take longer than the connection's time-out.
  for (let turn = 0; turn < PATIENCE_S / 10; turn += 1) {
    const [rows]: { got: number | null }[][] = await trx.raw(`select get_lock(${name}, 10) as got`);
    if (Number(rows?.[0]?.got) !== 1) continue;
    try {
      await trx.raw(CREATE_MARKS);
      return await work(trx);
    } finally {
      await trx.raw(`do release_lock(${name})`);
    }
  }
  throw new AnteroomError('store_unavailable', 'another node is changing the schema', { retryAfter: 10 });
}
