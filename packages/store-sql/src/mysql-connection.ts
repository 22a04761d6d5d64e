import type { Log } from '@anteroom/core';
import knex from 'knex';
import type { Line } from './circuit/circuit.ts';
import { createGuardedPool } from './circuit/guarded-pool.ts';
import type { Connection } from './connection.ts';
import { isConnectionLost } from './driver-errors.ts';
import { type MysqlConnection, mysqlStatements } from './mysql-statements.ts';
import { ACQUIRE_TIMEOUT_MS, CONNECT_TIMEOUT_MS, discard, LOCK_TIMEOUT_MS, poolOf, QUIET, STATEMENT_TIMEOUT_MS } from './pool.ts';

/**
 * READ COMMITTED, as on PostgreSQL: the default would show a unit that tries again the same old rows. Strict: what does not fit is an
 * error and never cut off; and quotes, blanks and backslashes mean what they mean elsewhere, whatever the server's default.
 * A comment with `M!` is read by MariaDB alone.
 */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = ${LOCK_TIMEOUT_MS / 1000}
    /*M! , max_statement_time = ${STATEMENT_TIMEOUT_MS / 1000} */`,
];

export function connectMysql(text: string, log: Log): Connection {
  const { url, pool } = poolOf(text);
  const { circuit, guard, opened } = createGuardedPool<Driver>({
    ask: (driver) => new Promise<void>((resolve, reject) => driver.query('SELECT 1', [], (error) => (error ? reject(error) : resolve()))),
    cut: (driver) => void driver.stream.destroy(new Error('Connection terminated: the database does not answer')),
    log,
  });
  const afterCreate = (driver: Driver, done: (error: Error | null, driver: Driver) => void) => {
    watch(driver, opened(driver));
    prepare(driver, done);
  };
  const db = knex({
    client: 'mysql2',
    connection: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || 3306),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableKeepAlive: true,
      stringifyObjects: true,
      ...(['true', 'required', 'require'].includes(url.searchParams.get('ssl') ?? url.searchParams.get('sslmode') ?? '')
        ? { ssl: {} }
        : {}),
    } as object,
    pool: { ...pool, acquireTimeoutMillis: ACQUIRE_TIMEOUT_MS, afterCreate },
    log: QUIET,
  });
  return {
    db: guard(db),
    dialect: 'mysql',
    statementsOn: (driver) => mysqlStatements(driver as MysqlConnection),
    check: circuit.check,
  };
}

type Done = (error: Error | null, answer: never) => void;

interface Driver {
  readonly stream: { destroy(error: Error): void };
  query(query: unknown, values: unknown, done: Done): unknown;
}

function prepare(driver: Driver, done: (error: Error | null, driver: Driver) => void): void {
  const [first, second] = SESSION;
  driver.query(first, [], (error) => {
    if (error) done(error, driver);
    else driver.query(second, [], (failure) => done(failure, driver));
  });
}

/** A connection that was lost, or that leads to a server which only reads, is not lent again. The circuit ends one whose answer does not come. */
function watch(driver: Driver, line: Line): void {
  const ask = driver.query.bind(driver);
  driver.query = (query, values, done) => {
    // Knex asks for the version through a wrapper that passes no values.
    if (typeof values === 'function') return ask(query, [], values as Done);
    const heard = line.sent();
    return ask(query, values, (error, answer) => {
      const lost = isConnectionLost(error);
      if (lost) discard(driver, error);
      heard(lost ? 'lost' : 'answer');
      done(error, answer);
    });
  };
}
