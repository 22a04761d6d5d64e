import { withLatency } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { API, logIn, post, redeem, refresh } from '../test-rig/walks.ts';

const latency = { min: 1, max: 9, random: Math.random };

describe('codes and refresh tokens under a race', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig({
      realm: { revokeRefreshToken: true, refreshTokenMaxReuse: 0 },
      wrapStore: (store) => withLatency(store, latency),
    });
  });
  afterAll(() => rig.close());

  const grant = async () =>
    (await post(rig, { grant_type: 'password', username: 'alice', password: 'alice-pw', ...API, scope: 'openid' })).body;

  it('rotates: the old token is a replay, and then the new one is dead too', async () => {
    const { refresh_token: first } = await grant();
    const { body } = await refresh(rig, first);
    expect((await refresh(rig, first)).body.error_description).toBe('Maximum allowed refresh token reuse exceeded');
    expect((await refresh(rig, body.refresh_token)).body.error_description).toBe("Session doesn't have required client");
  });

  it('gives tokens to exactly one of many who redeem one code', async () => {
    const { code } = await logIn(rig);
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(rig, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 200) expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  it('gives a new refresh token to exactly one of many who use one', async () => {
    const { refresh_token } = await grant();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(rig, refresh_token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('within the grace gives the successor again, to all', async () => {
    rig.changeRealm({ attributes: { ...rig.realm().realm.attributes, refreshTokenReuseGrace: '10' } });
    const { refresh_token } = await grant();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(rig, refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const { body } of answers) expect((await refresh(rig, body.refresh_token)).status).toBe(200);
  });
});
