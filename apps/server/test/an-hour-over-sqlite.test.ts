import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createTestClock } from '@anteroom/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

/** An hour of ten logins a second when somebody wants the full figure (`ANTEROOM_TEST_ROUNDS=3600`), half a minute of one otherwise. */
const SECONDS = Number(process.env.ANTEROOM_TEST_ROUNDS) || 30;
const PER_SECOND = SECONDS > 600 ? 10 : 1;
const IDLE_SECONDS = Math.floor(SECONDS / 2);

const clock = createTestClock();
let server: InProcessServer;
let realmId: string;
beforeAll(async () => {
  server = await startInProcess({ clock });
  const client = { publicClient: true, directAccessGrantsEnabled: true, redirectUris: [] };
  await server.admin('POST', '', {
    ...{ realm: 'hour', enabled: true, passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)' },
    ...{ ssoSessionIdleTimeout: IDLE_SECONDS, ssoSessionMaxLifespan: SECONDS * 2 },
    clients: [
      { clientId: 'ordinary', ...client },
      { clientId: 'transient', ...client, attributes: { 'client.session.transient.enabled': 'true' } },
    ],
    users: [
      {
        ...{ username: 'ann', enabled: true, email: 'ann@hour.test', emailVerified: true, firstName: 'Ann', lastName: 'Hour' },
        credentials: [{ type: 'password', value: 'ann-pw' }],
      },
    ],
  });
  realmId = ((await server.admin('GET', '/hour')).json as { id: string }).id;
}, 60_000);
afterAll(() => server?.stop());

const stored = async (): Promise<number> => {
  const counts = await Promise.all(
    (['session', 'code', 'login', 'marker'] as const).map((type) => server.core.store.count({ type, realmId })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};
/** At the file itself, expired ones too. */
const rowsOfSessions = (): number => {
  const database = new DatabaseSync(join(server.core.configuration.dataDir, 'anteroom.db'), { readOnly: true });
  const row = database.prepare('select count(*) as n from record_session where realm_id = ?').get(realmId);
  database.close();
  return Number(row?.n);
};
const sweepAll = async (): Promise<void> => {
  while ((await server.core.store.sweep(1000)) > 0);
};

/** So many logins in each second of the test's clock; what is stored, as it was looked at on the way. */
async function passTime(client: string): Promise<readonly (readonly [second: number, stored: number])[]> {
  const looked: [number, number][] = [];
  const body = new URLSearchParams({ grant_type: 'password', client_id: client, username: 'ann', password: 'ann-pw' });
  for (let second = 1; second <= SECONDS; second += 1) {
    clock.advance(1000);
    const logins = Array.from({ length: PER_SECOND }, async () => {
      const answer = await fetch(`${server.base}/realms/hour/protocol/openid-connect/token`, { method: 'POST', body });
      await answer.arrayBuffer();
      return answer.status;
    });
    expect(new Set(await Promise.all(logins))).toEqual(new Set([200]));
    if (second % Math.floor(SECONDS / 6) === 0) looked.push([second, await stored()]);
  }
  return looked;
}

it('an hour of transient logins leaves SQLite as it is', async () => {
  const looked = await passTime('transient');
  expect(looked).toEqual(looked.map(([second]) => [second, 0]));
}, 900_000);

it('an hour of ordinary logins stores in SQLite as many sessions as their lifespans say, and none is left after expiry and sweep', async () => {
  for (const [second, found] of await passTime('ordinary'))
    expect([second, found]).toEqual([second, Math.min(second, IDLE_SECONDS) * PER_SECOND]);
  expect(rowsOfSessions()).toBeGreaterThan(0);
  clock.advance(SECONDS * 2000);
  expect(await stored()).toBe(0);
  await sweepAll();
  expect(rowsOfSessions()).toBe(0);
}, 900_000);
