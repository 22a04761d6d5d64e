import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AnteroomError, type Client } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, test } from '@jest/globals';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { signBytes } from '../signed/jws-signature.ts';
import { acmeCache } from '../test-rig/acme-cache.ts';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { noOutgoing } from '../test-rig/no-outgoing.ts';
import { createTestClock } from '../test-rig/test-clock.ts';
import { testUrls } from '../test-rig/token-setup.ts';
import { createClientAuthentication } from './client-authentication.ts';
import { JWT_BEARER } from './client-credentials.ts';
import { createClientKeySource } from './client-key-source.ts';
import type { ClientCaller } from './refusals.ts';

const issuer = testUrls.issuer('acme');
const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });

function setUp(change: (client: Client) => Client = (client) => client, outgoing: OutgoingRequests = noOutgoing) {
  const clock = createTestClock();
  const log = createMemoryLog();
  const acme = acmeRealm({ client: change });
  const authentication = createClientAuthentication({
    realms: acmeCache(acme),
    store: createMemorySessionStore({ clock }),
    clock,
    urls: testUrls,
    log,
    keys: createClientKeySource({ outgoing, clock, log }),
  });
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}, caller: ClientCaller = 'token') =>
    authentication.for(caller)(acme.snapshot, { headers, ip: '127.0.0.1' }, form);
  return { ask, clock, log, acme };
}

const unknown = { status: 401, error: 'invalid_client', description: 'Invalid client or Invalid client credentials' };
const failed = { status: 401, error: 'unauthorized_client', description: 'Invalid client or Invalid client credentials' };

describe('secrets', () => {
  test('are accepted in the header, in the form, and in both when they are equal', async () => {
    const { ask } = setUp();
    expect(await ask({}, basic('acme-api', 'acme-api-secret'))).toMatchObject({ kind: 'client', method: 'client_secret_basic' });
    expect(await ask({ client_id: 'acme-api', client_secret: 'acme-api-secret' })).toMatchObject({
      kind: 'client',
      method: 'client_secret_post',
    });
    expect(await ask({ client_id: 'acme-api', client_secret: 'acme-api-secret' }, basic('acme-api', 'acme-api-secret'))).toMatchObject({
      kind: 'client',
    });
    expect(await ask({ client_id: 'acme-api', client_secret: 'other' }, basic('acme-api', 'acme-api-secret'))).toMatchObject({
      refusal: failed,
    });
  });

  test('may be form-encoded in the header or not', async () => {
    const { ask } = setUp((client) => (client.clientId === 'acme-api' ? { ...client, secret: 'a b+c%41:ü' } : client));
    expect(await ask({}, basic('acme-api', 'a b+c%41:ü'))).toMatchObject({ kind: 'client' });
    expect(await ask({}, basic('acme-api', encodeURIComponent('a b+c%41:ü')))).toMatchObject({ kind: 'client' });
    expect(await ask({}, basic('acme-api', 'a b+cA:ü'))).toMatchObject({ refusal: failed });
  });

  test('that are wrong or missing refuse a known client, as recorded', async () => {
    const { ask } = setUp();
    expect(await ask({}, basic('acme-api', 'no'))).toMatchObject({ refusal: failed });
    expect(await ask({ client_id: 'acme-api', client_secret: 'no' })).toMatchObject({ refusal: failed });
    expect(await ask({ client_id: 'acme-api', client_secret: '' })).toMatchObject({ refusal: failed });
    expect(await ask({ client_id: 'acme-api' })).toMatchObject({ refusal: failed });
  });

  test('do not matter for a public client', async () => {
    const { ask } = setUp();
    expect(await ask({ client_id: 'acme-spa' })).toMatchObject({ kind: 'client', method: 'none' });
    expect(await ask({ client_id: 'acme-spa', client_secret: 'x' })).toMatchObject({ kind: 'client', method: 'none' });
    expect(await ask({}, basic('acme-spa', ''))).toMatchObject({ kind: 'client', method: 'none' });
  });

  test('never reach the log', async () => {
    const { ask, log } = setUp();
    await ask({ client_id: 'acme-api', client_secret: 'hunter2' });
    await ask({}, basic('acme-api', 'hunter2'));
    expect(log.entries).toHaveLength(2);
    expect(log.text()).not.toContain('hunter2');
  });
});

describe('clients that are not there', () => {
  test('unknown, disabled, unnamed and unreadable ones get the same answer', async () => {
    const { ask } = setUp((client) => (client.clientId === 'acme-reports' ? { ...client, enabled: false } : client));
    expect(await ask({ client_id: 'zz', client_secret: 'no' })).toMatchObject({ refusal: unknown });
    expect(await ask({}, basic('zz', 'no'))).toMatchObject({ refusal: unknown });
    expect(await ask({ client_id: 'acme-reports', client_secret: 'acme-reports-secret' })).toMatchObject({ refusal: unknown });
    expect(await ask({})).toMatchObject({ refusal: unknown });
    expect(await ask({ client_id: '' })).toMatchObject({ refusal: unknown });
    for (const authorization of [
      'Basic !!!',
      'Basic',
      'Basic ',
      'basic =',
      'Bearer x',
      'Basic bm9jb2xvbg==',
      'Basic OnNlY3JldA==',
      `Basic ${'A'.repeat(9000)}`,
    ])
      expect(await ask({}, { authorization })).toMatchObject({ refusal: unknown });
  });

  test('an unreadable header is not passed over for the form', async () => {
    const { ask } = setUp();
    expect(await ask({ client_id: 'acme-api', client_secret: 'acme-api-secret' }, { authorization: 'Basic !!!' })).toMatchObject({
      refusal: unknown,
    });
  });

  test('two different clients in one request are refused', async () => {
    const { ask } = setUp();
    expect(await ask({ client_id: 'acme-spa' }, basic('acme-api', 'acme-api-secret'))).toMatchObject({ refusal: unknown });
  });

  test('a bearer-only client may introspect and nothing else', async () => {
    const { ask } = setUp((client) => (client.clientId === 'acme-api' ? { ...client, bearerOnly: true } : client));
    const form = { client_id: 'acme-api', client_secret: 'acme-api-secret' };
    expect(await ask(form)).toMatchObject({ refusal: failed });
    expect(await ask(form, {}, 'introspection')).toMatchObject({ kind: 'client' });
  });
});

describe('words of the endpoints', () => {
  test('introspection, revocation and pushed requests refuse as recorded', async () => {
    const { ask } = setUp();
    const wrong = { client_id: 'acme-api', client_secret: 'no' };
    expect(await ask(wrong, {}, 'introspection')).toMatchObject({
      refusal: { status: 401, error: 'invalid_client', description: 'Client authentication failed.' },
    });
    expect(await ask({}, {}, 'introspection')).toMatchObject({ refusal: unknown });
    expect(await ask({ client_id: 'acme-spa' }, {}, 'introspection')).toMatchObject({
      refusal: { status: 403, error: 'invalid_request', description: 'Client not allowed.' },
    });
    expect(await ask(wrong, {}, 'revocation')).toMatchObject({ refusal: failed });
    expect(await ask(wrong, {}, 'par')).toMatchObject({
      refusal: { status: 401, error: 'invalid_request', description: 'Authentication failed.' },
    });
  });
});

describe('assertions', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), ...more });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signedBy = (attributes: Record<string, string>, type = 'client-jwt', outgoing: OutgoingRequests = noOutgoing) =>
    setUp((client) => (client.clientId === 'acme-api' ? { ...client, clientAuthenticatorType: type, attributes } : client), outgoing);
  const withKeys = (...keys: object[]) => ({ 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys }) });
  const make = async (
    clock: { now(): Date },
    change: object = {},
    head: Record<string, unknown> = {},
    key: KeyObject = pair.privateKey,
  ) => {
    const now = Math.floor(clock.now().getTime() / 1000);
    const claims = {
      iss: 'acme-api',
      sub: 'acme-api',
      aud: issuer,
      exp: now + 60,
      iat: now,
      jti: `j${Math.round(performance.now() * 1000)}`,
      ...change,
    };
    const header = { alg: 'RS256', kid: 'k1', ...head };
    const text = `${part(header)}.${part(claims)}`;
    const signature = await signBytes(
      { algorithm: header.alg as string, privateKey: key, publicKey: null, secretKey: null },
      Buffer.from(text),
    );
    return { client_assertion_type: JWT_BEARER, client_assertion: `${text}.${signature.toString('base64url')}` };
  };
  const set = () => signedBy(withKeys(jwk(pair.publicKey, { kid: 'k1' }), jwk(ec.publicKey, { kid: 'k2', alg: 'ES256' })));

  test('signed with a key of the client set prove it, with any audience that means this server', async () => {
    const { ask, clock } = set();
    for (const aud of [issuer, [issuer], `${issuer}/protocol/openid-connect/token`, `${issuer}/protocol/openid-connect/token/introspect`])
      expect(await ask(await make(clock, { aud, jti: JSON.stringify(aud) }))).toMatchObject({ kind: 'client', method: 'private_key_jwt' });
    expect(await ask(await make(clock, { jti: 'ec' }, { alg: 'ES256', kid: 'k2' }, ec.privateKey))).toMatchObject({ kind: 'client' });
    expect(await ask({ ...(await make(clock, { jti: 'id' })), client_id: 'acme-api' })).toMatchObject({ kind: 'client' });
  });

  test('work once', async () => {
    const { ask, clock } = set();
    const assertion = await make(clock);
    const results = await Promise.all(Array.from({ length: 10 }, () => ask(assertion)));
    expect(results.filter(({ kind }) => kind === 'client')).toHaveLength(1);
  });

  test('with any claim wrong are refused, and their jti is not used up', async () => {
    const { ask, clock } = set();
    const now = Math.floor(clock.now().getTime() / 1000);
    const wrong: Record<string, unknown>[] = [
      { iss: 'acme-spa' },
      { iss: undefined },
      { aud: 'http://elsewhere' },
      { aud: [issuer, 'http://elsewhere'] },
      { aud: undefined },
      { aud: `${issuer}/` },
      { exp: now },
      { exp: undefined },
      { exp: String(now + 60) },
      { exp: now + 7200 },
      { iat: now + 60 },
      { nbf: now + 60 },
      { jti: undefined },
      { jti: 7 },
    ];
    for (const change of wrong) expect(await ask(await make(clock, { jti: 'same', ...change }))).toMatchObject({ refusal: failed });
    expect(await ask(await make(clock, { jti: 'same' }, {}, other.privateKey))).toMatchObject({ refusal: failed });
    expect(await ask(await make(clock, { jti: 'same' }))).toMatchObject({ kind: 'client' });
  });

  test('about another client, or for another client than the form says, are refused', async () => {
    const { ask, clock } = set();
    expect(await ask(await make(clock, { sub: 'zz', iss: 'zz' }))).toMatchObject({ refusal: unknown });
    expect(await ask({ ...(await make(clock)), client_id: 'acme-spa' })).toMatchObject({ refusal: unknown });
    expect(await ask({ ...(await make(clock)), client_secret: 'acme-api-secret' })).toMatchObject({ refusal: unknown });
    expect(await ask(await make(clock), basic('acme-api', 'acme-api-secret'))).toMatchObject({ refusal: unknown });
  });

  test('with confused algorithms are refused', async () => {
    const { ask, clock } = set();
    const good = (await make(clock)).client_assertion;
    const [, payload, signature] = good.split('.') as [string, string, string];
    const forged = (head: object, key: import('node:crypto').BinaryLike) => {
      const text = `${part(head)}.${payload}`;
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const corpus = [
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'none', kid: 'k1' })}.${payload}.${signature}`,
      forged({ alg: 'HS256', kid: 'k1' }, pair.publicKey.export({ format: 'pem', type: 'spki' })),
      forged({ alg: 'HS256' }, 'acme-api-secret'),
      `${part({ alg: 'PS256', kid: 'k1' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: 'k2' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: 'k9' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: 'k1', crit: ['x'] })}.${payload}.${signature}`,
      `${good}x`,
      good.slice(0, -3),
      'x',
      '',
    ];
    for (const client_assertion of corpus)
      expect(await ask({ client_id: 'acme-api', client_assertion_type: JWT_BEARER, client_assertion })).toMatchObject({ refusal: failed });
    expect(await ask({ client_id: 'acme-api', client_assertion_type: 'other', client_assertion: good })).toMatchObject({ refusal: failed });
  });

  test('honour the algorithm the client is pinned to', async () => {
    const { ask, clock } = signedBy({ ...withKeys(jwk(pair.publicKey, { kid: 'k1' })), 'token.endpoint.auth.signing.alg': 'PS256' });
    expect(await ask(await make(clock))).toMatchObject({ refusal: failed });
    expect(await ask(await make(clock, {}, { alg: 'PS256' }))).toMatchObject({ kind: 'client' });
  });

  test('with the client secret need the client to be made for that', async () => {
    const { ask, clock } = signedBy({}, 'client-secret-jwt');
    const now = Math.floor(clock.now().getTime() / 1000);
    const text = `${part({ alg: 'HS256' })}.${part({ iss: 'acme-api', sub: 'acme-api', aud: issuer, exp: now + 60, jti: 'h' })}`;
    const client_assertion = `${text}.${createHmac('sha256', 'acme-api-secret').update(text).digest('base64url')}`;
    const form = { client_assertion_type: JWT_BEARER, client_assertion };
    expect(await ask(form)).toMatchObject({ kind: 'client', method: 'client_secret_jwt' });
    expect(await ask(await make(clock))).toMatchObject({ refusal: failed });
    expect(await setUp().ask(form)).toMatchObject({ refusal: failed });
    expect(await set().ask(form)).toMatchObject({ refusal: failed });
  });

  test('a client that signs may not fall back to its secret', async () => {
    const { ask } = set();
    expect(await ask({ client_id: 'acme-api', client_secret: 'acme-api-secret' })).toMatchObject({ refusal: failed });
  });

  test('keys at an address are fetched once, and again when one is missing', async () => {
    const served: object[] = [];
    const asked: string[] = [];
    const outgoing: OutgoingRequests = {
      send: async (url) => {
        asked.push(url);
        return { status: 200, contentType: 'application/json', body: JSON.stringify({ keys: served }) };
      },
    };
    const { ask, clock } = signedBy({ 'use.jwks.url': 'true', 'jwks.url': 'https://client.test/jwks' }, 'client-jwt', outgoing);
    expect(await ask(await make(clock, { jti: 'a' }))).toMatchObject({ refusal: failed });
    served.push(jwk(pair.publicKey, { kid: 'k1' }));
    clock.advance(11);
    expect(await ask(await make(clock, { jti: 'b' }))).toMatchObject({ kind: 'client', method: 'private_key_jwt' });
    expect(await ask(await make(clock, { jti: 'c' }))).toMatchObject({ kind: 'client' });
    expect(asked).toEqual(['https://client.test/jwks', 'https://client.test/jwks']);
  });

  test('keys at an address that does not answer are none, and the log says so', async () => {
    const outgoing: OutgoingRequests = {
      send: async () => {
        throw new AnteroomError('store_unavailable', 'no answer: it took too long');
      },
    };
    const { ask, clock, log } = signedBy({ 'use.jwks.url': 'true', 'jwks.url': 'https://client.test/jwks' }, 'client-jwt', outgoing);
    expect(await ask(await make(clock))).toMatchObject({ refusal: failed });
    expect(log.text()).toContain('client_keys.unreachable');
  });

  test('symmetric, encryption and broken keys of a set are left out', async () => {
    const { ask, clock } = signedBy(
      withKeys({ kty: 'oct', k: 'c2VjcmV0', kid: 'k1' }, jwk(pair.publicKey, { kid: 'k1', use: 'enc' }), { kty: 'RSA' }, null as never),
    );
    expect(await ask(await make(clock))).toMatchObject({ refusal: failed });
  });
});
