import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { type Crowd, createCrowd } from '../src/change-store/crowd.ts';
import { type DrainRun, drainStore } from '../src/change-store/drain-command.ts';
import { createPeople, issueCode, openLogin } from '../src/change-store/people.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { newDataDir, type RunningServer, removeDataDir } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

/** The full figures are 30 logins and 100 refreshes per second for a minute each way: `ANTEROOM_TEST_SECONDS=60`. */
const SECONDS = Number(process.env.ANTEROOM_TEST_SECONDS ?? 0);
const FULL = SECONDS > 0;
const RATES = FULL ? { logins: 30, refreshes: 100 } : { logins: 4, refreshes: 15 };
const SESSIONS = FULL ? 2000 : 60;

describe('a change of session store under load', () => {
  let installation: Installation;
  let nodes: readonly [RunningServer, RunningServer];
  let crowd: Crowd;
  let env: Readonly<Record<string, string>>;
  const folder = newDataDir();

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'redis' });
    const stores = { ANTEROOM_SESSION_STORE: `${installation.store.setting} sql` };
    env = { ...installation.env, ...stores, ANTEROOM_HOSTNAME: installation.base, ANTEROOM_DATA_DIR: folder };
    const first = await installation.startNode({ port: installation.port, env: stores });
    nodes = [first, await installation.startNode({ env: stores })];
    const admin = new AdminClient(first);
    await createDemoRealm(admin, { revokeRefreshToken: true, refreshTokenMaxReuse: 0, bruteForceProtected: true, failureFactor: 3 });
    await createPeople(admin);
    crowd = createCrowd(nodes, RATES);
    await crowd.gather(SESSIONS);
  }, 300_000);
  afterAll(async () => {
    await crowd?.stop();
    await installation?.stop();
    removeDataDir(folder);
  });

  const isLocked = async (at: number) => (await passwordGrant(nodes[at % 2] ?? nodes[0], DEMO, 'ben', DEMO_PASSWORD, SHOP)).status !== 200;
  const underLoad = async <T>(work: () => Promise<T>): Promise<T> => {
    crowd.start();
    try {
      const began = performance.now();
      const result = await work();
      while (performance.now() - began < SECONDS * 1000) await new Promise((resolve) => setTimeout(resolve, 200));
      return result;
    } finally {
      await crowd.stop();
      process.stderr.write(`so far: ${JSON.stringify(crowd.counts)}, ${crowd.wrong.length} errors\n`);
    }
  };
  const lastOf = (run: DrainRun) => ({ code: run.code, state: run.lines.at(-1)?.state, errors: run.errors });
  const DONE = { code: 0, state: 'finished', errors: '' };

  it('ends no session, refuses no login and loses no revocation on the way from Redis to PostgreSQL, killed half-way and resumed', async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) await passwordGrant(nodes[attempt % 2] ?? nodes[0], DEMO, 'ben', 'wrong', SHOP);
    expect(await isLocked(0)).toBe(true);
    const openLogins = await Promise.all(Array.from({ length: 6 }, (_, number) => openLogin(nodes[0], number)));
    const redeemed = await issueCode(nodes[0], 1);
    expect((await redeemed.redeem(nodes[1])).status).toBe(200);

    await underLoad(async () => {
      const killed = await drainStore('sql', env, ({ state, moved }) => state === 'moving' && moved > 0);
      expect([killed.code, killed.lines.at(-1)?.state]).toEqual([null, 'moving']);
      process.stderr.write(`killed: ${JSON.stringify(killed.lines.at(-1))}\n`);
      for (const login of openLogins.slice(0, 3)) keep(await login.finish(nodes[1]));
      const resumed = await drainStore('sql', env);
      expect(lastOf(resumed)).toEqual(DONE);
      process.stderr.write(`resumed: ${JSON.stringify(resumed.lines.at(-1))}\n`);
      for (const login of openLogins.slice(3)) keep(await login.finish(nodes[1]));
    });

    expect((await redeemed.redeem(nodes[0])).status).toBe(400);
    expect([await isLocked(0), await isLocked(1)]).toEqual([true, true]);
    await crowd.lookAtEverything();
    expect(crowd.wrong).toEqual([]);
  }, 900_000);

  it('does the same on the way back', async () => {
    await underLoad(async () => {
      const back = await drainStore(installation.store.setting, env);
      expect(lastOf(back)).toEqual(DONE);
      process.stderr.write(`back: ${JSON.stringify(back.lines.at(-1))}\n`);
    });
    expect([await isLocked(0), await isLocked(1)]).toEqual([true, true]);
    await crowd.lookAtEverything();
    expect(crowd.wrong).toEqual([]);
  }, 900_000);

  it('serves everything when the old store is switched off afterwards', async () => {
    expect(lastOf(await drainStore('sql', env))).toEqual(DONE);
    await installation.store.stop();
    await crowd.lookAtEverything();
    await crowd.gather(10);
    expect(await isLocked(0)).toBe(true);
    expect(crowd.wrong).toEqual([]);
  }, 900_000);

  /** Into the crowd, so that it is used like any other. */
  function keep(session: Awaited<ReturnType<Awaited<ReturnType<typeof openLogin>>['finish']>>): void {
    if (typeof session === 'string') throw new Error(session);
    crowd.add(session);
  }
});
