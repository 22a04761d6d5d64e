import knex from 'knex';
import type { Connection } from './connection.ts';
import { isConnectionLost } from './driver-errors.ts';
import { type MysqlConnection, mysqlStatements } from './mysql-statements.ts';
import { ACQUIRE_TIMEOUT_MS, ANSWER_TIMEOUT_MS, boundQueue, CONNECT_TIMEOUT_MS, discard, LOCK_TIMEOUT_MS, poolOf, QUIET } from './pool.ts';

/**
 * READ COMMITTED, as on PostgreSQL: the default would show a unit that tries again the same old rows. Strict: what does not fit is an
 * error and never cut off; and quotes, blanks and backslashes mean what they mean elsewhere, whatever the server's default.
 */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = ${LOCK_TIMEOUT_MS / 1000}`,
];

export function connectMysql(text: string): Connection {
  const { url, pool } = poolOf(text);
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
    pool: { ...pool, acquireTimeoutMillis: ACQUIRE_TIMEOUT_MS, afterCreate: prepare },
    log: QUIET,
  });
  return { db: boundQueue(db), dialect: 'mysql', statementsOn: (driver) => mysqlStatements(driver as MysqlConnection) };
}

type Done = (error: Error | null, answer: never) => void;

interface Driver {
  query(query: unknown, values: unknown, done: Done): unknown;
}

function prepare(driver: Driver, done: (error: Error | null, driver: Driver) => void): void {
  guard(driver);
  const [first, second] = SESSION;
  driver.query(first, [], (error) => {
    if (error) done(error, driver);
    else driver.query(second, [], (failure) => done(failure, driver));
  });
}

/** A connection whose answer did not come in time, or that leads to a server which only reads, is not lent again. */
function guard(driver: Driver): void {
  const ask = driver.query.bind(driver);
  driver.query = (query, values, done) => {
    const limited =
      typeof query === 'string' ? { sql: query, timeout: ANSWER_TIMEOUT_MS } : { timeout: ANSWER_TIMEOUT_MS, ...(query as object) };
    // Knex asks for the version through a wrapper that passes no values.
    if (typeof values === 'function') return ask(limited, [], values as Done);
    return ask(limited, values, (error, answer) => {
      if (error && isConnectionLost(error)) discard(driver, error);
      done(error, answer);
    });
  };
}
