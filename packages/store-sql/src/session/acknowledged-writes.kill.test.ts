import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import { createSqlSessionStore } from './sql-session-store.ts';
import { acknowledged, lostWrites } from './test-rig/acknowledged.ts';
import { createSessionTables } from './test-rig/create-session-tables.ts';

const KILLS = 5;

describe('a writing process that is killed', () => {
  let folder: string;
  let url: string;
  let log: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kill-'));
    url = `sqlite:${join(folder, 'kill.db')}`;
    log = join(folder, 'acknowledged');
    const { db } = connect(url);
    await createSessionTables(db);
    await db.destroy();
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Lets a process write until at least so many more writes were acknowledged, then kills it without warning. */
  const writeAndKill = async (run: number) => {
    const before = (await acknowledged(log)).length;
    const writer = fork(fileURLToPath(new URL('./test-rig/writer.ts', import.meta.url)), [url, log, String(run)], {
      execArgv: ['--no-warnings'],
    });
    const gone = once(writer, 'exit');
    while ((await acknowledged(log)).length < before + 200) await wait(5);
    writer.kill('SIGKILL');
    await gone;
  };

  it('has lost none of the writes it was told were done', async () => {
    for (let run = 0; run < KILLS; run += 1) await writeAndKill(run);
    const connection = connect(url);
    const store = createSqlSessionStore({ db: { connection }, clock: { now: () => new Date() } });
    const { writes, lost } = await lostWrites(store, log);
    await store.close();
    await connection.db.destroy();
    expect(writes).toBeGreaterThan(KILLS * 100);
    expect(lost).toEqual([]);
  }, 60_000);
});
