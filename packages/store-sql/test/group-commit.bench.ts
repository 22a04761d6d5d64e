/**
 * What the group commit is worth on this machine: durable creates of SSO sessions (WAL, synchronous=FULL) with and without it, over the
 * number of callers at once. `node packages/store-sql/test/group-commit.bench.ts [folder]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionStore } from '@anteroom/core';
import { buildSession, createMemoryLog } from '@anteroom/testkit';
import { onConnection } from '../src/connection.ts';
import { createSqlSessionStore, openSqlDatabase, type Statements, type WriteBatcher } from '../src/index.ts';

const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'group-commit-'));
const clock = { now: () => new Date() };
const database = openSqlDatabase({ url: `sqlite:${join(folder, 'bench.db')}`, clock, log: createMemoryLog() });
await database.migrate();

/** Each unit in a transaction of its own. */
const oneByOne: Pick<WriteBatcher, 'run'> = {
  run: <T>(unit: (statements: Statements) => Promise<T>) =>
    onConnection(database.connection, async (statements) => {
      await statements.run('BEGIN IMMEDIATE', []);
      const result = await unit(statements);
      await statements.run('COMMIT', []);
      return result;
    }),
};
const stores = {
  'one by one': createSqlSessionStore({ db: { connection: database.connection, batcher: oneByOne as WriteBatcher }, clock }),
  together: createSqlSessionStore({ db: database, clock }),
};
const value = buildSession({ notes: { padding: 'x'.repeat(400) } });
let created = 0;

async function creates(store: SessionStore, callers: number, milliseconds: number) {
  const times: number[] = [];
  const begin = performance.now();
  const caller = async () => {
    while (performance.now() < begin + milliseconds) {
      const at = performance.now();
      created += 1;
      const indexes = { user: [`user-${created % 1000}`], client: ['web'] };
      await store.create({ type: 'session', realmId: 'bench', id: `s.${created}` }, value, {
        expiresAt: new Date(Date.now() + 3_600_000),
        indexes,
      });
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  return { perSecond: Math.round((times.length / (performance.now() - begin)) * 1000), 'p50 ms': at(0.5), 'p99 ms': at(0.99) };
}

const rows: Record<string, unknown>[] = [];
for (const callers of [1, 8, 32, 128]) {
  for (const [name, store] of Object.entries(stores)) rows.push({ callers, commits: name, ...(await creates(store, callers, 2000)) });
}
console.table(rows);
await database.close();
await rm(folder, { recursive: true });
