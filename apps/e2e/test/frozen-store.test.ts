import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, SHOP } from '../src/demo-realm.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import type { SessionStoreKind } from '../src/installation/session-stores.ts';
import { walkEverywhere } from '../src/outage/walk.ts';
import { memoryOf, readiness, startWatch } from '../src/outage/watch.ts';
import { rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';
import { refresh } from '../src/tokens.ts';

/** Callers of each of six kinds; together many more than a pool has connections. */
const CALLERS = 8;
/** Answers that each kind of caller must get in each part of an outage. */
const ANSWERS = rounds(12);

interface Outage {
  readonly sessions: SessionStoreKind;
  readonly freeze: (installation: Installation) => void;
  readonly thaw: (installation: Installation) => void;
  /** Names of the checks that must be down, and of those that must not. */
  readonly down: readonly string[];
  readonly up: readonly string[];
}

function outage({ sessions, freeze, thaw, down, up }: Outage): void {
  let installation: Installation;
  let server: RunningServer;

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions });
    server = await installation.startNode({ development: true });
    const admin = new AdminClient(server);
    // The callers of an outage have no time to renew a token.
    await createDemoRealm(admin, { accessTokenLifespan: 3600 });
    await admin.must('PUT', '/master', { accessTokenLifespan: 3600 });
  }, 120_000);
  afterAll(async () => {
    if (installation !== undefined) thaw(installation);
    await installation?.stop();
  });

  it('refuses in the shape of each place, says which it is, and serves again by itself with everything it acknowledged', async () => {
    const watch = await startWatch(server, CALLERS);
    await watch.seen(200, ANSWERS);
    const before = memoryOf(server);
    freeze(installation);
    await watch.seen(503, ANSWERS);
    const { status, checks } = await readiness(server);
    const unfriendly = down.includes('database') ? await walkEverywhere(server, watch.tokens) : [];
    const live = await fetch(`${server.local}/health/live`);
    await watch.seen(503, ANSWERS);
    const grown = memoryOf(server) - before;
    thaw(installation);
    const thawed = performance.now();
    await watch.seen(200, 1);
    const seconds = (performance.now() - thawed) / 1000;
    await watch.seen(200, ANSWERS);
    const { wrong, slowest, asked, refreshTokens } = await watch.stop();

    expect(wrong.slice(0, 5)).toEqual([]);
    expect(unfriendly).toEqual([]);
    expect(status).toBe(503);
    for (const name of down) expect(checks[name]).toBe('DOWN');
    for (const name of up) expect(checks[name]).toBe('UP');
    expect(live.status).toBe(200);
    expect((await readiness(server)).status).toBe(200);
    const lost: string[] = [];
    for (const token of refreshTokens) {
      const answer = await refresh(server, DEMO, token, SHOP);
      if (answer.status !== 200) lost.push(answer.text);
    }
    expect(lost).toEqual([]);
    process.stderr.write(
      `${asked} answers, slowest ${(slowest.ms / 1000).toFixed(1)} s (${slowest.kind}), all kinds served ${seconds.toFixed(1)} s after the end, ${grown} MB more memory, ${refreshTokens.length} sessions looked at\n`,
    );
    // An answer that was waited for without end would be cut by the server after a minute.
    expect(slowest.ms).toBeLessThan(30_000);
    expect(grown).toBeLessThan(300);
  }, 300_000);
}

describe('a server whose PostgreSQL stands still, with sessions in it', () =>
  outage({
    sessions: 'sql',
    freeze: ({ postgres }) => postgres?.freeze(),
    thaw: ({ postgres }) => postgres?.thaw(),
    down: ['database', 'session store'],
    up: [],
  }));

describe('a server whose Redis stands still', () =>
  outage({
    sessions: 'redis',
    freeze: ({ store }) => store.redis?.kill('SIGSTOP'),
    thaw: ({ store }) => store.redis?.kill('SIGCONT'),
    down: ['session store'],
    up: ['database'],
  }));
