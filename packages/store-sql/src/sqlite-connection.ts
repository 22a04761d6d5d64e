import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import knex from 'knex';
import type { Connection } from './connection.ts';
import { sqliteStatements } from './sqlite-statements.ts';

/**
 * How long a statement may block the event loop while another process writes. It is short because better-sqlite3 is synchronous;
 * waiting longer happens off the loop, in `writeTransaction`.
 */
const BUSY_TIMEOUT_MS = 50;

export function connectSqlite(url: string): Connection {
  const filename = resolve(url.slice('sqlite:'.length));
  mkdirSync(dirname(filename), { recursive: true, mode: 0o700 });
  const db = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    // One connection: SQLite has one writer, and a second connection of the same thread could only block it.
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 31 - 1, afterCreate: prepareSqlite },
  });
  return {
    db,
    dialect: 'sqlite',
    file: filename,
    statementsOn: (driver) => sqliteStatements(driver as BetterSqlite3.Database),
    check: async () => void (await db.raw('select 1')),
  };
}

function prepareSqlite(connection: BetterSqlite3.Database, done: (error: Error | null, connection: BetterSqlite3.Database) => void): void {
  try {
    // The first process switches the file to WAL and needs it alone for that: patience before the switch, little afterwards.
    connection.pragma('busy_timeout = 10000');
    connection.pragma('journal_mode = WAL');
    // FULL: an acknowledged commit survives the loss of power, not only of the process (NORMAL would not sync the log).
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    done(null, connection);
  } catch (error) {
    done(error as Error, connection);
  }
}
