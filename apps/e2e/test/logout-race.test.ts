import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm } from '../src/demo-realm.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import type { SessionStoreKind } from '../src/installation/session-stores.ts';
import { inParallel, rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';
import { logoutRace } from '../src/suites/logout-race.ts';

const ROUNDS = rounds(30);
const AT_ONCE = 4;

function races(sessions: SessionStoreKind): void {
  let installation: Installation;
  let nodes: readonly [RunningServer, RunningServer];
  let admin: AdminClient;

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions, patience: 10_000 });
    const first = await installation.startNode({ port: installation.port });
    nodes = [first, await installation.startNode()];
    admin = new AdminClient(first);
    await createDemoRealm(admin);
  }, 120_000);
  afterAll(() => installation?.stop());

  it('leaves nothing of the session working once it was acknowledged', async () => {
    const wrong: string[] = [];
    let served = 0;
    await inParallel(ROUNDS, AT_ONCE, async (round) => {
      const [here, there] = round % 2 === 0 ? nodes : [nodes[1], nodes[0]];
      const result = await logoutRace(here, there, admin, round);
      wrong.push(...result.wrong);
      served += result.served;
    });
    process.stderr.write(
      `logout race, sessions in ${sessions}: ${ROUNDS} rounds, ${served} of ${4 * ROUNDS} calls were served, ${wrong.length} errors\n`,
    );
    expect(wrong).toEqual([]);
  }, 1_800_000);
}

describe('a logout at one node, against refresh, redemption and single sign-on at two', () => {
  describe('with sessions in PostgreSQL', () => races('sql'));
  describe('with sessions in Redis', () => races('redis'));
});
