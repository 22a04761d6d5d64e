import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, claimsOf, post } from '../test-rig/walks.ts';

const REPORTS = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };
const ACCESS = 'urn:ietf:params:oauth:token-type:access_token';
const audience = (client: string) => ({
  id: `aud-${client}`,
  name: `aud-${client}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': client, 'access.token.claim': 'true' },
});

describe('token exchange', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      realm: { eventsEnabled: true },
      client: (client) => {
        if (client.clientId === 'acme-api') return { ...client, protocolMappers: [...client.protocolMappers, audience('acme-reports')] };
        if (client.clientId !== 'acme-reports') return client;
        const attributes = { ...client.attributes, 'standard.token.exchange.enabled': 'true' };
        return { ...client, attributes, protocolMappers: [...client.protocolMappers, audience('acme-spa'), audience('acme-api')] };
      },
    });
  });
  afterAll(() => rig.close());

  const login = async (username = 'alice') =>
    (await post(rig, { grant_type: 'password', username, password: `${username}-pw`, scope: 'openid', ...API })).body;
  const exchange = (token: string | undefined, more: Readonly<Record<string, string>> = {}) =>
    post(rig, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      ...(token === undefined ? {} : { subject_token: token }),
      subject_token_type: ACCESS,
      ...REPORTS,
      ...more,
    });
  const userinfo = (token: string) =>
    fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${token}` } });

  it('gives a client a token of its own for one that is meant for it, of the same person and session', async () => {
    const given = await login();
    const { status, body } = await exchange(given.access_token, { scope: 'openid' });
    expect([status, body.issued_token_type, body.refresh_token]).toEqual([200, ACCESS, undefined]);
    const [before, after] = [claimsOf(given.access_token), claimsOf(body.access_token)];
    expect(after).toMatchObject({ azp: 'acme-reports', sub: before.sub, sid: before.sid, jti: expect.stringMatching(/^onrtte:/) });
    expect((await userinfo(body.access_token)).status).toBe(200);
  });

  it('B125: leaves a trace of who exchanged whose token', async () => {
    await exchange((await login()).access_token);
    expect(rig.loginEvents.filter(({ type }) => type === 'TOKEN_EXCHANGE').at(-1)).toMatchObject({
      clientId: 'acme-reports',
      details: { subject_token_client_id: 'acme-api' },
    });
  });

  it('B123: refuses every token that would be refused elsewhere', async () => {
    const refusal = async (token: string) => (await exchange(token)).body.error;
    const fresh = await login();
    expect(await refusal('garbage')).toBe('invalid_request');
    expect(await refusal(fresh.id_token)).toBe('invalid_request');
    expect(await refusal(fresh.refresh_token)).toBe('invalid_request');
    await rig.sessions.end(rig.realm(), fresh.session_state);
    expect(await refusal(fresh.access_token)).toBe('invalid_request');
    const late = await login();
    rig.clock.advance(3_600);
    expect(await refusal(late.access_token)).toBe('invalid_request');
  });

  it('B123, D040: refuses the token of a person who was disabled', async () => {
    const given = await login('bob');
    rig.changeUser('bob', { enabled: false });
    expect((await exchange(given.access_token)).body.error).toBe('invalid_request');
    rig.changeUser('bob', { enabled: true });
    expect((await exchange(given.access_token)).status).toBe(200);
  });

  it('refuses a token that is meant for others', async () => {
    const own = (await exchange((await login()).access_token)).body.access_token;
    rig.changeClient('acme-api', { attributes: { 'standard.token.exchange.enabled': 'true' }, protocolMappers: [] });
    const narrowed = (await exchange((await login()).access_token)).body;
    expect(narrowed).toEqual({ error: 'access_denied', error_description: 'Client is not within the token audience' });
    expect((await exchange(own, API)).status).toBe(200);
    rig.changeClient('acme-api', { protocolMappers: [audience('acme-reports')] });
  });

  it('B124: narrows the audience to what was asked for, widens it never, and leaves out clients that are switched off', async () => {
    const { access_token } = await login();
    const audienceOf = async (more: Readonly<Record<string, string>> = {}) =>
      claimsOf((await exchange(access_token, more)).body.access_token).aud;
    expect(await audienceOf()).toEqual(expect.arrayContaining(['acme-spa', 'acme-api']));
    expect(await audienceOf({ audience: 'acme-spa' })).toBe('acme-spa');
    expect((await exchange(access_token, { audience: 'realm-management' })).body.error_description).toMatch(/^Requested audience not/);
    rig.changeClient('acme-spa', { enabled: false });
    expect(await audienceOf()).not.toContain('acme-spa');
    expect((await exchange(access_token, { audience: 'acme-spa' })).body.error).toBe('invalid_request');
    rig.changeClient('acme-spa', { enabled: true });
    expect((await exchange(access_token, { scope: 'openid nonsense' })).body.error).toBe('invalid_scope');
  });

  it('B126, D074: never takes the caller for the subject', async () => {
    for (const token of [undefined, '']) {
      const { status, body } = await exchange(token);
      expect([status, body.error]).toEqual([400, 'invalid_request']);
    }
    expect((await exchange((await login()).access_token, { requested_subject: 'bob' })).body.error).toBe('invalid_request');
  });

  it('needs a confidential client that is switched on for it', async () => {
    const { access_token } = await login();
    rig.changeClient('acme-api', { attributes: {} });
    expect((await exchange(access_token, API)).body.error).toBe('unauthorized_client');
    expect((await exchange(access_token, { client_id: 'acme-spa', client_secret: '' })).body.error).toBe('unauthorized_client');
  });
});
