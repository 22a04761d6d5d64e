import { createSecretKey } from 'node:crypto';
import { AnteroomError, type SessionStore } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { refusalAnswer } from '../errors/oauth-answer.ts';
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
import { MOST_OF_ADDRESS, MOST_OF_CLIENT, MOST_OF_CLIENT_AT_ADDRESS } from './secret-guesses.ts';

const RIGHT = 'acme-api-secret';
const HERE = '192.0.2.1';
const THERE = '198.51.100.7';

function setUp(change: (store: SessionStore) => Pick<SessionStore, 'get' | 'create' | 'put'> = (store) => store) {
  const clock = createTestClock();
  const log = createMemoryLog();
  const acme = acmeRealm({
    client: (client) => (client.clientId === 'acme-reports' ? { ...client, clientAuthenticatorType: 'client-secret-jwt' } : client),
  });
  const store = change(createMemorySessionStore({ clock }));
  const keys = createClientKeySource({ outgoing: noOutgoing, clock, log });
  const node = () => {
    const authentication = createClientAuthentication({ realms: acmeCache(acme), store, clock, urls: testUrls, log, keys });
    return async (secret: string, ip: string, client = 'acme-api', caller: ClientCaller = 'token') => {
      const form = { client_id: client, client_secret: secret };
      const result = await authentication.for(caller)(acme.snapshot, { headers: {}, ip }, form);
      return result.kind === 'client' ? 200 : result.refusal.status;
    };
  };
  const signed = async (secret: string) => {
    const seconds = clock.now().getTime() / 1000;
    const claims = {
      iss: 'acme-reports',
      sub: 'acme-reports',
      aud: testUrls.issuer('acme'),
      exp: seconds + 60,
      jti: String(Math.random()),
    };
    const text = [{ alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const key = { algorithm: 'HS256', publicKey: null, privateKey: null, secretKey: createSecretKey(Buffer.from(secret)) };
    return `${text}.${(await signBytes(key, Buffer.from(text))).toString('base64url')}`;
  };
  const authentication = createClientAuthentication({ realms: acmeCache(acme), store, clock, urls: testUrls, log, keys });
  const assert = async (secret: string, ip: string) => {
    const form = { client_assertion_type: JWT_BEARER, client_assertion: await signed(secret) };
    return authentication.for('token')(acme.snapshot, { headers: {}, ip }, form);
  };
  return { clock, log, node, assert };
}

const tally = (statuses: readonly number[]) => ({
  right: statuses.filter((status) => status === 200).length,
  compared: statuses.filter((status) => status === 401).length,
  refused: statuses.filter((status) => status === 429).length,
});

describe('guesses of client secrets', () => {
  it('B071: ten thousand from one address: a few are compared, and the client works all the while from its own', async () => {
    const ask = setUp().node();
    const guesses: number[] = [];
    const own: number[] = [];
    for (let guess = 0; guess < 10_000; guess += 1) {
      guesses.push(await ask(`guess-${guess}`, HERE));
      if (guess % 100 === 0) own.push(await ask(RIGHT, THERE));
    }
    expect(tally(guesses)).toEqual({ right: 0, compared: MOST_OF_CLIENT_AT_ADDRESS, refused: 10_000 - MOST_OF_CLIENT_AT_ADDRESS });
    expect(tally(own)).toEqual({ right: 100, compared: 0, refused: 0 });
  });

  it('B071: many at the same moment do not pass the limit, and the right one among the refused is not told', async () => {
    const ask = setUp().node();
    const guesses = await Promise.all(Array.from({ length: 200 }, (_, guess) => ask(guess === 150 ? RIGHT : `guess-${guess}`, HERE)));
    expect(tally(guesses)).toEqual({ right: 0, compared: MOST_OF_CLIENT_AT_ADDRESS, refused: 200 - MOST_OF_CLIENT_AT_ADDRESS });
  });

  it('B071: are counted by all nodes together: another one compares one more at most', async () => {
    const { node } = setUp();
    const [first, second] = [node(), node()];
    for (let guess = 0; guess < MOST_OF_CLIENT_AT_ADDRESS; guess += 1) await first(`guess-${guess}`, HERE);
    expect([await second('one more', HERE), await second('and one', HERE), await second(RIGHT, HERE)]).toEqual([401, 429, 429]);
    expect(await second(RIGHT, THERE)).toBe(200);
  });

  it('B071: of every client from one address end too, by whatever endpoint, for clients that are not there as well', async () => {
    const ask = setUp().node();
    const callers: readonly ClientCaller[] = ['token', 'revocation', 'introspection', 'par', 'logout'];
    const guesses: number[] = [];
    for (let guess = 0; guess < 200; guess += 1) guesses.push(await ask('x', HERE, `client-${guess}`, callers[guess % callers.length]));
    expect(tally(guesses)).toEqual({ right: 0, compared: MOST_OF_ADDRESS, refused: 200 - MOST_OF_ADDRESS });
    expect(await ask('x', HERE, 'acme-api')).toBe(429);
  });

  it('B071: do not shut out a client that has lately been right from that very address', async () => {
    const ask = setUp().node();
    expect(await ask(RIGHT, HERE)).toBe(200);
    for (let guess = 0; guess < 200; guess += 1) await ask('x', HERE, `client-${guess}`);
    expect(await ask(RIGHT, HERE)).toBe(200);
  });

  it('B071: from very many addresses leave each of them one, and the client in, also where it was never seen', async () => {
    const ask = setUp().node();
    expect(await ask(RIGHT, THERE)).toBe(200);
    for (let from = 0; from < MOST_OF_CLIENT; from += 1) await ask('guess', `203.0.${from >> 8}.${from & 255}`);
    for (const other of ['2001:db8:1::1', '2001:db8:2::1']) expect([await ask('no', other), await ask('no', other)]).toEqual([401, 429]);
    // Another address of the same subscriber.
    expect(await ask('no', '2001:db8:1::2')).toBe(429);
    expect([await ask('mistyped', THERE), await ask(RIGHT, THERE), await ask(RIGHT, '198.51.100.99')]).toEqual([401, 200, 200]);
  });

  it('B071: are forgotten after a minute, and the answer says how long', async () => {
    const { clock, node } = setUp();
    const ask = node();
    for (let guess = 0; guess <= MOST_OF_CLIENT_AT_ADDRESS; guess += 1) await ask('no', HERE);
    expect(await ask(RIGHT, HERE)).toBe(429);
    clock.advance(61);
    expect(await ask(RIGHT, HERE)).toBe(200);
    expect(refusalAnswer({ status: 429, error: 'invalid_client', retryAfter: 42 }).headers).toMatchObject({ 'retry-after': '42' });
  });

  it('B071: by signing with them count like those that are sent', async () => {
    const { assert } = setUp();
    const outcomes: (number | string)[] = [];
    for (let guess = 0; guess < MOST_OF_CLIENT_AT_ADDRESS + 5; guess += 1) {
      const result = await assert(`guess-${guess}`, HERE);
      outcomes.push(result.kind === 'refused' ? result.refusal.status : 200);
    }
    expect(outcomes.filter((status) => status === 429)).toHaveLength(5);
    expect((await assert('acme-reports-secret', HERE)).kind).toBe('refused');
    expect((await assert('acme-reports-secret', THERE)).kind).toBe('client');
  });

  it('B071: by signing at the same moment do not pass the limit either', async () => {
    const { assert } = setUp();
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, guess) => assert(guess === 50 ? 'acme-reports-secret' : `guess-${guess}`, HERE)),
    );
    const statuses = results.map((result) => (result.kind === 'refused' ? result.refusal.status : 200));
    expect(tally(statuses)).toEqual({ right: 0, compared: MOST_OF_CLIENT_AT_ADDRESS, refused: 60 - MOST_OF_CLIENT_AT_ADDRESS });
  });

  it('are counted by each process for itself while the store is away, and refused all the same', async () => {
    const away = () => Promise.reject(new AnteroomError('store_unavailable', 'away'));
    const { node } = setUp(() => ({ get: away, create: away, put: away }));
    const ask = node();
    const guesses: number[] = [];
    for (let guess = 0; guess < 30; guess += 1) guesses.push(await ask('no', HERE));
    expect(tally(guesses)).toEqual({ right: 0, compared: MOST_OF_CLIENT_AT_ADDRESS, refused: 30 - MOST_OF_CLIENT_AT_ADDRESS });
    expect(await ask(RIGHT, THERE)).toBe(200);
  });

  it('cost a right secret no call of the store', async () => {
    const calls: string[] = [];
    const noted = (verb: string) => async (): Promise<never> => {
      calls.push(verb);
      throw new AnteroomError('store_unavailable', 'away');
    };
    const { node } = setUp(() => ({ get: noted('get'), create: noted('create'), put: noted('put') }));
    const ask = node();
    expect(await ask(RIGHT, HERE)).toBe(200);
    expect(calls).toEqual([]);
  });
});
