import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startMariadb, startPostgres, type TestService } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServerRig } from '../test-rig/server-rig.ts';
import { createSqlSessionStore } from './sql-session-store.ts';
import { acknowledged, lostWrites } from './test-rig/acknowledged.ts';

const KILLS = 5;

function kills(startService: () => Promise<TestService>): void {
  const rig = createServerRig(startService);
  let folder: string;
  let log: string;
  let writer: ChildProcess;

  beforeAll(async () => {
    await rig.start();
    folder = await mkdtemp(join(tmpdir(), 'server-kill-'));
    log = join(folder, 'acknowledged');
    writer = fork(fileURLToPath(new URL('./test-rig/writer.ts', import.meta.url)), [rig.url, log, '0'], { execArgv: ['--no-warnings'] });
  }, 120_000);

  afterAll(async () => {
    await rig.stop();
    await rm(folder, { recursive: true });
  });

  const writes = async (more: number) => {
    const wanted = (await acknowledged(log)).length + more;
    while ((await acknowledged(log)).length < wanted && writer.exitCode === null) await wait(10);
  };

  it('has every write that was acknowledged, and serves the same process again', async () => {
    const away: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await writes(200);
      rig.service.kill();
      await rig.service.restart();
      const back = performance.now();
      await writes(1);
      away.push(performance.now() - back);
    }
    expect(writer.exitCode).toBeNull();
    const gone = once(writer, 'exit');
    writer.kill('SIGKILL');
    await gone;
    const store = createSqlSessionStore({ db: { connection: rig.connection }, clock: { now: () => new Date() } });
    const found = await lostWrites(store, log);
    expect(found.lost).toEqual([]);
    expect(found.writes).toBeGreaterThan(KILLS * 100);
    expect(Math.max(...away)).toBeLessThan(15_000);
  }, 120_000);
}

describe('a PostgreSQL that is killed while a process writes', () => kills(() => startPostgres({ environment: {} })));
describe('a MariaDB that is killed while a process writes', () => kills(() => startMariadb({ environment: {} })));
