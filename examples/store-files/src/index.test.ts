import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionStore } from '@anteroom/core';
import { createMemoryLog, createTestClock, type OpenSessionStore, sessionStoreContract, ssoSessionsContract } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFileSessionStore, type Row } from './file-session-store.ts';
import { createSessionStore } from './index.ts';
import { openJournal } from './journal.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'store-files-'));

/** Two handles on one journal: there is one process, and any number of callers in it. */
const open: OpenSessionStore = async ({ clock }) => {
  const folder = await newFolder();
  const journal = await openJournal<Row>(folder);
  const handle = () => createFileSessionStore({ journal, clock, tag: 'f' });
  const valuesOf = (row: Row) => Object.values(row.indexes).flat().length;
  return {
    a: handle(),
    b: handle(),
    raw: {
      rows: async () => journal.rows.size,
      indexEntries: async () => [...journal.rows.values()].reduce((sum, row) => sum + valuesOf(row), 0),
    },
    close: async () => {
      await journal.close();
      await rm(folder, { recursive: true });
    },
  };
};

const runner = { describe, it };
sessionStoreContract({ name: 'files', open, runner });
ssoSessionsContract({ name: 'files', open, runner });

describe('a store in files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const clock = createTestClock();
  const expiresAt = new Date(clock.now().getTime() + 60_000);
  const key = (id: string) => ({ type: 'marker', realmId: 'acme', id: `f.${id}` }) as const;
  const note = (text: string) => ({ v: 1 as const, note: text });
  const start = (): Promise<SessionStore> => createSessionStore({ options: { folder }, tag: null, clock, log: createMemoryLog() });
  const notes = async (store: SessionStore) => {
    const records = await store.list({ type: 'marker', realmId: 'acme', limit: 100_000 });
    return records.map(({ value, version }) => `${value.note} ${version}`);
  };

  it('has everything it acknowledged when it is opened again', async () => {
    const first = await start();
    await Promise.all(['one', 'two', 'three'].map((id) => first.create(key(id), note(id), { expiresAt })));
    await first.put(key('two'), 1, note('second'), { expiresAt });
    await first.delete(key('three'), { tombstoneUntil: expiresAt });
    await first.close();
    const second = await start();
    expect(await notes(second)).toEqual(['one 1', 'second 2']);
    expect(await second.create(key('three'), note('back'), { expiresAt })).toBe(false);
    await second.close();
  });

  it('forgets a line that was cut off, and only that', async () => {
    const first = await start();
    await first.create(key('one'), note('one'), { expiresAt });
    await first.create(key('two'), note('two'), { expiresAt });
    await first.close();
    const path = join(folder, 'journal');
    await truncate(path, (await readFile(path)).length - 5);
    const second = await start();
    expect(await notes(second)).toEqual(['one 1']);
    await second.create(key('three'), note('three'), { expiresAt });
    await second.close();
    const third = await start();
    expect(await notes(third)).toEqual(['one 1', 'three 1']);
    await third.close();
  });

  it('writes its file anew when most of it is history, while others write', async () => {
    const first = await start();
    for (let at = 0; at < 40; at += 1) {
      await Promise.all(Array.from({ length: 300 }, (_, id) => first.create(key(`${at}-${id}`), note('x'), { expiresAt })));
      await Promise.all(
        Array.from({ length: 300 }, (_, id) =>
          id < 2 ? first.put(key(`${at}-${id}`), 1, note('y'), { expiresAt }) : first.take(key(`${at}-${id}`)),
        ),
      );
    }
    const before = await notes(first);
    await first.close();
    expect((await readFile(join(folder, 'journal'), 'utf8')).split('\n').length).toBeLessThan(24_000);
    const second = await start();
    expect(await notes(second)).toEqual(before);
    expect(before.length).toBe(80);
    await second.close();
  });

  it('is open in one process at a time', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow('is held by another process');
    await first.close();
    await (await start()).close();
  });

  it('says which option is missing', async () => {
    await expect(createSessionStore({ options: {}, tag: null, clock, log: createMemoryLog() })).rejects.toThrow('?folder=');
  });
});
