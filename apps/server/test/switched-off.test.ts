import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API, PASSWORD, siteRealm } from './hostile/site.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';
import { type Request, siteRequests } from './rig/site-requests.ts';

const REALM = 'switches';
/** A grant that nobody has answered yet is in order. */
const PENDING = /authorization_pending|slow_down/;

interface Feature {
  readonly name: string;
  /** What is written to turn it off, and back on; `realm`, `client`, `provider` or `user`. */
  readonly at: 'realm' | 'client' | 'provider' | 'user';
  readonly off: object;
  readonly on: object;
  /** By route, and the words of the refusal. */
  readonly routes: Readonly<Record<string, readonly [() => Promise<Request> | Request, RegExp]>>;
}

describe('what is switched off', () => {
  let server: InProcessServer;
  const places = { realm: '', client: '', provider: '/identity-provider/instances/home', user: '' };
  beforeAll(async () => {
    server = await startInProcess();
    const { clients, ...realm } = siteRealm(REALM);
    const [api, ...others] = clients;
    await server.admin('POST', '', {
      ...realm,
      clients: [{ ...api, secret: API.client_secret, implicitFlowEnabled: true }, ...others],
    });
    const idOf = async (path: string) => ((await server.admin('GET', `/${REALM}${path}`)).json as { id: string }[])[0]?.id ?? '';
    places.client = `/clients/${await idOf('/clients?clientId=api')}`;
    places.user = `/users/${await idOf('/users?username=ann')}`;
  }, 60_000);
  afterAll(() => server.stop());

  const attribute = (name: string) => ({ off: { attributes: { [name]: 'false' } }, on: { attributes: { [name]: 'true' } } });
  const flag = (name: string) => ({ off: { [name]: false }, on: { [name]: true } });
  const features = (): readonly Feature[] => {
    const { open, form, userinfo, refresh, code, device, backchannel, exchange, assertion, pushed, password, service, active, post } =
      siteRequests(server.base, REALM);
    return [
      {
        name: 'standard flow',
        at: 'client',
        ...flag('standardFlowEnabled'),
        routes: {
          auth: [() => open('auth'), /Standard flow is disabled/],
          'auth, hybrid': [() => open('auth', { response_type: 'code id_token' }), /Standard flow is disabled/],
          'pushed request': [() => pushed(), /Standard flow is disabled/],
          'form that was open': [() => form('auth', { username: 'ann', password: PASSWORD }), /disabled|not allowed|unauthorized_client/],
          'code from before': [code, /not allowed|unauthorized_client/],
        },
      },
      {
        name: 'implicit flow',
        at: 'client',
        ...flag('implicitFlowEnabled'),
        routes: Object.fromEntries(
          ['token', 'id_token', 'id_token token', 'code token', 'code id_token'].flatMap((response_type) => [
            [`auth: ${response_type}`, [() => open('auth', { response_type }), /Implicit flow is disabled/]] as const,
            [`pushed request: ${response_type}`, [() => pushed({ response_type }), /Implicit flow is disabled/]] as const,
          ]),
        ),
      },
      {
        name: 'direct access grants',
        at: 'client',
        ...flag('directAccessGrantsEnabled'),
        routes: { token: [() => password(), /not allowed for direct access grants/] },
      },
      {
        name: 'service account',
        at: 'client',
        ...flag('serviceAccountsEnabled'),
        routes: { token: [() => service, /not enabled to retrieve service account/], 'token from before': [active, /"active":false/] },
      },
      {
        name: 'device grant',
        at: 'client',
        ...attribute('oauth2.device.authorization.grant.enabled'),
        routes: {
          'auth/device': [() => () => post('auth/device', { scope: 'openid' }), /flow is disabled for the client/],
          'token: code from before': [device, /not allowed OAuth 2.0 Device Authorization Grant/],
        },
      },
      {
        name: 'back-channel authentication',
        at: 'client',
        ...attribute('oidc.ciba.grant.enabled'),
        routes: {
          'ext/ciba/auth': [() => () => post('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' }), /not allowed OIDC CIBA Grant/],
          'token: request from before': [backchannel, /not allowed OIDC CIBA Grant/],
        },
      },
      {
        name: 'token exchange',
        at: 'client',
        ...attribute('standard.token.exchange.enabled'),
        routes: { token: [exchange, /token exchange is not enabled/] },
      },
      {
        name: 'authorization grant by assertion',
        at: 'client',
        ...attribute('oauth2.jwt.authorization.grant.enabled'),
        routes: { token: [assertion, /unauthorized_client/] },
      },
      { name: 'identity provider', at: 'provider', ...flag('enabled'), routes: { token: [assertion, /Identity Provider is not enabled/] } },
      {
        name: 'client',
        at: 'client',
        ...flag('enabled'),
        routes: {
          auth: [() => open('auth'), /disabled|not enabled/i],
          token: [() => password(), /unauthorized_client|invalid_client/],
          'token: client credentials': [() => service, /unauthorized_client|invalid_client/],
          'token: refresh': [refresh, /unauthorized_client|invalid_client/],
          'token: code': [code, /unauthorized_client|invalid_client/],
          'token: exchange': [exchange, /unauthorized_client|invalid_client/],
          userinfo: [userinfo, /invalid_token/],
          introspection: [active, /unauthorized_client|invalid_client|invalid_request/],
          'pushed request': [() => pushed(), /Authentication failed/],
          'auth/device': [() => () => post('auth/device', {}), /unauthorized_client|invalid_client/],
          'ext/ciba/auth': [
            () => () => post('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' }),
            /unauthorized_client|invalid_client/,
          ],
          'form that was open': [() => form('auth', { username: 'ann', password: PASSWORD }), /disabled|not enabled/i],
        },
      },
      {
        name: 'person',
        at: 'user',
        ...flag('enabled'),
        routes: {
          token: [() => password(), /Account disabled|invalid_grant/],
          'token: refresh': [refresh, /invalid_grant/],
          'token: code': [code, /invalid_grant/],
          'token: exchange': [exchange, /invalid/],
          'token: assertion': [assertion, /User is not enabled/],
          userinfo: [userinfo, /invalid_token|disabled/],
          'form that was open': [() => form('auth', { username: 'ann', password: PASSWORD }), /disabled|Invalid username or password/],
          'ext/ciba/auth': [() => () => post('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' }), /unknown_user_id|invalid|disabled/],
        },
      },
      {
        name: 'registration of people',
        at: 'realm',
        ...flag('registrationAllowed'),
        routes: {
          registrations: [() => open('registrations'), /Registration not allowed/],
          'form that was open': [
            () =>
              form('registrations', {
                username: `new-${randomUUID()}`,
                email: `${randomUUID()}@x.test`,
                firstName: 'N',
                lastName: 'N',
                password: PASSWORD,
                'password-confirm': PASSWORD,
              }),
            /Registration not allowed/,
          ],
        },
      },
      {
        name: 'forgotten passwords',
        at: 'realm',
        ...flag('resetPasswordAllowed'),
        routes: {
          'forgot-credentials': [() => open('forgot-credentials'), /not allowed/],
          'form that was open': [() => form('forgot-credentials', { username: 'ann' }), /not allowed/],
        },
      },
      {
        name: 'login with an address',
        at: 'realm',
        ...flag('loginWithEmailAllowed'),
        routes: {
          token: [() => password({ username: 'ann@site.test' }), /invalid_grant/],
          'form that was open': [() => form('auth', { username: 'ann@site.test', password: PASSWORD }), /Invalid username or password/],
        },
      },
      {
        name: 'realm',
        at: 'realm',
        ...flag('enabled'),
        routes: {
          auth: [() => open('auth'), /Realm not enabled/],
          registrations: [() => open('registrations'), /not enabled/],
          token: [() => password(), /Realm not enabled/],
          'token: refresh': [refresh, /Realm not enabled/],
          'token: client credentials': [() => service, /Realm not enabled/],
          userinfo: [userinfo, /Realm not enabled/],
          introspection: [active, /Realm not enabled/],
          revocation: [() => () => post('revoke', { token: 'x' }), /Realm not enabled/],
          'pushed request': [() => pushed(), /Realm not enabled/],
          'auth/device': [() => () => post('auth/device', {}), /Realm not enabled/],
          'ext/ciba/auth': [() => () => post('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' }), /Realm not enabled/],
          'form that was open': [() => form('auth', { username: 'ann', password: PASSWORD }), /not enabled/],
        },
      },
    ];
  };

  it('D096: answers at no route, not even to what was got before; and at all of them once it is on again', async () => {
    const wrong: string[] = [];
    let routes = 0;
    for (const { name, at: place, off, on, routes: all } of features()) {
      const write = (body: object) =>
        server.admin('PUT', `/${REALM}${places[place]}`, place === 'provider' ? { alias: 'home', providerId: 'oidc', ...body } : body);
      for (const [route, [prepare, refusal]] of Object.entries(all)) {
        routes += 1;
        const request = await prepare();
        await write(off);
        const refused = await request();
        await write(on);
        if (!refusal.test(refused.text)) wrong.push(`${name}, ${route}, off: ${refused.status} ${refused.text.slice(0, 300)}`);
        const answer = await (await prepare())();
        if (refusal.test(answer.text) || (answer.status >= 400 && !PENDING.test(answer.text)))
          wrong.push(`${name}, ${route}, on: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
    }
    process.stderr.write(`switched off: ${features().length} features, ${routes} routes\n`);
    expect(wrong).toEqual([]);
  }, 240_000);
});
