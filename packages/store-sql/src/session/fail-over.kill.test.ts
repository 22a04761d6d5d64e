import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { givenService, type PostgresPair, startPostgresPair } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServerRig } from '../test-rig/server-rig.ts';
import { createSqlSessionStore } from './sql-session-store.ts';
import { acknowledged, lostWrites } from './test-rig/acknowledged.ts';

describe('a PostgreSQL primary that is lost under a writing process, with a synchronous standby', () => {
  let pair: PostgresPair;
  // Nobody restarts or freezes a pair: after a fail-over the old primary must not come back.
  const rig = createServerRig(async () => {
    pair = await startPostgresPair();
    return { ...givenService(pair.url), stop: pair.stop };
  });
  let folder: string;
  let log: string;
  let writer: ChildProcess;

  beforeAll(async () => {
    await rig.start();
    folder = await mkdtemp(join(tmpdir(), 'fail-over-'));
    log = join(folder, 'acknowledged');
    writer = fork(fileURLToPath(new URL('./test-rig/writer.ts', import.meta.url)), [rig.url, log, '0'], { execArgv: ['--no-warnings'] });
  }, 120_000);

  afterAll(async () => {
    writer.kill('SIGKILL');
    await rig.stop();
    await rm(folder, { recursive: true });
  });

  const writes = async (more: number) => {
    const wanted = (await acknowledged(log)).length + more;
    while ((await acknowledged(log)).length < wanted && writer.exitCode === null) await wait(10);
  };

  it('has every acknowledged write on the promoted standby, and the same process goes on with it', async () => {
    await writes(500);
    await pair.failOver();
    await writes(500);
    expect(writer.exitCode).toBeNull();
    const gone = once(writer, 'exit');
    writer.kill('SIGKILL');
    await gone;
    const store = createSqlSessionStore({ db: { connection: rig.connection }, clock: { now: () => new Date() } });
    const found = await lostWrites(store, log);
    await store.close();
    expect(found.lost).toEqual([]);
    expect(found.writes).toBeGreaterThan(500);
  }, 120_000);
});
