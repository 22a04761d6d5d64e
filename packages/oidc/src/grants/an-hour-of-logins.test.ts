import { TRANSIENT_SWITCH } from '@anteroom/core';
import { expect, it } from '@jest/globals';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { API, post } from '../test-rig/walks.ts';

/** An hour of ten logins a second when somebody wants the full figure (`ANTEROOM_TEST_ROUNDS=3600`), a minute and a half of one otherwise. */
const SECONDS = Number(process.env.ANTEROOM_TEST_ROUNDS) || 90;
const PER_SECOND = SECONDS > 600 ? 10 : 1;
const IDLE_SECONDS = Math.max(30, Math.floor(SECONDS / 2));
const LIFESPANS = { ssoSessionIdleTimeout: IDLE_SECONDS, ssoSessionMaxLifespan: SECONDS * 2 };
const LOGIN = { grant_type: 'password', username: 'alice', password: 'alice-pw', ...API };

/** Lets the time pass by the test's clock, with so many logins in each second; what is stored, as it was looked at on the way. */
async function passTime(rig: OidcRig): Promise<readonly { readonly second: number; readonly stored: number }[]> {
  const looked: { second: number; stored: number }[] = [];
  const every = Math.floor(SECONDS / 6);
  for (let second = 1; second <= SECONDS; second += 1) {
    rig.clock.advance(1);
    const answers = await Promise.all(Array.from({ length: PER_SECOND }, () => post(rig, LOGIN)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    if (second % every === 0) looked.push({ second, stored: await stored(rig) });
  }
  return looked;
}

async function stored(rig: OidcRig): Promise<number> {
  const realmId = rig.realm().id;
  const counts = await Promise.all((['session', 'code', 'login', 'marker'] as const).map((type) => rig.store.count({ type, realmId })));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweep(rig: OidcRig): Promise<number> {
  let freed = 0;
  for (let some = await rig.store.sweep(1000); some > 0; some = await rig.store.sweep(1000)) freed += some;
  return freed;
}

it('B143 an hour of logins leaves a flat store when they are transient', async () => {
  const rig = await startOidcRig({
    realm: LIFESPANS,
    client: (client) => ({ ...client, attributes: { ...client.attributes, [TRANSIENT_SWITCH]: 'true' } }),
  });
  try {
    const looked = await passTime(rig);
    expect(looked.map((one) => one.stored)).toEqual(looked.map(() => 0));
    expect([rig.transientLogins(), await sweep(rig)]).toEqual([SECONDS * PER_SECOND, 0]);
  } finally {
    await rig.close();
  }
}, 900_000);

it('an hour of ordinary logins stores as many sessions as their lifespans say, and none of them is left after expiry and sweep', async () => {
  const rig = await startOidcRig({ realm: LIFESPANS });
  try {
    for (const { second, stored: found } of await passTime(rig)) {
      expect([second, found]).toEqual([second, Math.min(second, IDLE_SECONDS) * PER_SECOND]);
    }
    rig.clock.advance(SECONDS * 2);
    expect(await stored(rig)).toBe(0);
    expect(await sweep(rig)).toBe(SECONDS * PER_SECOND);
    expect(await sweep(rig)).toBe(0);
  } finally {
    await rig.close();
  }
}, 900_000);
