import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { codeFlow, loginByForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, KIOSK, SHOP } from '../src/demo-realm.ts';
import { expectTransientTokens } from '../src/expect-transient.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { keysOf, ownTransactions, redisWrites, rowsOf, writingTransactions } from '../src/installation/store-counters.ts';
import { inParallel, rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

// `ANTEROOM_TEST_ROUNDS=200` is the full figure: a thousand grants and two hundred browser logins.
const BROWSER_LOGINS = rounds(20);
const PASSWORD_GRANTS = BROWSER_LOGINS * 5;
/** SQLite's file is looked at in `transient.test.ts`. */
describe.each(['sql', 'redis'] as const)('transient logins over PostgreSQL with sessions in %s', (sessions) => {
  let installation: Installation;
  let node: RunningServer;
  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions, patience: 10_000 });
    node = await installation.startNode({ port: installation.port });
    await createDemoRealm(new AdminClient(node));
    // What the first login of a process makes, an ordinary one makes as well.
    await passwordGrant(node, DEMO, 'ann', DEMO_PASSWORD, SHOP);
  }, 120_000);
  afterAll(() => installation?.stop());

  it(`write not one row and not one key in ${PASSWORD_GRANTS} password grants`, async () => {
    const begun = performance.now();
    const [rows, transactions] = [rowsOf(installation), writingTransactions(installation)];
    const redis = { keys: await keysOf(installation), writes: await redisWrites(installation) };
    await inParallel(PASSWORD_GRANTS, 8, async (round) => {
      const answer = await passwordGrant(node, DEMO, round % 2 === 0 ? 'ann' : 'ben', DEMO_PASSWORD, KIOSK);
      expectTransientTokens(answer, round % 2 === 0 ? 'ann' : 'ben');
    });
    const written = writingTransactions(installation) - transactions;
    expect(written).toBeLessThanOrEqual(ownTransactions(performance.now() - begun));
    expect(rowsOf(installation)).toEqual(rows);
    expect({ keys: await keysOf(installation), writes: await redisWrites(installation) }).toEqual(redis);
  }, 300_000);

  it(`leave no row and no key behind in ${BROWSER_LOGINS} browser logins`, async () => {
    const before = { rows: rowsOf(installation), keys: await keysOf(installation) };
    await inParallel(BROWSER_LOGINS, 4, async (round) => {
      const flow = codeFlow(node, DEMO, { id: KIOSK.client_id, secret: KIOSK.client_secret });
      const who = round % 2 === 0 ? 'ann' : 'ben';
      expectTransientTokens(await flow.redeem(await loginByForm(flow, who, DEMO_PASSWORD)), who);
    });
    expect({ rows: rowsOf(installation), keys: await keysOf(installation) }).toEqual(before);
  }, 300_000);

  it('are seen by the same counters when they are not transient', async () => {
    const [rows, keys] = [rowsOf(installation), await keysOf(installation)];
    const writes = await redisWrites(installation);
    const flow = codeFlow(node, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    await flow.redeem(await loginByForm(flow, 'ann', DEMO_PASSWORD));
    if (sessions === 'sql') expect(rowsOf(installation)).not.toEqual(rows);
    else expect([await keysOf(installation), await redisWrites(installation)]).not.toEqual([keys, writes]);
  });
});
