import type { Knex } from 'knex';
import type { Dialect } from './dialect.ts';
import type { Statements } from './statements.ts';

export interface Connection {
  readonly db: Knex;
  readonly dialect: Dialect;
  /** Of an embedded database. */
  readonly file?: string;
  /** Statements on a connection that was taken from the pool. */
  statementsOn(driver: unknown): Statements;
  /** Resolves when the database answered, asked on a connection of its own so that a full pool is not taken for a server that is gone. */
  check(): Promise<void>;
}

/** Runs one piece of work on a pooled connection while nothing else has it. */
export async function onConnection<T>(connection: Connection, work: (statements: Statements, driver: unknown) => Promise<T>): Promise<T> {
  const driver: object = await connection.db.client.acquireConnection();
  try {
    return await work(connection.statementsOn(driver), driver);
  } finally {
    await connection.db.client.releaseConnection(driver);
  }
}
