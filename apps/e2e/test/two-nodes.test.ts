import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm } from '../src/demo-realm.ts';
import { crossNodeTrip } from '../src/installation/cross-node-trip.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import type { SessionStoreKind } from '../src/installation/session-stores.ts';
import { inParallel, rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';

const TRIPS = rounds(100);
const AT_ONCE = 16;

/** Two nodes over one PostgreSQL. */
function trips(sessions: SessionStoreKind): void {
  let installation: Installation;
  let nodes: readonly [RunningServer, RunningServer];

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions, patience: 10_000 });
    const first = await installation.startNode({ port: installation.port });
    nodes = [first, await installation.startNode()];
    await createDemoRealm(new AdminClient(first));
  }, 120_000);
  afterAll(() => installation?.stop());

  it('honours at one node at once what was acknowledged at the other', async () => {
    const wrong: string[] = [];
    const began = performance.now();
    await inParallel(TRIPS, AT_ONCE, async (round) => {
      const [here, there] = round % 4 < 2 ? nodes : [nodes[1], nodes[0]];
      wrong.push(...(await crossNodeTrip(here, there, round).catch((error: unknown) => [`round ${round}: ${error}`])));
    });
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`two nodes, sessions in ${sessions}: ${TRIPS} logins in ${seconds} s, ${wrong.length} errors\n`);
    expect(wrong).toEqual([]);
  }, 3_600_000);
}

describe('two nodes over one PostgreSQL', () => {
  describe('with sessions in it too', () => trips('sql'));
  describe('with sessions in one Redis', () => trips('redis'));
  describe('with sessions in Redis under Sentinel', () => trips('sentinel'));
  describe('with sessions in a Redis cluster', () => trips('cluster'));
});
