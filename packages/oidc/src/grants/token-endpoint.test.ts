import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { API, authUrl, CALLBACK, claimsOf, codeOf, logIn, pkcePair, post, redeem, refresh, TOKEN } from '../test-rig/walks.ts';

const PASSWORD = { grant_type: 'password', username: 'alice', password: 'alice-pw' };
const SPA = { client_id: 'acme-spa', client_secret: '' };

describe('token endpoint', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig();
  });
  afterAll(() => rig.close());

  const refusal = async (form: Readonly<Record<string, string>>) => {
    const { status, body } = await post(rig, form);
    return [status, body.error, body.error_description];
  };

  it('refuses what is no token request in the recorded words', async () => {
    expect(await refusal(API)).toEqual([400, 'invalid_request', 'Missing form parameter: grant_type']);
    expect(await refusal({ ...API, grant_type: 'foo' })).toEqual([400, 'unsupported_grant_type', 'Unsupported grant_type']);
    const get = await fetch(new URL(TOKEN, rig.base));
    expect([get.status, await get.json()]).toEqual([405, { error: 'HTTP 405 Method Not Allowed' }]);
    const twice = await fetch(new URL(TOKEN, rig.base), {
      method: 'POST',
      body: new URLSearchParams([...Object.entries({ ...PASSWORD, ...API }), ['username', 'bob']]),
    });
    expect([twice.status, (await twice.json()).error_description]).toEqual([400, 'duplicated parameter']);
  });

  it('grants by password with a session in one write', async () => {
    rig.counted.reset();
    const { status, body } = await post(rig, { ...PASSWORD, ...API, scope: 'openid' });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).jti).toMatch(/^onrtro:/);
    expect(body).toMatchObject({ token_type: 'Bearer', 'not-before-policy': 0, session_state: claimsOf(body.access_token).sid });
    expect(rig.counted.counts()).toMatchObject({ reads: 0, writes: 1 });
  });

  it('refuses a password grant in the recorded words', async () => {
    expect(await refusal({ grant_type: 'password', password: 'x', ...API })).toEqual([
      401,
      'invalid_request',
      'Missing parameter: username',
    ]);
    expect(await refusal({ ...PASSWORD, password: 'no', ...API })).toEqual([400, 'invalid_grant', 'Invalid user credentials']);
    expect(await refusal({ ...PASSWORD, username: 'nobody', ...API })).toEqual([400, 'invalid_grant', 'Invalid user credentials']);
    expect(await refusal({ ...PASSWORD, username: 'erin', password: 'erin-pw', ...API })).toEqual([
      400,
      'invalid_grant',
      'Account disabled',
    ]);
    expect(await refusal({ ...PASSWORD, username: 'frank', password: 'frank-pw', ...API })).toEqual([
      400,
      'invalid_grant',
      'Account is not fully set up',
    ]);
    expect(await refusal({ ...PASSWORD, ...SPA })).toEqual([400, 'unauthorized_client', 'Client not allowed for direct access grants']);
    expect(await refusal({ ...PASSWORD, ...API, scope: 'openid nonsense' })).toEqual([
      400,
      'invalid_scope',
      'Invalid scopes: openid nonsense',
    ]);
  });

  it('gives client credentials without a call of the session store', async () => {
    rig.counted.reset();
    const { status, body } = await post(rig, { grant_type: 'client_credentials', ...API });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).jti).toMatch(/^trrtcc:/);
    expect(body).not.toHaveProperty('refresh_token');
    expect(rig.counted.counts()).toMatchObject({ reads: 0, writes: 0 });
    expect(await refusal({ grant_type: 'client_credentials', ...SPA })).toEqual([
      401,
      'unauthorized_client',
      'Public client not allowed to retrieve service account',
    ]);
  });

  it('refuses a code in the recorded words, and spends it whatever the reason', async () => {
    const { code } = await logIn(rig);
    expect((await redeem(rig, code, { redirect_uri: `${CALLBACK}/other` })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Incorrect redirect_uri',
    });
    expect((await redeem(rig, code)).body.error_description).toBe('Code not valid');
    expect((await redeem(rig, 'garbage')).body.error_description).toBe('Code not valid');
    expect(await refusal({ grant_type: 'authorization_code', redirect_uri: CALLBACK, ...API })).toEqual([
      400,
      'invalid_request',
      'Missing parameter: code',
    ]);
    const missing = await logIn(rig);
    expect(await refusal({ grant_type: 'authorization_code', code: missing.code, ...API })).toEqual([
      400,
      'invalid_grant',
      'Incorrect redirect_uri',
    ]);
    const foreign = await logIn(rig);
    expect(
      (await redeem(rig, foreign.code, { client_id: 'acme-reports', client_secret: 'acme-reports-secret' })).body.error_description,
    ).toBe('Auth error: Found different client_id in clientSession');
  });

  it('verifies PKCE in the recorded words', async () => {
    const { verifier, challenge } = pkcePair();
    const s256 = { client_id: 'acme-spa', code_challenge: challenge, code_challenge_method: 'S256' };
    const spend = async (more: Readonly<Record<string, string>>) => {
      const { code } = await logIn(rig, s256);
      const { status, body } = await redeem(rig, code, { ...SPA, ...more });
      return status === 200 ? 200 : body.error_description;
    };
    expect(await spend({ code_verifier: verifier })).toBe(200);
    expect(await spend({ code_verifier: 'A'.repeat(43) })).toBe('PKCE verification failed: Code mismatch');
    expect(await spend({})).toBe('PKCE code verifier not specified');
    expect(await spend({ code_verifier: 'short' })).toBe('PKCE verification failed: Invalid code verifier');
    const { code } = await logIn(rig);
    expect((await redeem(rig, code, { code_verifier: verifier })).body.error_description).toBe(
      'PKCE code verifier specified but challenge not present in authorization',
    );
    const plain = await logIn(rig, { code_challenge: verifier });
    expect((await redeem(rig, plain.code, { code_verifier: verifier })).status).toBe(200);
  });

  it('ends the client entry when a code is replayed', async () => {
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    expect((await redeem(rig, code)).body.error_description).toBe('Code not valid');
    expect((await refresh(rig, body.refresh_token)).body.error_description).toBe("Session doesn't have required client");
  });

  it('refreshes any number of times without rotation, one read and no write each', async () => {
    const { body } = await post(rig, { ...PASSWORD, ...API, scope: 'openid' });
    rig.counted.reset();
    const again = await refresh(rig, body.refresh_token, { scope: 'openid phone' });
    expect(again.status).toBe(200);
    expect(rig.counted.counts()).toMatchObject({ reads: 1, writes: 0 });
    expect(claimsOf(again.body.access_token).jti).toMatch(/^onrtrt:/);
    expect(again.body.scope).toBe(body.scope);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
  });

  it('refuses a refresh in the recorded words', async () => {
    const { body } = await post(rig, { ...PASSWORD, ...API, scope: 'openid' });
    const said = async (token: string, more = {}) => (await refresh(rig, token, more)).body.error_description;
    expect(await refusal({ grant_type: 'refresh_token', ...API })).toEqual([400, 'invalid_request', 'No refresh token']);
    expect(await said('garbage')).toBe('Invalid refresh token');
    expect(await said(body.access_token)).toBe('Invalid refresh token');
    expect(await said(body.id_token)).toBe('Invalid refresh token');
    expect(await said(`${body.refresh_token}xx`)).toBe('Invalid refresh token');
    expect(await said(body.refresh_token, { client_id: 'acme-reports', client_secret: 'acme-reports-secret' })).toBe(
      "Invalid refresh token. Token client and authorized client don't match",
    );
    await rig.sessions.end(rig.realm(), body.session_state);
    expect(await said(body.refresh_token)).toBe('Session not active');
  });

  it('keeps an offline token alive after its session, and needs the role of nobody', async () => {
    const { body } = await post(rig, { ...PASSWORD, ...API, scope: 'openid offline_access' });
    expect(claimsOf(body.refresh_token)).toMatchObject({ typ: 'Offline' });
    expect(claimsOf(body.access_token).jti).toMatch(/^ofrtro:/);
    expect(await rig.sessions.get(rig.realm(), body.session_state)).toBeNull();
    const again = await refresh(rig, body.refresh_token);
    expect(claimsOf(again.body.access_token).jti).toMatch(/^ofrtrt:/);
  });

  it('stays within the budget of a browser login (6 reads, 6 writes) and of a single sign-on (3, 3)', async () => {
    rig.counted.reset();
    const { browser, code } = await logIn(rig);
    expect((await redeem(rig, code)).status).toBe(200);
    expect(rig.counted.counts()).toMatchObject({ reads: 3, writes: 5 });
    rig.counted.reset();
    const second = await browser.go(authUrl({ client_id: 'acme-reports' }));
    await redeem(rig, codeOf(second), { client_id: 'acme-reports', client_secret: 'acme-reports-secret' });
    expect(rig.counted.counts()).toMatchObject({ reads: 3, writes: 3 });
  });

  it('knows every refusal of the library that these tests met', () => {
    expect(rig.unknownErrors).toEqual([]);
  });
});
