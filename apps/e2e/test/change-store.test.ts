import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { type Crowd, createCrowd } from '../src/change-store/crowd.ts';
import { type DrainRun, drainStore } from '../src/change-store/drain-command.ts';
import { createPatience } from '../src/change-store/patience.ts';
import { createPeople } from '../src/change-store/people.ts';
import { createDemoRealm } from '../src/demo-realm.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { newDataDir, type RunningServer, removeDataDir } from '../src/server.ts';

/** `ANTEROOM_TEST_SECONDS=60`: the full figures, 30 logins and 100 refreshes per second, for so many seconds each way at least. */
const SECONDS = Number(process.env.ANTEROOM_TEST_SECONDS ?? 0);
const RATES = SECONDS > 0 ? { logins: 30, refreshes: 100 } : { logins: 3, refreshes: 10 };
const SESSIONS = SECONDS > 0 ? 1000 : 40;

/** Every refresh is a compare-and-set; one whose answer was lost may be asked for again. */
const ROTATING = { revokeRefreshToken: true, refreshTokenMaxReuse: 0, attributes: { refreshTokenReuseGrace: '60' } };
/** Longer than the test takes. */
const LOCK = { waitIncrementSeconds: 3600, minimumQuickLoginWaitSeconds: 3600, maxFailureWaitSeconds: 3600 };

describe('a change of session store under load', () => {
  const patience = createPatience();
  const folder = newDataDir();
  let installation: Installation;
  let nodes: readonly [RunningServer, RunningServer];
  let crowd: Crowd;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'redis' });
    const stores = { ANTEROOM_SESSION_STORE: `${installation.store.setting} sql` };
    env = { ...installation.env, ...stores, ANTEROOM_HOSTNAME: installation.base, ANTEROOM_DATA_DIR: folder };
    const first = await installation.startNode({ port: installation.port, env: stores });
    nodes = [first, await installation.startNode({ env: stores })];
    const admin = new AdminClient(first);
    await createDemoRealm(admin, { ...ROTATING, bruteForceProtected: true, failureFactor: 3, ...LOCK });
    await createPeople(admin);
    crowd = createCrowd(nodes, RATES, patience);
    await crowd.gather(SESSIONS);
  }, 300_000);
  afterAll(async () => {
    await crowd?.stop();
    await installation?.stop();
    removeDataDir(folder);
  });

  const isLocked = () => Promise.all(nodes.map((node) => crowd.people.isLocked(node, 'ben')));
  const say = (what: string) => process.stderr.write(`${what}\n`);
  const underLoad = async (work: () => Promise<void>) => {
    const before = { ...crowd.counts };
    const began = performance.now();
    crowd.start();
    try {
      await work();
      while (performance.now() - began < SECONDS * 1000) await wait(200);
    } finally {
      await crowd.stop();
      const seconds = (performance.now() - began) / 1000;
      const perSecond = (now: number, before: number) => Math.round(((now - before) / seconds) * 10) / 10;
      say(
        `${Math.round(seconds)} s, per second ${perSecond(crowd.counts.logins, before.logins)} logins, ${perSecond(crowd.counts.refreshes, before.refreshes)} refreshes`,
      );
      say(`until now ${JSON.stringify(crowd.counts)}, ${crowd.wrong.length} errors, ${patience.asked} times asked to wait`);
    }
  };
  const drain = async (to: string) => {
    const run: DrainRun = await drainStore(to, env);
    say(`drain: ${JSON.stringify(run.lines.at(-1))} ${run.errors}`);
    expect([run.code, run.lines.at(-1)?.state]).toEqual([0, 'finished']);
  };

  it('ends no session, refuses no login and loses no revocation from Redis to PostgreSQL, killed half-way and resumed', async () => {
    const { people } = crowd;
    for (let attempt = 0; attempt < 4; attempt += 1) await people.tryWrongPassword(nodes[0], 'ben');
    expect(await isLocked()).toEqual([true, true]);
    const open = await Promise.all(Array.from({ length: 6 }, (_, number) => people.openLogin(nodes[0], number)));
    const used = await (await people.openLogin(nodes[0], 1)).issue(nodes[1]);
    expect((await patience.served(() => used.redeem(nodes[1]))).answer.status).toBe(200);

    await underLoad(async () => {
      const killed = await drainStore('sql', env, ({ state, moved }) => state === 'moving' && moved > 0);
      // On a machine that delays the kill it may have come to its end.
      say(`killed: ${JSON.stringify(killed.lines.at(-1))}`);
      expect(['moving', 'finished']).toContain(killed.lines.at(-1)?.state);
      for (const login of open.slice(0, 3)) crowd.add(await login.finish(nodes[1]));
      await drain('sql');
      for (const login of open.slice(3)) crowd.add(await login.finish(nodes[1]));
    });

    expect((await patience.served(() => used.redeem(nodes[0]))).answer.status).toBe(400);
    expect(await isLocked()).toEqual([true, true]);
    await crowd.lookAtEverything();
    expect(crowd.wrong).toEqual([]);
  }, 900_000);

  it('does the same on the way back', async () => {
    await underLoad(() => drain(installation.store.setting));
    expect(await isLocked()).toEqual([true, true]);
    await crowd.lookAtEverything();
    expect(crowd.wrong).toEqual([]);
  }, 900_000);

  it('serves everything when the old store is switched off afterwards', async () => {
    await drain('sql');
    await installation.store.stop();
    await crowd.lookAtEverything();
    await crowd.gather(5);
    expect(await isLocked()).toEqual([true, true]);
    expect(crowd.wrong).toEqual([]);
  }, 900_000);
});
