import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Directory } from '@anteroom/core';
import { createMemoryLog, createTestClock, type TestClock } from '@anteroom/testkit';
import { openSqlDirectory } from '../open-sql-directory.ts';
import { createSecretBox } from '../secret-box.ts';

export interface DirectoryPair {
  readonly url: string;
  readonly clock: TestClock;
  /** Two handles on one database, as two processes would have. */
  readonly a: Directory;
  readonly b: Directory;
  /** Everything that lies in the database, as text. */
  stored(): Promise<string>;
  close(): Promise<void>;
}

export type OpenDirectoryPair = () => Promise<DirectoryPair>;

export const TEST_KEY = new Uint8Array(32).fill(7);

/** On a SQLite file. */
export const openPair: OpenDirectoryPair = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-directory-'));
  const url = `sqlite:${join(folder, 'anteroom.sqlite')}`;
  const clock = createTestClock();
  const open = () => openSqlDirectory({ url, secretBox: createSecretBox(TEST_KEY), clock, log: createMemoryLog() });
  const a = await open();
  const b = await open();
  return {
    url,
    clock,
    a: a.directory,
    b: b.directory,
    stored: async () => {
      const file = url.slice('sqlite:'.length);
      return readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
    },
    async close() {
      await a.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
