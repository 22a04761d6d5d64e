import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from './connection.ts';
import { openSqlDatabase, type SqlDatabase } from './open-sql-directory.ts';
import type { WriteBatcher } from './unit-of-work.ts';

describe('the write batcher', () => {
  let folder: string;
  let file: string;
  let database: SqlDatabase;
  let connection: Connection;
  let batcher: WriteBatcher;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'batcher-'));
    file = join(folder, 'test.db');
    database = openSqlDatabase({ url: `sqlite:${file}`, clock: createTestClock(), log: createMemoryLog() });
    ({ connection, batcher } = database);
    await database.migrate();
    await connection.db.raw('create table pair (name text primary key, value integer not null)');
  });

  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const insert = (name: string, value: number | null) =>
    batcher.run((statements) => statements.run('INSERT INTO pair VALUES (?, ?)', [name, value]));
  const names = async () => (await connection.db('pair').orderBy('name')).map((row: { name: string }) => row.name);

  it('commits the units that arrive together in one transaction', async () => {
    const before = await commitsIn(file);
    await Promise.all(['a', 'b', 'c', 'd'].map((name, value) => insert(name, value)));
    expect((await commitsIn(file)) - before).toBe(1);
    expect(await names()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('undoes a unit that fails and none of its companions', async () => {
    const results = await Promise.allSettled([
      insert('a', 1),
      batcher.run(async (statements) => {
        await statements.run('INSERT INTO pair VALUES (?, ?)', ['half', 1]);
        await statements.run('INSERT INTO pair VALUES (?, ?)', ['a', 2]);
      }),
      insert('b', 1),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names()).toEqual(['a', 'b']);
  });

  it('shares a transaction with units written in knex, each undone on its own', async () => {
    const results = await Promise.allSettled([
      insert('a', 1),
      batcher.runWithKnex((trx) => trx('pair').insert({ name: 'b', value: 1 })),
      batcher.runWithKnex(async (trx) => {
        await trx('pair').insert({ name: 'half', value: 1 });
        throw new RangeError('refused');
      }),
      batcher.runWithKnex(async (trx) => (await trx('pair')).length),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[3]).toEqual({ status: 'fulfilled', value: 2 });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('lets each unit see what those before it did, and no reader what is not committed', async () => {
    const first = batcher.run(async (statements) => {
      await statements.run('INSERT INTO pair VALUES (?, ?)', ['a', 1]);
      throw new RangeError('refused');
    });
    const [, seen] = await Promise.all([first.catch(() => null), batcher.run((statements) => statements.all('SELECT name FROM pair', []))]);
    expect(seen).toHaveLength(0);
  });

  it('waits for another process that holds the lock, without blocking this one', async () => {
    const other = openSqlDatabase({ url: `sqlite:${file}`, clock: createTestClock(), log: createMemoryLog() });
    const trx = await other.connection.db.transaction();
    await trx('pair').insert({ name: 'other', value: 1 });
    const waiting = insert('mine', 1);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
      if (turns === 10) void trx.commit();
    }, 5);
    await waiting;
    clearInterval(ticking);
    await other.close();
    expect(turns).toBeGreaterThanOrEqual(10);
    expect(await names()).toEqual(['mine', 'other']);
  });

  it('answers everything it accepted before it closes, and accepts nothing afterwards', async () => {
    const accepted = insert('a', 1);
    await batcher.close();
    expect(await accepted).toBe(1);
    await expect(insert('b', 1)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

/** Commits in the write-ahead log, by the mark that SQLite puts on the last frame of each (file format, section 4.1). */
async function commitsIn(file: string): Promise<number> {
  const wal = await readFile(`${file}-wal`);
  const frame = 24 + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + frame <= wal.length; at += frame) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
