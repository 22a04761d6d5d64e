import { describe, expect, test } from '@jest/globals';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';
import { payloadOf } from '../test-rig/token-setup.ts';

const PATH = '/protocol/openid-connect/token/introspect';
/** The one client of the realm whose tokens are meant for itself. */
const asker = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };
const INACTIVE = { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' }, body: { active: false } };
const refused = (status: number, error: string, error_description: string) => ({ status, body: { error, error_description } });

describe('introspection', () => {
  test('shows the whole token and whose it is, for one read and no write', async () => {
    const { call, login, counts } = endpointSetup();
    const { access_token } = await login({ by: 'acme-reports' });
    counts.reads = counts.writes = 0;
    const answer = await call('POST', PATH, { form: { ...asker, token: access_token } });
    expect(counts).toEqual({ reads: 1, writes: 0 });
    const { aud: _aud, ...rest } = payloadOf(access_token);
    expect(answer.headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(answer.body).toMatchObject({ ...rest, client_id: 'acme-reports', username: 'alice', token_type: 'Bearer', active: true });
    expect((answer.body as { aud: string[] }).aud).toEqual(expect.arrayContaining(['acme-reports', 'acme-api']));
  });

  test('may be asked by any confidential client in the audience, and by no other', async () => {
    const { call, login } = endpointSetup();
    const { access_token } = await login({ by: 'acme-reports' });
    const api = { client_id: 'acme-api', client_secret: 'acme-api-secret' };
    expect((await call('POST', PATH, { form: { ...api, token: access_token } })).body).toMatchObject({
      active: true,
      client_id: 'acme-reports',
    });
    const own = await login({ by: 'acme-api' });
    expect(await call('POST', PATH, { form: { ...api, token: own.access_token } })).toEqual(INACTIVE);
    expect(await call('POST', PATH, { form: { ...asker, token: own.access_token } })).toEqual(INACTIVE);
  });

  test('makes a lightweight token whole again', async () => {
    const { call, login } = endpointSetup({
      client: (client) =>
        client.clientId === 'acme-reports' ? { ...client, attributes: { 'client.use.lightweight.access.token.enabled': 'true' } } : client,
    });
    const { access_token, user } = await login({ by: 'acme-reports' });
    expect(payloadOf(access_token)).not.toHaveProperty('sub');
    const { body } = await call('POST', PATH, { form: { ...asker, token: access_token } });
    expect(body).toMatchObject({ active: true, sub: user.id, preferred_username: 'alice', aud: expect.arrayContaining(['acme-reports']) });
  });

  test('knows an ID token without a hint and a refresh token only with one', async () => {
    const { call, login } = endpointSetup();
    const { id_token, refresh_token, access_token } = await login({ by: 'acme-reports' });
    const ask = async (token: string, token_type_hint?: string) =>
      (await call('POST', PATH, { form: { ...asker, token, ...(token_type_hint ? { token_type_hint } : {}) } })).body as Record<
        string,
        unknown
      >;
    const id = await ask(id_token!);
    expect(id).toMatchObject({ active: true, typ: 'ID', token_type: 'ID', username: 'alice' });
    for (const name of ['at_hash', 'scope']) expect(id).not.toHaveProperty(name);
    expect(await ask(refresh_token!)).toEqual({ active: false });
    const refresh = await ask(refresh_token!, 'refresh_token');
    expect(refresh).toMatchObject({
      active: true,
      typ: 'Refresh',
      token_type: 'Refresh',
      aud: expect.arrayContaining(['http://localhost:8080/realms/acme']),
    });
    for (const name of ['aud_x', 'prov']) expect(refresh).not.toHaveProperty(name);
    expect(await ask(access_token, 'refresh_token')).toEqual({ active: false });
    expect(await ask(access_token, 'access_token')).toMatchObject({ active: true });
  });

  test('finds everything inactive after the logout, and garbage always', async () => {
    const { call, login, sessions, acme } = endpointSetup();
    const { id_token, refresh_token, access_token, sid } = await login({ by: 'acme-reports' });
    await sessions.end(acme.snapshot, sid);
    for (const [token, token_type_hint] of [
      [access_token, 'access_token'],
      [id_token!, ''],
      [refresh_token!, 'refresh_token'],
      ['garbage', ''],
    ] as const)
      expect(await call('POST', PATH, { form: { ...asker, token, token_type_hint } })).toEqual(INACTIVE);
  });

  test('does not say why a transient token is inactive, but the log does', async () => {
    const { call, issuer, grant, clock, log } = endpointSetup();
    const snapshot = { authTime: clock.now(), acr: '1', amr: [], notes: {} };
    const { access_token } = await issuer.issue(grant({ by: 'acme-reports', binding: { kind: 'transient', snapshot } }));
    expect(await call('POST', PATH, { form: { ...asker, token: access_token } })).toEqual(INACTIVE);
    expect(log.text()).toContain('"reason":"transient"');
  });

  test('shows a service account with the notes of its call', async () => {
    const { call, issuer, grant } = endpointSetup({
      client: (client) =>
        client.clientId === 'acme-api'
          ? {
              ...client,
              protocolMappers: [
                {
                  id: 'a',
                  name: 'a',
                  protocol: 'openid-connect',
                  protocolMapper: 'oidc-audience-mapper',
                  config: { 'included.client.audience': 'acme-api', 'access.token.claim': 'true' },
                },
              ],
            }
          : client,
    });
    const notes = { client_id: 'acme-api', clientHost: '10.0.0.1', clientAddress: '10.0.0.1' };
    const { access_token } = await issuer.issue(
      grant({ as: 'service-account-acme-api', grant: 'cc', scope: '', binding: { kind: 'service-account', notes } }),
    );
    const form = { client_id: 'acme-api', client_secret: 'acme-api-secret', token: access_token };
    expect((await call('POST', PATH, { form })).body).toMatchObject({
      active: true,
      username: 'service-account-acme-api',
      clientHost: '10.0.0.1',
      client_id: 'acme-api',
    });
    await call('POST', '/protocol/openid-connect/revoke', { form });
    expect(await call('POST', PATH, { form })).toEqual(INACTIVE);
  });

  test('refuses callers and requests in the recorded words', async () => {
    const { call, login } = endpointSetup();
    const { access_token: token } = await login({ by: 'acme-reports' });
    expect(await call('POST', PATH, { form: asker })).toMatchObject(refused(400, 'invalid_request', 'Token not provided.'));
    expect(await call('POST', PATH, { form: { ...asker, token, token_type_hint: 'foo' } })).toMatchObject(
      refused(400, 'invalid_request', 'Unsupported token type.'),
    );
    expect(await call('POST', PATH, { form: { ...asker, client_secret: 'no', token } })).toMatchObject(
      refused(401, 'invalid_client', 'Client authentication failed.'),
    );
    expect(await call('POST', PATH, { form: { token } })).toMatchObject(
      refused(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
    );
    expect(await call('POST', PATH, { form: { token, client_id: 'acme-spa' } })).toMatchObject(
      refused(403, 'invalid_request', 'Client not allowed.'),
    );
    expect(await call('POST', PATH, { body: `client_id=acme-reports&client_secret=acme-reports-secret&token=a&token=b` })).toMatchObject(
      refused(400, 'invalid_request', 'duplicated parameter'),
    );
    expect(await call('GET', PATH)).toMatchObject({ status: 405, body: { error: 'HTTP 405 Method Not Allowed' } });
  });
});
