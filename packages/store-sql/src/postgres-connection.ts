import type { Log } from '@anteroom/core';
import knex from 'knex';
import type { Line } from './circuit/circuit.ts';
import { createGuardedPool } from './circuit/guarded-pool.ts';
import type { Connection } from './connection.ts';
import { isConnectionLost } from './driver-errors.ts';
import {
  ACQUIRE_TIMEOUT_MS,
  ANSWER_TIMEOUT_MS,
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

export function connectPostgres(text: string, log: Log): Connection {
  const { url, pool } = poolOf(text);
  const { circuit, guard, opened } = createGuardedPool<Driver>({
    ask: async (driver) => driver.query('SELECT 1'),
    cut: (driver) => void driver.connection.stream.destroy(),
    log,
  });
  const afterCreate = (driver: Driver, done: (error: Error | null, driver: Driver) => void) => {
    watch(driver, opened(driver));
    driver.query(SESSION, (error) => done(error, driver));
  };
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
    pool: { ...pool, acquireTimeoutMillis: ACQUIRE_TIMEOUT_MS, afterCreate },
    log: QUIET,
  });
  const statementsOn = createPostgresStatements();
  return {
    db: guard(db),
    dialect: 'postgres',
    statementsOn: (driver) => statementsOn(driver as PostgresConnection),
    check: circuit.check,
  };
}

interface Driver {
  readonly connection: { readonly stream: { destroy(): void } };
  query(query: unknown, done?: (error: Error | null, answer: unknown) => void): Promise<unknown> | undefined;
}

/**
 * Under everything that is asked, by knex or directly: a connection whose answer did not come, or that leads to a server which only
 * reads (after a fail-over), is not lent again; and text with NUL, which PostgreSQL cannot hold, is taken as other databases take a
 * character that they do not know.
 */
function watch(driver: Driver, line: Line): void {
  const ask = driver.query.bind(driver);
  const noticing = (heard: ReturnType<Line['sent']>, error: unknown) => {
    const lost = isConnectionLost(error);
    if (lost) discard(driver, error);
    heard(lost ? 'lost' : 'answer');
  };
  driver.query = (query, done) => {
    const values = (query as { values?: unknown[] }).values;
    const clean = values?.some(hasNul) ? { ...(query as object), values: values.map(withoutNul) } : query;
    const heard = line.sent();
    if (done !== undefined) {
      return ask(clean, (error, answer) => {
        noticing(heard, error);
        done(error, answer);
      });
    }
    const answer = ask(clean);
    answer?.then(
      () => heard('answer'),
      (error) => noticing(heard, error),
    );
    return answer;
  };
}

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}

function withoutNul(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}
