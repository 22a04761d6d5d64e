import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AnteroomError } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { isTransient } from './driver-errors.ts';

/** About ten seconds in all. */
const PATIENCE_MS = 10_000;
const PAUSES_MS = [2, 5, 10, 20, 40, ...Array.from({ length: 200 }, () => 50)];

/**
 * Runs `work` in one write transaction; when another process is in the way, the whole of it is tried again after a pause that
 * does not block the event loop. So `work` may run several times and must touch nothing but the transaction.
 */
export function writeTransaction<T>(connection: Connection, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return untilUnlocked(() =>
    connection.db.transaction(async (trx) => {
      await takeWriteLock(trx, connection);
      return work(trx);
    }),
  );
}

/** Tries again while another process holds a lock, or chose this transaction as the one to end of two that waited for each other. */
export async function untilUnlocked<T>(work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      // A lock that is waited for in the database takes seconds each time: those count too.
      if (performance.now() - begin > PATIENCE_MS) break;
      // Not all at the same moment again.
      await delay(randomInt(pause) + pause / 2);
    }
  }
  throw new AnteroomError('store_unavailable', 'the database stayed locked', { retryAfter: 1 });
}

/**
 * A deferred SQLite transaction that reads first cannot wait for the write lock later (it would write over a snapshot that is gone), so
 * the first statement is a write that changes nothing. Other databases lock rows and need no such thing.
 */
async function takeWriteLock(trx: Knex.Transaction, connection: Connection): Promise<void> {
  if (connection.dialect === 'sqlite') await trx.raw('delete from schema_migration where 1 = 0');
}
