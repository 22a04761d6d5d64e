import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { API, siteRealm } from './hostile/site.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';
import { type Request, siteRequests } from './rig/site-requests.ts';

const REALM = 'policies';
const GRANT = 'urn:ietf:params:oauth:grant-type:';
/** A client with a secret does not keep to it, whatever it asks for. */
const KEYS_ONLY = { executor: 'secure-client-authenticator', configuration: { 'allowed-client-authenticators': ['client-jwt'] } };
const REFUSED = /not allowed|prohibited|invalid_client_metadata|unauthorized_client|invalid_request|invalid_client/;
const FINE = /"(access_token|request_uri|device_code|auth_req_id|active)"|authorization_pending/;

describe('client policies', () => {
  let server: InProcessServer;
  let grants: Readonly<Record<string, () => Promise<Request> | Request>>;
  let others: Readonly<Record<string, () => Promise<Request> | Request>>;
  beforeAll(async () => {
    server = await startInProcess();
    const { clients, ...realm } = siteRealm(REALM);
    const [api, ...more] = clients;
    await server.admin('POST', '', { ...realm, clients: [{ ...api, secret: API.client_secret }, ...more] });
    const of = siteRequests(server.base, REALM);
    grants = {
      authorization_code: of.code,
      refresh_token: of.refresh,
      password: of.password,
      client_credentials: () => of.service,
      [`${GRANT}device_code`]: of.device,
      [`${GRANT}token-exchange`]: of.exchange,
      [`${GRANT}jwt-bearer`]: of.assertion,
      'urn:openid:params:grant-type:ciba': of.backchannel,
    };
    others = {
      'pushed request': of.pushed,
      'auth/device': () => () => of.post('auth/device', { scope: 'openid' }),
      'ext/ciba/auth': () => () => of.post('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' }),
      introspection: of.active,
    };
  }, 60_000);
  afterEach(() => write(null));
  afterAll(() => server.stop());

  /** One policy with one executor, or none at all. */
  async function write(condition: { readonly condition: string; readonly configuration: object } | null, executor: object = KEYS_ONLY) {
    const profiles = [{ name: 'strict', executors: [executor] }];
    const policies = condition === null ? [] : [{ name: 'all', enabled: true, conditions: [condition], profiles: ['strict'] }];
    await server.admin('PUT', `/${REALM}/client-policies/profiles`, { profiles });
    await server.admin('PUT', `/${REALM}/client-policies/policies`, { policies });
  }

  it('D075: hold for every grant and every endpoint that a client authenticates at, with what it got before too', async () => {
    for (const [name, prepare] of Object.entries({ ...grants, ...others })) {
      await write(null);
      const request = await prepare();
      await write({ condition: 'any-client', configuration: {} });
      const refused = await request();
      expect([name, refused.status >= 400, REFUSED.test(refused.text), refused.text]).toEqual([name, true, true, refused.text]);
      expect(refused.text).not.toMatch(FINE);
      await write(null);
      expect([name, (await (await prepare())()).text]).toEqual([name, expect.stringMatching(FINE)]);
    }
  }, 120_000);

  it('D075: that name a grant hold for that grant and for no other', async () => {
    for (const named of Object.keys(grants)) {
      const wrong: string[] = [];
      for (const [asked, prepare] of Object.entries(grants)) {
        await write(null);
        const request = await prepare();
        await write({ condition: 'grant-type', configuration: { grant_types: [named] } });
        if (FINE.test((await request()).text) === (asked === named)) wrong.push(asked);
      }
      expect([named, wrong]).toEqual([named, []]);
    }
  }, 240_000);

  it('D075: that forbid the password grant forbid it to clients which were there before', async () => {
    await write({ condition: 'any-client', configuration: {} }, { executor: 'reject-ropc-grant', configuration: {} });
    const request = await grants.password!();
    expect((await request()).text).not.toMatch(/access_token/);
  });
});
