import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FormBrowser } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const REALM = 'recycled';
const CALLBACK = 'http://localhost:9999/cb';
const PASSWORD = 'A-password-of-this-test-1';
const API = { client_id: 'api', client_secret: 'api-secret' };
const IDS = {
  user: '11111111-1111-4111-8111-111111111111',
  client: '22222222-2222-4222-8222-222222222222',
  role: '33333333-3333-4333-8333-333333333333',
  group: '44444444-4444-4444-8444-444444444444',
  realm: '55555555-5555-4555-8555-555555555555',
};
type Form = Readonly<Record<string, string>>;
type Items = readonly Readonly<Record<string, string>>[];

const ann = {
  ...{ id: IDS.user, username: 'ann', email: 'ann@recycled.test', emailVerified: true, enabled: true, firstName: 'A', lastName: 'R' },
  credentials: [{ type: 'password', value: PASSWORD }],
};
const api = {
  id: IDS.client,
  clientId: API.client_id,
  secret: API.client_secret,
  redirectUris: [CALLBACK],
  directAccessGrantsEnabled: true,
  serviceAccountsEnabled: true,
  consentRequired: false,
  attributes: { 'oauth2.device.authorization.grant.enabled': 'true' },
  protocolMappers: [
    {
      name: 'self',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.client.audience': 'api', 'access.token.claim': 'true' },
    },
  ],
};
const document = {
  realm: REALM,
  id: IDS.realm,
  enabled: true,
  passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
  clients: [api, { ...api, id: 'web', clientId: 'web', secret: 'web-secret', consentRequired: true }],
  users: [ann],
};

describe('what is deleted and made again under the same id and name', () => {
  let server: InProcessServer;
  beforeAll(async () => {
    server = await startInProcess();
  }, 60_000);
  beforeEach(() => server.admin('POST', '', document));
  afterEach(async () => {
    await server.admin('DELETE', `/${REALM}`);
  });
  afterAll(() => server.stop());

  const admin = (method: string, path: string, body?: unknown) => server.admin(method, `/${REALM}${path}`, body);
  const at = (path: string) => `${server.base}/realms/${REALM}/protocol/openid-connect/${path}`;
  const post = async (path: string, form: Form, client: Form = API) => {
    const answer = await fetch(at(path), { method: 'POST', body: new URLSearchParams({ ...client, ...form }) });
    const text = await answer.text();
    return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
  };
  const login = async (scope: string) =>
    (await post('token', { grant_type: 'password', username: 'ann', password: PASSWORD, scope })).json as Record<string, string>;
  const authUrl = (more: Form = {}) =>
    `${at('auth')}?${new URLSearchParams({ client_id: 'api', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's', ...more })}`;

  /** Everything that somebody may still hold when a thing goes. */
  async function holdings() {
    const [online, offline] = [await login('openid'), await login('openid offline_access')];
    const service = (await post('token', { grant_type: 'client_credentials' })).json;
    const browser = new FormBrowser();
    const done = await browser.post(await browser.open(authUrl()), { username: 'ann', password: PASSWORD });
    const waiting = new FormBrowser();
    const form = await waiting.open(authUrl());
    const { device_code: device = '' } = (await post('auth/device', { scope: 'openid' })).json;
    const { request_uri: pushed = '' } = (await post('ext/par/request', { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }))
      .json;
    return { online, offline, service, browser, code: done.location?.searchParams.get('code') ?? '', waiting, form, device, pushed };
  }
  type Holdings = Awaited<ReturnType<typeof holdings>>;

  /** What of it works. */
  async function working({ online, offline, service, browser, code, device }: Holdings): Promise<readonly string[]> {
    const active = async (token = '') => (await post('token/introspect', { token })).json.active as unknown as boolean;
    const refreshes = async (refresh_token = '') => (await post('token', { grant_type: 'refresh_token', refresh_token })).status === 200;
    const tried: Record<string, boolean> = {
      'access token': await active(online.access_token),
      'offline access token': await active(offline.access_token),
      userinfo: (await fetch(at('userinfo'), { headers: { authorization: `Bearer ${online.access_token}` } })).status === 200,
      'service token': await active(service.access_token),
      'refresh token': await refreshes(online.refresh_token),
      'offline token': await refreshes(offline.refresh_token),
      code: (await post('token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK })).status === 200,
      cookie: (await browser.open(authUrl({ prompt: 'none' }))).location?.searchParams.has('code') === true,
      device: /authorization_pending|slow_down/.test(
        (await post('token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device })).json.error ?? 'works',
      ),
    };
    return Object.keys(tried).filter((name) => tried[name]);
  }

  it('D098: a person', async () => {
    const held = await holdings();
    await admin('POST', '/roles', { name: 'chief' });
    const chief = (await admin('GET', '/roles/chief')).json;
    await admin('POST', '/groups', { name: 'staff' });
    const [staff] = (await admin('GET', '/groups')).json as Items;
    await admin('POST', `/users/${IDS.user}/role-mappings/realm`, [chief]);
    await admin('PUT', `/users/${IDS.user}/groups/${staff?.id}`);
    const consenting = new FormBrowser();
    const asked = await consenting.post(await consenting.open(authUrl({ client_id: 'web' })), { username: 'ann', password: PASSWORD });
    await consenting.post(await consenting.open(asked.location!), { accept: 'Yes' });
    expect(((await admin('GET', `/users/${IDS.user}/consents`)).json as Items).length).toBe(1);
    await admin('PUT', `/users/${IDS.user}/execute-actions-email`, ['UPDATE_PASSWORD']);
    const [link = ''] = await server.linksTo('ann@recycled.test', 1);

    await admin('DELETE', `/users/${IDS.user}`);
    await admin('POST', '/partialImport', {
      ifResourceExists: 'FAIL',
      users: [{ ...ann, credentials: [{ type: 'password', value: 'Another-password-2' }] }],
    });
    expect(((await admin('GET', `/users/${IDS.user}`)).json as { username: string }).username).toBe('ann');

    // The client's own token is none of theirs; its device code is nobody's yet.
    expect(await working(held)).toEqual(['service token', 'device']);
    expect((await login('openid')).error).toBe('invalid_grant');
    const opened = await new FormBrowser().open(link);
    expect([opened.status, opened.inputs.includes('password-new')]).toEqual([400, false]);
    expect((await admin('GET', `/users/${IDS.user}/consents`)).json).toEqual([]);
    expect((await admin('GET', `/users/${IDS.user}/groups`)).json).toEqual([]);
    expect(JSON.stringify((await admin('GET', `/users/${IDS.user}/role-mappings`)).json)).not.toContain('chief');
    expect((await admin('GET', `/users/${IDS.user}/sessions`)).json).toEqual([]);
  }, 60_000);

  it.each([
    // What was asked for without a session, and nobody has answered yet, is checked against the client as it is then.
    ['under its id', IDS.client, ['device', 'pushed request']],
    ['under its name alone', '66666666-6666-4666-8666-666666666666', []],
  ])(
    'D098: a client, %s',
    async (_, id, harmless) => {
      const held = await holdings();
      const { registrationAccessToken } = (await admin('POST', `/clients/${IDS.client}/registration-access-token`)).json as Form;
      await admin('POST', `/clients/${IDS.client}/roles`, { name: 'seller' });
      const seller = (await admin('GET', `/clients/${IDS.client}/roles/seller`)).json;
      await admin('POST', `/users/${IDS.user}/role-mappings/clients/${IDS.client}`, [seller]);

      await admin('DELETE', `/clients/${IDS.client}`);
      await admin('POST', '/clients', { ...api, id, secret: 'another-secret' });

      expect((await post('token', { grant_type: 'client_credentials' })).status).toBe(401);
      await admin('PUT', `/clients/${id}`, { secret: API.client_secret });
      const pushed = (await new FormBrowser().open(authUrl({ request_uri: held.pushed }))).status === 200;
      // Who is signed in stays signed in: that is theirs, not the client's.
      expect([...(await working(held)), ...(pushed ? ['pushed request'] : [])]).toEqual(['cookie', ...harmless]);
      const registered = await fetch(`${server.base}/realms/${REALM}/clients-registrations/openid-connect/api`, {
        headers: { authorization: `Bearer ${registrationAccessToken}` },
      });
      expect(registered.status).toBe(401);
      await admin('POST', `/clients/${id}/roles`, { name: 'seller' });
      expect((await admin('GET', `/users/${IDS.user}/role-mappings/clients/${id}`)).json).toEqual([]);
    },
    60_000,
  );

  it('D098: a role and a group', async () => {
    await admin('POST', '/partialImport', {
      ifResourceExists: 'FAIL',
      roles: {
        realm: [
          { id: IDS.role, name: 'chief' },
          { id: 'holder', name: 'holder', composite: true, composites: { realm: ['chief'] } },
        ],
      },
    });
    const role = (await admin('GET', '/roles/chief')).json as { readonly id: string };
    await admin('POST', '/partialImport', { ifResourceExists: 'FAIL', groups: [{ id: IDS.group, name: 'staff', realmRoles: ['chief'] }] });
    const [group] = (await admin('GET', '/groups')).json as Items;
    await admin('POST', `/users/${IDS.user}/role-mappings/realm`, [role]);
    await admin('PUT', `/users/${IDS.user}/groups/${group?.id}`);

    await admin('DELETE', `/groups/${group?.id}`);
    await admin('DELETE', '/roles/chief');
    await admin('POST', '/partialImport', {
      ifResourceExists: 'FAIL',
      roles: { realm: [{ id: role.id, name: 'chief' }] },
      groups: [{ id: group?.id, name: 'staff' }],
    });

    expect(((await admin('GET', '/roles/chief')).json as { readonly id: string }).id).toBe(role.id);
    expect((await admin('GET', '/roles/chief/users')).json).toEqual([]);
    expect((await admin('GET', '/roles/holder/composites')).json).toEqual([]);
    const [again] = (await admin('GET', '/groups')).json as Items;
    expect(again?.id).toBe(group?.id);
    expect((await admin('GET', `/groups/${group?.id}/members`)).json).toEqual([]);
    expect((await admin('GET', `/groups/${group?.id}/role-mappings`)).json).toEqual({});
    expect((await admin('GET', `/users/${IDS.user}/groups`)).json).toEqual([]);
  }, 60_000);

  it('D098: a realm, with the keys that it had', async () => {
    const held = await holdings();
    const realm = (await server.core.realms.byName(REALM))!;
    const keys = realm.configuration.components
      .filter(({ providerType }) => providerType === 'org.keycloak.keys.KeyProvider')
      .map(({ id, name, providerId, config }) => ({ id, name, providerId, config }));

    await server.admin('DELETE', `/${REALM}`);
    await server.admin('POST', '', { ...document, components: { 'org.keycloak.keys.KeyProvider': keys } });
    const again = (await server.core.realms.byName(REALM))!;
    expect([again.id, again.realm.id]).toEqual([realm.id, realm.realm.id]);

    expect(await working(held)).toEqual([]);
    const submitted = await held.waiting.post(held.form, { username: 'ann', password: PASSWORD });
    expect(submitted.location?.searchParams.has('code') ?? false).toBe(false);
  }, 60_000);
});
