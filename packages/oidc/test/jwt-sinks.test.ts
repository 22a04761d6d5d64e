import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JWK, SignJWT } from 'jose';
import { realmKeys } from '../src/keys/realm-keys.ts';
import { createBrowser } from '../src/test-rig/browser.ts';
import { type FullRig, startFullRig } from '../src/test-rig/full-rig.ts';
import { API, AUTH, authUrl, CALLBACK, codeOf, LOGOUT, logIn, post, redeem, refresh, TOKEN } from '../src/test-rig/walks.ts';
import { forgeries, SAME_IN_A_HEADER, SELF_SIGNED } from './rig/jwt-corpus.ts';
import { everyGrant } from './rig/ways.ts';

const REGISTRATION = '/realms/acme/clients-registrations/openid-connect';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const REPORTS = 'acme-reports';

/** A place that takes a JWT from outside. */
interface Sink {
  /** A good one. */
  make(): Promise<string>;
  /** Whether the place takes this one. */
  takes(token: string): Promise<boolean>;
  readonly key: () => KeyObject;
  readonly left?: readonly string[];
}

describe('every place that takes a JWT', () => {
  let rig: FullRig;
  const asked: string[] = [];
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' } as JWK;

  beforeAll(async () => {
    rig = await startFullRig({
      oidc: {
        outgoing: {
          send: async (url) => {
            asked.push(url);
            return { status: 404, contentType: 'text/plain', body: '' };
          },
        },
      },
      client: (client) => {
        const open = everyGrant(client);
        if (client.clientId !== REPORTS) return open;
        const keys = { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [jwk] }) };
        const attributes = { ...open.attributes, ...keys, 'request.object.signature.alg': 'ES256' };
        return { ...open, clientAuthenticatorType: 'client-jwt', attributes };
      },
    });
  });
  afterAll(() => rig.close());

  const seconds = () => Math.floor(rig.clock.now().getTime() / 1000);
  const tokens = async () => (await redeem(rig, (await logIn(rig)).code)).body;
  const realmKey = () => realmKeys(rig.realm()).active('RS256')!.publicKey!;
  const clientKey = () => publicKey;
  const signed = (claims: object, header: object = {}) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k', ...header }).sign(privateKey);
  const protocol = (path: string) => `/realms/acme/protocol/openid-connect/${path}`;
  const register = (token: string) =>
    fetch(new URL(REGISTRATION, rig.base), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [CALLBACK] }),
    });
  let signedIn: ReturnType<typeof createBrowser>;
  let registered: { client_id: string; registration_access_token: string };

  const sinks: Readonly<Record<string, Sink>> = {
    'id_token_hint of a login': {
      make: async () => {
        const login = await logIn(rig);
        signedIn = login.browser;
        return (await redeem(rig, login.code)).body.id_token;
      },
      takes: async (token) => codeOf(await signedIn.go(authUrl({ prompt: 'none', id_token_hint: token }))).startsWith('m.'),
      key: realmKey,
    },
    'id_token_hint of a logout': {
      make: async () => (await tokens()).id_token,
      takes: async (token) => {
        const query = new URLSearchParams({ id_token_hint: token, post_logout_redirect_uri: CALLBACK });
        return (await createBrowser(rig.base).go(`${LOGOUT}?${query}`)).status === 302;
      },
      key: realmKey,
    },
    'access token at user info': {
      make: async () => (await tokens()).access_token,
      takes: async (token) => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(new URL(protocol('userinfo'), rig.base), { headers }).catch(() => ({ status: 400 }))).status === 200;
      },
      key: realmKey,
      left: SAME_IN_A_HEADER,
    },
    'access token at the profile': {
      make: async () => (await tokens()).access_token,
      takes: async (token) => {
        const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
        const { status } = await fetch(`${rig.issuer}/account`, { headers }).catch(() => ({ status: 401 }));
        return status !== 401;
      },
      key: realmKey,
      left: SAME_IN_A_HEADER,
    },
    'access token at introspection': {
      make: async () => (await tokens()).access_token,
      takes: async (token) => (await post(rig, { ...API, token }, protocol('token/introspect'))).body.active === true,
      key: realmKey,
    },
    'access token at revocation': {
      make: async () => (await tokens()).access_token,
      takes: async (token) => (await post(rig, { ...API, token }, protocol('revoke'))).body === null,
      key: realmKey,
    },
    'subject token of an exchange': {
      make: async () => (await tokens()).access_token,
      takes: async (token) => {
        const subject = { subject_token: token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
        return (await post(rig, { grant_type: EXCHANGE, ...subject, ...API })).status === 200;
      },
      key: realmKey,
    },
    'refresh token': {
      make: async () => (await tokens()).refresh_token,
      takes: async (token) => (await refresh(rig, token)).status === 200,
      key: realmKey,
    },
    'refresh token of a logout': {
      make: async () => (await tokens()).refresh_token,
      takes: async (token) => (await post(rig, { ...API, refresh_token: token }, LOGOUT)).status === 204,
      key: realmKey,
    },
    'client assertion': {
      make: () => signed({ iss: REPORTS, sub: REPORTS, aud: rig.issuer, exp: seconds() + 60, jti: randomUUID() }),
      takes: async (token) => {
        const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
        const { body } = await post(
          rig,
          { client_id: REPORTS, client_assertion_type: type, client_assertion: token, token: 'x' },
          protocol('revoke'),
        );
        return body.error === 'invalid_token';
      },
      key: clientKey,
    },
    'request object': {
      make: () =>
        signed({ iss: REPORTS, aud: rig.issuer, client_id: REPORTS, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }),
      takes: async (token) => {
        const query = new URLSearchParams({ client_id: REPORTS, response_type: 'code', request: token });
        return (await createBrowser(rig.base).go(`${AUTH}?${query}`)).status === 200;
      },
      key: clientKey,
    },
    'DPoP proof': {
      make: () => {
        const { kid: _, use: __, ...bare } = jwk;
        const claims = { htm: 'POST', htu: `${rig.base}${TOKEN}`, iat: seconds(), jti: randomUUID() };
        return signed(claims, { typ: 'dpop+jwt', jwk: bare, kid: undefined });
      },
      takes: async (dpop) => {
        const body = new URLSearchParams({ grant_type: 'client_credentials', ...API });
        const answer = await fetch(new URL(TOKEN, rig.base), { method: 'POST', body, headers: { dpop } }).catch(() => ({ status: 400 }));
        return answer.status === 200;
      },
      key: clientKey,
      left: [...SELF_SIGNED, ...SAME_IN_A_HEADER],
    },
    'initial access token': {
      make: async () => (await rig.oidc.initialAccess.create(rig.realm(), { count: 100, expiration: 600 })).token,
      takes: async (token) => (await register(token).catch(() => ({ status: 400 }))).status === 201,
      key: realmKey,
      left: SAME_IN_A_HEADER,
    },
    'registration access token': {
      make: async () => {
        const { token } = await rig.oidc.initialAccess.create(rig.realm(), { count: 1, expiration: 600 });
        registered = await (await register(token)).json();
        return registered.registration_access_token;
      },
      takes: async (token) => {
        const headers = { authorization: `Bearer ${token}` };
        const address = new URL(`${REGISTRATION}/${registered.client_id}`, rig.base);
        return (await fetch(address, { headers }).catch(() => ({ status: 400 }))).status === 200;
      },
      key: realmKey,
      left: SAME_IN_A_HEADER,
    },
    'restart cookie': {
      make: async () => {
        const browser = createBrowser(rig.base);
        await browser.go(authUrl());
        return browser.jar.get('KC_RESTART') ?? '';
      },
      takes: async (token) => {
        const action = new URL((await createBrowser(rig.base).go(authUrl())).page!.action);
        const browser = createBrowser(rig.base);
        browser.jar.set('KC_RESTART', token);
        return (await browser.go(action.href, { username: 'alice', password: 'alice-pw' })).status === 200;
      },
      key: realmKey,
      left: SAME_IN_A_HEADER,
    },
  };

  /** What a sink took of all that was forged for it; the good one is offered last, for some are good once. */
  const taken = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const [name, sink] of Object.entries(sinks)) {
      const good = await sink.make();
      for (const [forgery, token] of Object.entries(forgeries(good, sink.key()))) {
        if (sink.left?.includes(forgery)) continue;
        if (await sink.takes(token)) found.push(`${name}: ${forgery}`);
      }
      if (!(await sink.takes(good))) found.push(`${name}: the good one is refused`);
    }
    return found;
  };

  it('B012, B013, D071, D072: takes no forgery, whatever its header says, and looks for no key where a header points', async () => {
    expect(await taken()).toEqual([]);
    expect(asked).toEqual([]);
  }, 60_000);

  it('B057, D004: takes as a code nothing but a code, of whatever else it is made', async () => {
    const login = await logIn(rig);
    const { body } = await redeem(rig, login.code);
    const device = (await post(rig, { ...API, scope: 'openid' }, protocol('auth/device'))).body;
    const pushed = (await post(rig, { ...API, response_type: 'code', redirect_uri: CALLBACK }, protocol('ext/par/request'))).body;
    const others: Readonly<Record<string, string>> = {
      'the session': body.session_state,
      'the root cookie': login.browser.jar.get('AUTH_SESSION_ID') ?? '',
      'the identity cookie': login.browser.jar.get('KEYCLOAK_IDENTITY') ?? '',
      'a device code': device.device_code,
      'a user code': device.user_code,
      'a pushed request': pushed.request_uri,
      'its end': pushed.request_uri.split(':').at(-1),
      'an access token': body.access_token,
      'a refresh token': body.refresh_token,
      'the jti': body.access_token.split('.')[1],
      'a hash of the session': createHash('sha256').update(body.session_state).digest('base64url'),
    };
    const given: string[] = [];
    for (const [name, value] of Object.entries(others)) {
      for (const [form, spelt] of Object.entries({ plain: value, tagged: `m.c${value}`, transient: `m.t${value}` }))
        if ((await redeem(rig, spelt)).status === 200) given.push(`${name}, ${form}`);
    }
    expect(given).toEqual([]);
  });

  it('D003: takes as a device, a push or a refresh token nothing of another kind', async () => {
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, (await logIn(rig)).code);
    const device = (await post(rig, { ...API, scope: 'openid' }, protocol('auth/device'))).body.device_code;
    const urn = (await post(rig, { ...API, response_type: 'code', redirect_uri: CALLBACK }, protocol('ext/par/request'))).body.request_uri;
    const browser = createBrowser(rig.base);
    const consumers: Readonly<Record<string, (value: string) => Promise<boolean>>> = {
      device: async (value) => {
        const answer = await post(rig, { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: value, ...API });
        return answer.body.error !== 'expired_token' && answer.body.error !== 'invalid_request';
      },
      push: async (value) => {
        const query = new URLSearchParams({ client_id: 'acme-api', request_uri: value });
        return (await browser.go(`${AUTH}?${query}`)).status === 200;
      },
      refresh: async (value) => (await refresh(rig, value)).status === 200,
    };
    const artefacts = { code, device, urn, 'urn of a code': `urn:ietf:params:oauth:request_uri:${code}`, session: body.session_state };
    const taken: string[] = [];
    for (const [consumer, takes] of Object.entries(consumers))
      for (const [name, value] of Object.entries(artefacts)) if (await takes(value)) taken.push(`${name} at ${consumer}`);
    expect(taken).toEqual(['device at device', 'urn at push']);
    expect((await redeem(rig, code)).status).toBe(200);
  });

  it('D005: takes a code with no character changed', async () => {
    const { code } = await logIn(rig);
    const changed = Array.from(code, (character, at) => `${code.slice(0, at)}${character === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`);
    const given: string[] = [];
    for (const other of [...changed, code.slice(0, -1), `${code}A`, code.toLowerCase(), `${code}=`, ` ${code}`])
      if ((await redeem(rig, other)).status === 200) given.push(other);
    expect(given).toEqual([]);
    expect((await redeem(rig, code)).status).toBe(200);
  });

  it('D069: takes a code only when everything that belongs to it is right at once', async () => {
    const right = { redirect_uri: CALLBACK, ...API };
    const wrong = {
      client: { client_id: 'acme-spa', client_secret: '' },
      secret: { client_secret: 'wrong' },
      address: { redirect_uri: `${CALLBACK}/other` },
      verifier: { code_verifier: 'A'.repeat(43) },
    };
    const names = Object.keys(wrong) as (keyof typeof wrong)[];
    const given: string[] = [];
    for (let mask = 0; mask < 2 ** names.length; mask += 1) {
      const faults = names.filter((_, bit) => (mask >> bit) % 2 === 1);
      const form = Object.assign({ ...right }, ...faults.map((name) => wrong[name]));
      const { code } = await logIn(rig);
      if ((await post(rig, { grant_type: 'authorization_code', code, ...form })).status === 200) given.push(faults.join(' and '));
    }
    expect(given).toEqual(['']);
  });
});
