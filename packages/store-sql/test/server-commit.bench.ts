/**
 * Whether joining units of work into one transaction helps on a database server, as it does on SQLite: durable creates and changes of
 * SSO sessions, each unit in a transaction of its own (what `createWriteBatcher` does there) against units that share one.
 * `node packages/store-sql/test/server-commit.bench.ts postgres://…/an-empty-database`
 */
import type { SessionStore } from '@anteroom/core';
import { buildSession, createMemoryLog } from '@anteroom/testkit';
import { onConnection } from '../src/connection.ts';
import { createSqlSessionStore, openSqlDatabase, type Statements, type WriteBatcher } from '../src/index.ts';

const clock = { now: () => new Date() };
const database = openSqlDatabase({ url: process.argv[2] ?? '', clock, log: createMemoryLog() });
await database.migrate();

/** As on SQLite: what arrives while a commit is under way shares the next, each unit in a savepoint. `lanes` transactions at once. */
function sharing(lanes: number): WriteBatcher {
  const queue: { unit(statements: Statements): Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void }[] = [];
  let working = 0;
  const drain = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const units = queue.splice(0, 200);
      await onConnection(database.connection, async (statements) => {
        const values: unknown[] = [];
        void statements.run('BEGIN', []);
        for (const { unit } of units) {
          // Sent with the unit's first statement, as BEGIN is.
          void statements.run('SAVEPOINT unit', []);
          values.push(await unit(statements));
          void statements.run('RELEASE SAVEPOINT unit', []);
        }
        await statements.run('COMMIT', []);
        for (const [index, { resolve }] of units.entries()) resolve(values[index]);
      });
    }
    working -= 1;
  };
  const run = <T>(unit: (statements: Statements) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      queue.push({ unit, resolve: resolve as (value: unknown) => void, reject });
      if (working < lanes) {
        working += 1;
        void drain().catch(reject);
      }
    });
  return { run, runSingle: run, runWithKnex: () => Promise.reject(new Error('not measured')), close: () => Promise.resolve() };
}

const stores = {
  'one each': createSqlSessionStore({ db: database, clock }),
  'shared, one lane': createSqlSessionStore({ db: { connection: database.connection, batcher: sharing(1) }, clock }),
  'shared, four lanes': createSqlSessionStore({ db: { connection: database.connection, batcher: sharing(4) }, clock }),
};
const value = buildSession({ notes: { padding: 'x'.repeat(400) } });
let created = 0;

async function work(store: SessionStore, callers: number, milliseconds: number) {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const caller = async () => {
    while (performance.now() < begin + milliseconds) {
      created += 1;
      const key = { type: 'session', realmId: 'bench', id: `s.${process.pid}.${created}` } as const;
      const options = { expiresAt: new Date(Date.now() + 3_600_000), indexes: { user: [`user-${created % 1000}`], client: ['web'] } };
      const at = performance.now();
      await store.create(key, value, options);
      await store.put(key, 1, value, options);
      times.push((performance.now() - at) / 2);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsed = performance.now() - begin;
  const used = process.cpuUsage(cpu);
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  const perWrite = (used.user + used.system) / 1000 / (times.length * 2);
  return {
    'writes/s': Math.round((times.length * 2 * 1000) / elapsed),
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
    'CPU here, ms': perWrite.toFixed(2),
  };
}

const rows: Record<string, unknown>[] = [];
await work(stores['one each'], 16, 1500);
for (const callers of [1, 8, 32, 128]) {
  for (const [name, store] of Object.entries(stores)) rows.push({ callers, transactions: name, ...(await work(store, callers, 3000)) });
}
console.table(rows);
await database.close();
