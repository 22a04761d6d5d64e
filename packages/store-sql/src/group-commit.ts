import { AnteroomError } from '@anteroom/core';
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { onConnection } from './connection.ts';
import { translateError } from './driver-errors.ts';
import { sqliteStatements } from './sqlite-statements.ts';
import type { Statements } from './statements.ts';
import type { WriteBatcher } from './unit-of-work.ts';
import { untilUnlocked, writeTransaction } from './write-transaction.ts';

/** Bounds how long the lock is held, and how many callers share the fate of one commit. */
const MAX_UNITS = 200;

type Unit =
  | { readonly kind: 'statements'; run(statements: Statements): Promise<unknown>; settle: Settle }
  | { readonly kind: 'knex'; run(trx: Knex.Transaction): Promise<unknown>; settle: Settle };

interface Settle {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Result = { readonly value: unknown } | { readonly error: unknown };

/**
 * Units of one process that arrive while the last commit is under way share the next one, each in a savepoint of its own. On SQLite a
 * durable commit costs a sync of the disk however much is in it, so this is what makes durability cheap; nobody waits for a timer. Units
 * run one after the other: each sees what those before it did.
 */
export function createGroupCommit(connection: Connection): WriteBatcher {
  const queue: Unit[] = [];
  let working: Promise<void> | null = null;
  let closed = false;

  const drain = async () => {
    for (;;) {
      // Behind the I/O of this turn of the loop: what arrived together is committed together, and nobody starves.
      await new Promise((resolve) => setImmediate(resolve));
      const units = queue.splice(0, MAX_UNITS);
      if (units.length === 0) break;
      try {
        const results = await commitTogether(connection, units);
        for (const [index, unit] of units.entries()) answer(unit.settle, results[index]);
      } catch (error) {
        const translated = translateError(error);
        for (const unit of units) unit.settle.reject(translated);
      }
    }
    working = null;
  };

  const enqueue = (make: (settle: Settle) => Unit) =>
    new Promise<unknown>((resolve, reject) => {
      if (closed) throw new AnteroomError('store_unavailable', 'the database is closed');
      queue.push(make({ resolve, reject }));
      working ??= drain();
    });

  const run = <T>(unit: (statements: Statements) => Promise<T>) =>
    enqueue((settle) => ({ kind: 'statements', run: unit, settle })) as Promise<T>;

  return {
    run,
    runSingle: run,
    runWithKnex: <T>(unit: (trx: Knex.Transaction) => Promise<T>) =>
      enqueue((settle) => ({ kind: 'knex', run: unit, settle })) as Promise<T>,
    close: async () => {
      closed = true;
      await working;
    },
  };
}

function answer(settle: Settle, result: Result | undefined): void {
  if (result === undefined) settle.reject(new AnteroomError('store_unavailable', 'a unit of work was not run'));
  else if ('error' in result) settle.reject(translateError(result.error));
  else settle.resolve(result.value);
}

function commitTogether(connection: Connection, units: readonly Unit[]): Promise<readonly Result[]> {
  const plain = units.filter((unit) => unit.kind === 'statements');
  if (plain.length === units.length) {
    return untilUnlocked(() => onConnection(connection, (_, driver) => commitOnDriver(driver as BetterSqlite3.Database, plain)));
  }
  return writeTransaction(connection, async (trx) => {
    const statements = sqliteStatements(await trx.client.acquireConnection());
    const results: Result[] = [];
    for (const unit of units) {
      results.push(await resultOf(() => trx.transaction((inner) => (unit.kind === 'knex' ? unit.run(inner) : unit.run(statements)))));
    }
    return results;
  });
}

async function commitOnDriver(
  driver: BetterSqlite3.Database,
  units: readonly Extract<Unit, { kind: 'statements' }>[],
): Promise<readonly Result[]> {
  const statements = sqliteStatements(driver);
  // IMMEDIATE: the lock is taken, or refused, before anything was read; a later upgrade could fail half-way.
  await statements.run('BEGIN IMMEDIATE', []);
  try {
    const results: Result[] = [];
    for (const unit of units) {
      await statements.run('SAVEPOINT unit', []);
      const result = await resultOf(() => unit.run(statements));
      // A full disk or a failed write ends the whole transaction inside SQLite: then no unit has happened.
      if ('error' in result && !driver.inTransaction) throw result.error;
      if ('error' in result) await statements.run('ROLLBACK TO unit', []);
      await statements.run('RELEASE unit', []);
      results.push(result);
    }
    await statements.run('COMMIT', []);
    return results;
  } catch (error) {
    if (driver.inTransaction) await statements.run('ROLLBACK', []);
    throw error;
  }
}

async function resultOf(run: () => Promise<unknown>): Promise<Result> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}
