import knex from 'knex';
import type { Connection } from './connection.ts';
import { isConnectionLost } from './driver-errors.ts';
import {
  ACQUIRE_TIMEOUT_MS,
  ANSWER_TIMEOUT_MS,
  boundQueue,
  CONNECT_TIMEOUT_MS,
  discard,
  LOCK_TIMEOUT_MS,
  poolOf,
  QUIET,
  STATEMENT_TIMEOUT_MS,
} from './pool.ts';
import { createPostgresStatements, type PostgresConnection } from './postgres-statements.ts';

/** By the number of a type. Times and counts are bigint and fit a number; the driver would hand them out as text. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = { 16: (text) => text === 't', 20: Number, 21: Number, 23: Number };
const types = { getTypeParser: (type: number) => PARSERS[type] ?? String };

/** READ COMMITTED: units judge by rows found and lock what they read first, and each statement must see what was committed before it. */
const SESSION = `
  SET default_transaction_isolation = 'read committed';
  SET statement_timeout = ${STATEMENT_TIMEOUT_MS};
  SET lock_timeout = ${LOCK_TIMEOUT_MS};
  SET idle_in_transaction_session_timeout = ${ANSWER_TIMEOUT_MS};
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';`;

export function connectPostgres(text: string): Connection {
  const { url, pool } = poolOf(text);
  const db = knex({
    client: 'pg',
    connection: {
      connectionString: url.href,
      application_name: 'anteroom',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      pipeline: true,
      types,
    } as object,
    pool: { ...pool, acquireTimeoutMillis: ACQUIRE_TIMEOUT_MS, afterCreate: prepare },
    log: QUIET,
  });
  const statementsOn = createPostgresStatements();
  return { db: boundQueue(db), dialect: 'postgres', statementsOn: (driver) => statementsOn(driver as PostgresConnection) };
}

interface Driver {
  query(query: unknown, done?: (error: Error | null, answer: unknown) => void): Promise<unknown> | undefined;
}

function prepare(driver: Driver, done: (error: Error | null, driver: Driver) => void): void {
  guard(driver);
  driver.query(SESSION, (error) => done(error, driver));
}

/**
 * Under everything that is asked, by knex or directly: a connection whose answer did not come, or that leads to a server which only
 * reads (after a fail-over), is not lent again; and text with NUL, which PostgreSQL cannot hold, is taken as other databases take a
 * character that they do not know.
 */
function guard(driver: Driver): void {
  const ask = driver.query.bind(driver);
  const noticing = (error: unknown) => {
    if (isConnectionLost(error)) discard(driver, error);
  };
  driver.query = (query, done) => {
    const values = (query as { values?: unknown[] }).values;
    const clean = values?.some(hasNul) ? { ...(query as object), values: values.map(withoutNul) } : query;
    if (done !== undefined) {
      return ask(clean, (error, answer) => {
        if (error) noticing(error);
        done(error, answer);
      });
    }
    const answer = ask(clean);
    answer?.catch(noticing);
    return answer;
  };
}

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}

function withoutNul(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}
