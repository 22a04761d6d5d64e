import { describe, expect, test } from '@jest/globals';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';

const PATH = '/protocol/openid-connect/revoke';
const api = { client_id: 'acme-api', client_secret: 'acme-api-secret' };

describe('revocation', () => {
  test('of an access token ends that token and nothing else, again and again', async () => {
    const { call, login, accessTokens, acme, issuer, events } = endpointSetup();
    const one = await login();
    const two = await login({ sid: one.sid });
    for (let time = 0; time < 2; time++)
      expect(await call('POST', PATH, { form: { ...api, token: one.access_token } })).toMatchObject({ status: 200, body: null });
    expect(await accessTokens.verify(acme.snapshot, one.access_token)).toMatchObject({ reason: 'revoked' });
    expect(await accessTokens.verify(acme.snapshot, two.access_token)).toMatchObject({ kind: 'active' });
    expect(await issuer.readRefreshToken(acme.snapshot, one.refresh_token!)).not.toBeNull();
    expect(events[0]).toMatchObject({ type: 'REVOKE_GRANT', clientId: 'acme-api', sessionId: one.sid });
  });

  test('of a refresh token ends its client in the session, access tokens included, and leaves other clients alone', async () => {
    const { call, login, accessTokens, acme } = endpointSetup();
    const one = await login();
    const other = await login({ by: 'acme-spa', sid: one.sid });
    expect(await call('POST', PATH, { form: { ...api, token: one.refresh_token!, token_type_hint: 'refresh_token' } })).toMatchObject({
      status: 200,
      body: null,
    });
    expect(await accessTokens.verify(acme.snapshot, one.access_token)).toMatchObject({ reason: 'session_missing' });
    expect(await accessTokens.verify(acme.snapshot, other.access_token)).toMatchObject({ kind: 'active' });
  });

  test('of the refresh token of the last client ends the session', async () => {
    const { call, login, sessions, acme } = endpointSetup();
    const { sid, refresh_token } = await login();
    await call('POST', PATH, { form: { ...api, token: refresh_token! } });
    expect(await sessions.get(acme.snapshot, sid)).toBeNull();
  });

  test('of an older refresh token does not reach a newer login', async () => {
    const { call, login, accessTokens, acme, sessions } = endpointSetup();
    const one = await login();
    await sessions.removeClient(acme.snapshot, one.sid, one.client.id);
    const two = await login({ sid: one.sid });
    expect(await call('POST', PATH, { form: { ...api, token: one.refresh_token! } })).toMatchObject({ status: 200 });
    expect(await accessTokens.verify(acme.snapshot, two.access_token)).toMatchObject({ kind: 'active' });
  });

  test('of an offline token ends the offline session of the client', async () => {
    const { call, login, sessions, acme } = endpointSetup();
    const { refresh_token, sid } = await login({ scope: 'openid offline_access', offline: true });
    expect(await call('POST', PATH, { form: { ...api, token: refresh_token! } })).toMatchObject({ status: 200, body: null });
    expect(await sessions.get(acme.snapshot, sid, { offline: true })).toBeNull();
  });

  test('is open to public clients, for their own tokens', async () => {
    const { call, login } = endpointSetup();
    const { refresh_token } = await login({ by: 'acme-spa' });
    expect(await call('POST', PATH, { form: { client_id: 'acme-spa', token: refresh_token! } })).toMatchObject({ status: 200, body: null });
  });

  test('refuses in the recorded words', async () => {
    const { call, login, accessTokens, acme } = endpointSetup();
    const { access_token, refresh_token, id_token } = await login();
    const ask = (form: Record<string, string>) => call('POST', PATH, { form });
    expect(await ask({ ...api, token: 'garbage' })).toMatchObject({
      status: 200,
      body: { error: 'invalid_token', error_description: 'Invalid token' },
    });
    expect(await ask(api)).toMatchObject({ status: 400, body: { error: 'invalid_request', error_description: 'Token not provided' } });
    expect(await ask({ ...api, token: id_token! })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_token_type', error_description: 'Unsupported token type' },
    });
    for (const token of [access_token, refresh_token!])
      expect(await ask({ client_id: 'acme-spa', token })).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', error_description: 'Unmatching clients' },
      });
    expect(await ask({ ...api, client_secret: 'no', token: access_token })).toMatchObject({
      status: 401,
      body: { error: 'unauthorized_client' },
    });
    expect(await call('GET', PATH)).toMatchObject({ status: 405, body: { error: 'HTTP 405 Method Not Allowed' } });
    expect(await accessTokens.verify(acme.snapshot, access_token)).toMatchObject({ kind: 'active' });
  });

  test('of a transient token says that it is none', async () => {
    const { call, issuer, grant, clock, counts } = endpointSetup();
    const snapshot = { authTime: clock.now(), acr: '1', amr: [], notes: {} };
    const { access_token } = await issuer.issue(grant({ binding: { kind: 'transient', snapshot } }));
    counts.writes = 0;
    expect(await call('POST', PATH, { form: { ...api, token: access_token } })).toMatchObject({
      status: 200,
      body: { error: 'invalid_token' },
    });
    expect(counts.writes).toBe(0);
  });
});
