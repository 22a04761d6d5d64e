import { AnteroomError } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { onConnection } from './connection.ts';
import { translateError } from './driver-errors.ts';
import { discard } from './pool.ts';
import type { Statements } from './statements.ts';
import type { WriteBatcher } from './unit-of-work.ts';
import { untilUnlocked, writeTransaction } from './write-transaction.ts';

/** Each unit in a transaction of its own, on a connection of its own: a server joins the commits that are under way at once by itself. */
export function createUnitTransactions(connection: Connection): WriteBatcher {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  const accept = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw new AnteroomError('store_unavailable', 'the database is closed');
    const working = work();
    underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw translateError(error);
    } finally {
      underWay.delete(working);
    }
  };

  return {
    run: <T>(unit: (statements: Statements) => Promise<T>) => accept(() => untilUnlocked(() => inTransaction(connection, unit))),
    runSingle: <T>(unit: (statements: Statements) => Promise<T>) => accept(() => untilUnlocked(() => onConnection(connection, unit))),
    runWithKnex: <T>(unit: (trx: Knex.Transaction) => Promise<T>) => accept(() => writeTransaction(connection, unit)),
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
}

function inTransaction<T>(connection: Connection, unit: (statements: Statements) => Promise<T>): Promise<T> {
  return onConnection(connection, async (statements, driver) => {
    const begun = statements.run('BEGIN', []);
    try {
      // PostgreSQL is sent the first statement behind BEGIN without waiting for its answer.
      if (statements.dialect === 'postgres') begun.catch(() => undefined);
      else await begun;
      const result = await unit(statements);
      await statements.run('COMMIT', []);
      return result;
    } catch (error) {
      // A transaction that cannot be ended must not reach the next caller.
      await statements.run('ROLLBACK', []).catch((failure) => discard(driver, failure));
      throw error;
    }
  });
}
