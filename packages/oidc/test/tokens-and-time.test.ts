import { AnteroomError } from '@anteroom/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../src/test-rig/browser.ts';
import { type FullRig, startFullRig } from '../src/test-rig/full-rig.ts';
import { API, authUrl, CALLBACK, claimsOf, codeOf, logIn, pkcePair, post, redeem, refresh, TOKEN } from '../src/test-rig/walks.ts';

const REPORTS = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };
const SPA = { client_id: 'acme-spa', client_secret: '' };
const PASSWORD = { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API };
const REVOKE = '/realms/acme/protocol/openid-connect/revoke';
const HOUR = 3_600;

describe('tokens', () => {
  let rig: FullRig;
  const broken = { on: false };
  beforeAll(async () => {
    rig = await startFullRig({
      wrapStore: (store) => ({
        ...store,
        put: (...given) => (broken.on ? Promise.reject(new AnteroomError('store_unavailable', 'away')) : store.put(...given)),
        create: (...given) => (broken.on ? Promise.reject(new AnteroomError('store_unavailable', 'away')) : store.create(...given)),
        delete: (...given) => (broken.on ? Promise.reject(new AnteroomError('store_unavailable', 'away')) : store.delete(...given)),
      }),
    });
  });
  afterAll(() => rig.close());

  const ask = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    fetch(new URL(TOKEN, rig.base), { method: 'POST', body: new URLSearchParams(form), headers });
  const userinfo = async (token: string) =>
    (await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${token}` } })).status;
  const now = () => Math.floor(rig.clock.now().getTime() / 1000);

  it('B052: a code whose verifier was wrong is spent, for the right one too', async () => {
    const { verifier, challenge } = pkcePair();
    const { code } = await logIn(rig, { client_id: 'acme-spa', code_challenge: challenge, code_challenge_method: 'S256' });
    expect((await redeem(rig, code, { ...SPA, code_verifier: 'A'.repeat(43) })).body.error).toBe('invalid_grant');
    expect((await redeem(rig, code, { ...SPA, code_verifier: verifier })).body.error_description).toBe('Code not valid');
  });

  it('B055: a code is good for a minute and not a second longer', async () => {
    const [inTime, late] = [await logIn(rig), await logIn(rig)];
    rig.clock.advance(59);
    expect((await redeem(rig, inTime.code)).status).toBe(200);
    rig.clock.advance(1);
    expect((await redeem(rig, late.code)).body.error_description).toBe('Code not valid');
  });

  it('B060: an answer with tokens is kept in no cache, and says what kind they are and how long they last', async () => {
    const answer = await ask(PASSWORD);
    expect([answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 240 });
  });

  it('B061: a refusal has its code, its status, and a challenge for whoever tried by header', async () => {
    const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(`acme-api:${secret}`).toString('base64')}` });
    const refusal = async (form: Readonly<Record<string, string>>, headers = {}) => {
      const answer = await ask(form, headers);
      return [answer.status, (await answer.json()).error, answer.headers.get('www-authenticate'), answer.headers.get('cache-control')];
    };
    const grant = { grant_type: 'client_credentials' };
    expect(await refusal(grant, basic('wrong'))).toEqual([401, 'unauthorized_client', 'Basic realm="acme"', 'no-store']);
    expect(await refusal({ ...grant, ...API, client_secret: 'wrong' })).toEqual([401, 'unauthorized_client', null, 'no-store']);
    expect(await refusal({ ...grant, client_id: 'zz' })).toEqual([401, 'invalid_client', null, 'no-store']);
    expect(await refusal({ grant_type: 'nonsense', ...API })).toEqual([400, 'unsupported_grant_type', null, 'no-store']);
    expect(await refusal({ ...grant, ...API, scope: 'nonsense' })).toEqual([400, 'invalid_scope', null, 'no-store']);
    expect((await ask(grant, basic('acme-api-secret'))).status).toBe(200);
    for (const path of ['token/introspect', 'revoke', 'ext/par/request', 'auth/device']) {
      const address = `${rig.issuer}/protocol/openid-connect/${path}`;
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ token: 'x' }), headers: basic('wrong') });
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, 'Basic realm="acme"']);
    }
  });

  it('B068: a client by itself is a subject of its own, which no person can be', async () => {
    const { body } = await post(rig, { grant_type: 'client_credentials', ...API });
    const account = [...rig.users.values()].find(({ id }) => id === claimsOf(body.access_token).sub)!;
    expect(account.serviceAccountClient).toBe(rig.clients.get('acme-api')!.id);
    // A client whose id is that of a person takes the place of nobody: the subject is the account's, whatever the client is called.
    rig.clients.set(rig.users.get('alice')!.id, { ...rig.clients.get('acme-api')!, clientId: rig.users.get('alice')!.id });
    const posing = await post(rig, { ...API, grant_type: 'client_credentials', client_id: rig.users.get('alice')!.id });
    expect(claimsOf(posing.body.access_token).sub).toBe(account.id);
    rig.clients.delete(rig.users.get('alice')!.id);
  });

  it('B070: what is granted is said, in the answer and in the token alike, and nothing unknown is granted', async () => {
    const { body } = await post(rig, { ...PASSWORD, scope: 'openid phone' });
    expect(body.scope.split(' ').sort()).toEqual(['email', 'openid', 'phone', 'profile']);
    expect(claimsOf(body.access_token).scope).toBe(body.scope);
    expect((await post(rig, { ...PASSWORD, scope: 'openid realm-admin' })).body.error).toBe('invalid_scope');
    expect((await post(rig, { ...PASSWORD, scope: 'openid employee' })).body.error).toBe('invalid_scope');
  });

  it('B072: a refresh token of a public client rotates where the realm says so', async () => {
    rig.changeRealm({ revokeRefreshToken: true, refreshTokenMaxReuse: 0 });
    const { verifier, challenge } = pkcePair();
    const { code } = await logIn(rig, { client_id: 'acme-spa', code_challenge: challenge, code_challenge_method: 'S256' });
    const { body } = await redeem(rig, code, { ...SPA, code_verifier: verifier });
    expect((await refresh(rig, body.refresh_token, SPA)).status).toBe(200);
    expect((await refresh(rig, body.refresh_token, SPA)).body.error).toBe('invalid_grant');
    rig.changeRealm({ revokeRefreshToken: false });
  });

  it('B077: a refresh that names scopes gets what was granted, neither more nor, from then on, less', async () => {
    const { body } = await post(rig, { ...PASSWORD, scope: 'openid phone' });
    const wider = await refresh(rig, body.refresh_token, { scope: 'openid phone address offline_access' });
    expect(wider.body.scope).toBe(body.scope);
    const narrower = await refresh(rig, body.refresh_token, { scope: 'openid' });
    expect((await refresh(rig, narrower.body.refresh_token)).body.scope).toBe(body.scope);
  });

  it('B078, B137: a session ends when it is idle for too long, and at its maximum however busy it is', async () => {
    rig.changeRealm({ ssoSessionIdleTimeout: HOUR, ssoSessionMaxLifespan: 3 * HOUR });
    const idle = (await post(rig, { ...PASSWORD, ...REPORTS })).body;
    rig.clock.advance(HOUR + 1);
    expect((await refresh(rig, idle.refresh_token, REPORTS)).body.error).toBe('invalid_grant');

    let busy = (await post(rig, { ...PASSWORD, ...REPORTS })).body;
    for (let used = 0; used < 5; used += 1) {
      rig.clock.advance(HOUR / 2);
      busy = (await refresh(rig, busy.refresh_token, REPORTS)).body;
      expect(busy.refresh_token).toBeDefined();
    }
    rig.clock.advance(HOUR / 2);
    expect((await refresh(rig, busy.refresh_token, REPORTS)).body.error).toBe('invalid_grant');
  });

  it('B137: a client may end its part sooner than the realm its session', async () => {
    rig.changeRealm({ ssoSessionIdleTimeout: HOUR, ssoSessionMaxLifespan: 8 * HOUR });
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    rig.clock.advance(HOUR / 2 + 1);
    expect((await refresh(rig, body.refresh_token)).body.error).toBe('invalid_grant');
    expect(codeOf(await browser.go(authUrl({ client_id: 'acme-reports', prompt: 'none' })))).toMatch(/^m\./);
  });

  it('B138: the times that NIST gives for each level can be set, and then hold', async () => {
    const levels = { aal1: [30 * 24 * HOUR, 30 * 24 * HOUR], aal2: [24 * HOUR, HOUR], aal3: [12 * HOUR, HOUR / 4] } as const;
    for (const [max, idle] of Object.values(levels)) {
      rig.changeRealm({ ssoSessionMaxLifespan: max, ssoSessionIdleTimeout: idle });
      const unused = await logIn(rig, { client_id: 'acme-reports' });
      const used = await logIn(rig, { client_id: 'acme-reports' });
      const silent = async (browser: typeof used.browser) =>
        (await browser.go(authUrl({ client_id: 'acme-reports', prompt: 'none' }))).location?.searchParams.get('error') ?? 'signed in';
      for (let spent = 0; spent + idle / 2 < max; spent += idle / 2) {
        rig.clock.advance(idle / 2);
        expect(await silent(used.browser)).toBe('signed in');
        if (spent === idle) expect(await silent(unused.browser)).toBe('login_required');
      }
      rig.clock.advance(idle / 2);
      expect(await silent(used.browser)).toBe('login_required');
    }
    rig.changeRealm({ ssoSessionIdleTimeout: HOUR, ssoSessionMaxLifespan: 8 * HOUR });
  });

  it('B080: an ID token of a refresh is about the same login of the same person, for the same client', async () => {
    const { code } = await logIn(rig, { nonce: 'once' });
    const { body } = await redeem(rig, code);
    rig.clock.advance(100);
    const before = claimsOf(body.id_token);
    const after = claimsOf((await refresh(rig, body.refresh_token)).body.id_token);
    for (const name of ['iss', 'sub', 'aud', 'azp', 'auth_time', 'sid', 'acr']) expect([name, after[name]]).toEqual([name, before[name]]);
    expect(Number(after.iat) - Number(before.iat)).toBe(100);
    expect(after.nonce).toBeUndefined();
  });

  it('B094: times are those of this server, and a clock of another node may be a minute off', async () => {
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    const claims = claimsOf(body.id_token);
    expect([claims.iat, claims.exp]).toEqual([now(), now() + 240]);
    rig.clock.advance(-60);
    expect(await userinfo(body.access_token)).toBe(200);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
    rig.clock.advance(60);
  });

  it('B101: a token is taken back by the client it was given to, and by no other', async () => {
    const { body } = await post(rig, PASSWORD);
    for (const token of [body.refresh_token, body.access_token]) {
      expect((await post(rig, { ...REPORTS, token }, REVOKE)).body.error_description).toBe('Unmatching clients');
      expect((await post(rig, { ...SPA, token }, REVOKE)).status).toBe(400);
    }
    expect(await userinfo(body.access_token)).toBe(200);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
  });

  it('B103, D009: is not called taken back while the store cannot write it down', async () => {
    const { body } = await post(rig, PASSWORD);
    broken.on = true;
    const answers = await Promise.all(
      [body.refresh_token, body.access_token].map((token) =>
        fetch(new URL(REVOKE, rig.base), { method: 'POST', body: new URLSearchParams({ ...API, token }) }),
      ),
    );
    broken.on = false;
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(500);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
    expect((await post(rig, { ...API, token: body.refresh_token }, REVOKE)).status).toBe(200);
    expect((await refresh(rig, body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('B031: a nonce comes back as it was sent', async () => {
    const nonce = ' ünï "code" <&>%41+ ';
    const { code } = await logIn(rig, { nonce });
    expect(claimsOf((await redeem(rig, code)).body.id_token).nonce).toBe(nonce);
  });

  it('B127, B057: a code and a session id are each a lot of chance of its own', async () => {
    const logins = await Promise.all(Array.from({ length: 20 }, () => logIn(rig)));
    const parts = logins.map(({ done, code }) => {
      const sid = done.location!.searchParams.get('session_state')!;
      return { sid, code, entropy: Buffer.from(code.slice(3), 'base64url').length };
    });
    expect(new Set(parts.map(({ code }) => code)).size).toBe(20);
    expect(new Set(parts.map(({ sid }) => sid)).size).toBe(20);
    for (const { sid, code, entropy } of parts) {
      expect(entropy).toBeGreaterThanOrEqual(16);
      expect(Buffer.from(sid.slice(2), 'base64url').length).toBeGreaterThanOrEqual(16);
      expect(code.includes(sid.slice(2)) || sid.includes(code.slice(3))).toBe(false);
    }
  });

  it('B025: without an address to go back to there is no login', async () => {
    const browser = createBrowser(rig.base);
    const url = authUrl().replace(`redirect_uri=${encodeURIComponent(CALLBACK)}&`, '');
    const shown = await browser.go(url);
    expect([shown.status, shown.location, shown.page?.view]).toMatchObject([400, null, { message: { args: ['redirect_uri'] } }]);
  });
});
