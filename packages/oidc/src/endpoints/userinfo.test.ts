import { describe, expect, test } from '@jest/globals';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';

const PATH = '/protocol/openid-connect/userinfo';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const refusal = (description?: string) => ({
  status: 401,
  headers: {
    'content-type': 'text/plain;charset=utf-8',
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'www-authenticate': `Bearer realm="acme"${description === undefined ? '' : `, error="invalid_token", error_description="${description}"`}`,
  },
  body: null,
});

describe('userinfo', () => {
  test('gives the claims of the scopes, by header and by form, for one read and no write', async () => {
    const { call, login, counts, acme } = endpointSetup();
    const { access_token } = await login();
    counts.reads = counts.writes = 0;
    const answer = await call('GET', PATH, bearer(access_token));
    expect(counts).toEqual({ reads: 1, writes: 0 });
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
      body: {
        sub: acme.users.get('alice')!.id,
        email_verified: true,
        name: 'Alice Acme',
        preferred_username: 'alice',
        given_name: 'Alice',
        family_name: 'Acme',
        locale: 'de',
        email: 'alice@acme.test',
      },
    });
    expect(await call('POST', PATH, bearer(access_token))).toEqual(answer);
    expect(await call('POST', PATH, { form: { access_token } })).toEqual(answer);
  });

  test('adds what the mappers of the client itself give', async () => {
    const { call, login } = endpointSetup();
    const { access_token } = await login({ by: 'acme-reports' });
    expect((await call('GET', PATH, bearer(access_token))).body).toMatchObject({
      tenant: { id: 42 },
      department: ['Engineering', 'Research'],
      groups: expect.arrayContaining(['/Contractors', '/Head Office/Finance/Payroll']),
    });
  });

  test('refuses what is no bearer token without an error', async () => {
    const { call, login } = endpointSetup();
    const { access_token } = await login();
    expect(await call('GET', PATH)).toEqual(refusal());
    expect(await call('GET', PATH, { headers: { authorization: 'Basic abc' } })).toEqual(refusal());
    expect(await call('GET', PATH, { headers: { authorization: 'Bearer' } })).toEqual(refusal());
    expect(await call('POST', PATH, { form: { access_token }, headers: { authorization: 'Basic abc' } })).toEqual(refusal());
    expect(await call('POST', PATH, { body: `access_token=${access_token}&access_token=x` })).toEqual(refusal());
    expect(await call('POST', PATH, { body: JSON.stringify({ access_token }), contentType: 'application/json' })).toEqual(refusal());
  });

  test('refuses other tokens and dead ones as recorded', async () => {
    const { call, login, sessions, acme, clock } = endpointSetup();
    const { access_token, refresh_token, id_token, sid } = await login();
    for (const token of ['garbage', `${access_token}x`, refresh_token!, id_token!])
      expect(await call('GET', PATH, bearer(token))).toEqual(refusal('Token verification failed'));
    await sessions.end(acme.snapshot, sid);
    expect(await call('GET', PATH, bearer(access_token))).toEqual(refusal('user_session_not_found'));
    clock.advance(300);
    expect(await call('GET', PATH, bearer(access_token))).toEqual(refusal('Token verification failed'));
  });

  test('refuses a lightweight token, and one without openid', async () => {
    const { call, login } = endpointSetup();
    const light = await login({ by: 'admin-cli' });
    expect(await call('GET', PATH, bearer(light.access_token))).toEqual(
      refusal('Lightweight access token not allowed for userinfo endpoint'),
    );
    const { access_token } = await login({ scope: 'email' });
    const answer = await call('GET', PATH, bearer(access_token));
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'www-authenticate': 'Bearer realm="acme", error="insufficient_scope", error_description="Missing openid scope"' },
    });
  });

  test('answers a preflight as recorded, and pages of the client only', async () => {
    const { call, login } = endpointSetup();
    expect(
      await call('OPTIONS', PATH, { headers: { origin: 'http://localhost:9999', 'access-control-request-method': 'GET' } }),
    ).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': 'http://localhost:9999',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers':
          'Accept, Access-Control-Request-Headers, Access-Control-Request-Method, Authorization, Content-Type, DPoP, Origin, X-Requested-With',
        'access-control-max-age': '3600',
      },
      body: null,
    });
    const { access_token } = await login();
    const from = async (origin: string) =>
      (await call('GET', PATH, { headers: { authorization: `Bearer ${access_token}`, origin } })).headers['access-control-allow-origin'];
    expect(await from('http://localhost:9999')).toBe('http://localhost:9999');
    expect(await from('http://evil.test')).toBeUndefined();
  });

  test('names the reason of a transient token in the log only', async () => {
    const { call, issuer, grant, clock, log } = endpointSetup();
    const snapshot = { authTime: clock.now(), acr: '1', amr: [], notes: {} };
    const { access_token } = await issuer.issue(grant({ binding: { kind: 'transient', snapshot } }));
    expect(await call('GET', PATH, bearer(access_token))).toEqual(refusal('user_session_not_found'));
    expect(log.text()).toContain('"reason":"transient"');
    expect(log.text()).not.toContain(access_token);
  });
});
