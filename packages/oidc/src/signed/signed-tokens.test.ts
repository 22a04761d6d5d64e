import { createHmac, generateKeyPairSync } from 'node:crypto';
import { isAnteroomError, SIGNED_KINDS, type SignedKind } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { realmKeys } from '../keys/realm-keys.ts';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { createTestClock } from '../test-rig/test-clock.ts';
import { createSignedTokens } from './signed-tokens.ts';

const urls = { base: 'http://localhost:8080', issuer: (realm: string) => `http://localhost:8080/realms/${realm}` };
const issuer = urls.issuer('acme');
const kinds = Object.keys(SIGNED_KINDS) as SignedKind[];

const pkcs8 = (pair: { privateKey: import('node:crypto').KeyObject }) =>
  pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const component = (id: string, providerId: string, config: Record<string, string>) => ({
  id,
  name: providerId,
  providerId,
  providerType: 'org.keycloak.keys.KeyProvider',
  parentId: 'r',
  config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]])),
});

function setUp(components: readonly object[] = []) {
  const clock = createTestClock();
  const { snapshot } = acmeRealm({ components });
  return { clock, snapshot, signed: createSignedTokens({ urls, clock }) };
}

/** Claims that satisfy every kind at once, so that only the kind itself can make a difference. */
function claims(now: Date) {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    iat,
    exp: iat + 60,
    jti: 'j',
    sub: 'u',
    azp: 'acme-spa',
    aud: issuer,
    sid: 's',
    events: {},
    cid: 'c',
    users: [],
    id: 'i',
    action: 'a',
    resource: 'r',
  };
}

const refused = async (promise: Promise<unknown>): Promise<boolean> => {
  try {
    await promise;
    return false;
  } catch (error) {
    if (isAnteroomError(error, 'invalid_token')) return true;
    throw error;
  }
};

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('kinds', () => {
  test('every kind is accepted as itself and as nothing else', async () => {
    const { snapshot, signed, clock } = setUp();
    const accepted: string[] = [];
    for (const made of kinds) {
      const token = await signed.sign(snapshot, made, claims(clock.now()));
      for (const expected of kinds) if (!(await refused(signed.verify(snapshot, expected, token)))) accepted.push(`${made} as ${expected}`);
    }
    expect(accepted).toEqual(kinds.map((kind) => `${kind} as ${kind}`));
  });

  test('every required claim of every kind is missed when it is not there', async () => {
    const { snapshot, signed, clock } = setUp();
    const accepted: string[] = [];
    for (const kind of kinds) {
      for (const name of SIGNED_KINDS[kind].requiredClaims) {
        if (name === 'iss') continue; // set by the signer
        const token = await signed.sign(snapshot, kind, { ...claims(clock.now()), [name]: undefined });
        if (!(await refused(signed.verify(snapshot, kind, token)))) accepted.push(`${kind} without ${name}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  test('a kind that names its audience refuses a token for somebody else', async () => {
    const { snapshot, signed, clock } = setUp();
    for (const kind of kinds.filter((name) => SIGNED_KINDS[name].audience === 'issuer')) {
      for (const aud of [undefined, 'http://elsewhere', [issuer, 'http://elsewhere'], `${issuer}/`]) {
        const token = await signed.sign(snapshot, kind, { ...claims(clock.now()), aud });
        expect(await refused(signed.verify(snapshot, kind, token))).toBe(true);
      }
    }
  });

  test('issuer and type cannot be chosen by the caller', async () => {
    const { snapshot, signed, clock } = setUp();
    const token = await signed.sign(snapshot, 'access-token', { ...claims(clock.now()), iss: 'http://evil', typ: 'Refresh' });
    expect(await signed.verify(snapshot, 'access-token', token)).toMatchObject({ iss: issuer, typ: 'Bearer' });
  });
});

describe('time', () => {
  test('an expired token is refused unless expiry is not asked for', async () => {
    const { snapshot, signed, clock } = setUp();
    const token = await signed.sign(snapshot, 'refresh-token', claims(clock.now()));
    clock.advance(59);
    expect(await refused(signed.verify(snapshot, 'refresh-token', token))).toBe(false);
    clock.advance(1);
    expect(await refused(signed.verify(snapshot, 'refresh-token', token))).toBe(true);
    expect(await signed.verify(snapshot, 'refresh-token', token, { ignoreExpiry: true })).toMatchObject({ sub: 'u' });
  });

  test('only an offline token, a restart cookie and the tokens of registration may live without an end', async () => {
    const { snapshot, signed, clock } = setUp();
    const endless: string[] = [];
    for (const kind of kinds) {
      const token = await signed.sign(snapshot, kind, { ...claims(clock.now()), exp: undefined });
      if (!(await refused(signed.verify(snapshot, kind, token)))) endless.push(kind);
    }
    expect(endless.sort()).toEqual(['initial-access-token', 'offline-token', 'registration-access-token', 'restart-cookie']);
  });
});

describe('algorithms', () => {
  test('tokens are signed with the algorithm that was asked for, from the thread pool or not', async () => {
    const { snapshot, signed, clock } = setUp([
      component('e1', 'ecdsa-generated', { ecdsaPrivateKey: pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' })), priority: '1' }),
      component('e3', 'ecdsa-generated', { ecdsaPrivateKey: pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-521' })), priority: '1' }),
      component('ed', 'eddsa-generated', { eddsaPrivateKey: pkcs8(generateKeyPairSync('ed25519')), priority: '1' }),
      component('ps', 'rsa', { privateKey: pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 })), algorithm: 'PS384', priority: '1' }),
    ]);
    for (const algorithm of ['RS256', 'ES256', 'ES512', 'EdDSA', 'PS384']) {
      const token = await signed.sign(snapshot, 'id-token', claims(clock.now()), { algorithm });
      expect(JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())).toMatchObject({ alg: algorithm, typ: 'JWT' });
      expect(await signed.verify(snapshot, 'id-token', token)).toMatchObject({ sub: 'u' });
    }
  });

  test('a symmetric algorithm is never used for a token that others verify', async () => {
    const { snapshot, signed, clock } = setUp();
    await expect(signed.sign(snapshot, 'access-token', claims(clock.now()), { algorithm: 'HS512' })).rejects.toMatchObject({
      code: 'configuration',
    });
  });

  test('no confusion of algorithms, keys, headers or encodings is accepted', async () => {
    const { snapshot, signed, clock } = setUp();
    const keys = realmKeys(snapshot);
    const rsa = keys.active('RS256')!;
    const mac = keys.active('HS512')!;
    const good = await signed.sign(snapshot, 'access-token', claims(clock.now()));
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const body = { ...claims(clock.now()), iss: issuer, typ: 'Bearer' };
    const publicPem = rsa.publicKey!.export({ format: 'pem', type: 'spki' });
    const macWith = (secret: import('node:crypto').BinaryLike | import('node:crypto').KeyObject, head: object, hash = 'sha256') => {
      const text = `${part(head)}.${part(body)}`;
      return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
    };
    const forged = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const corpus: Record<string, string> = {
      'no signature': `${header}.${payload}.`,
      'two parts': `${header}.${payload}`,
      'four parts': `${good}.x`,
      'alg none': `${part({ alg: 'none', typ: 'JWT', kid: rsa.kid })}.${payload}.`,
      'alg none with signature': `${part({ alg: 'none', kid: rsa.kid })}.${payload}.${signature}`,
      'alg NONE': `${part({ alg: 'nOnE', kid: rsa.kid })}.${payload}.${signature}`,
      'public key as HMAC secret': macWith(publicPem, { alg: 'HS256', typ: 'JWT', kid: rsa.kid }),
      'public key as HMAC secret, RS256 header': macWith(publicPem, { alg: 'RS256', typ: 'JWT', kid: rsa.kid }),
      'realm MAC key for an access token': macWith(mac.secretKey!, { alg: 'HS512', typ: 'JWT', kid: mac.kid }, 'sha512'),
      'realm MAC key under RS256': macWith(mac.secretKey!, { alg: 'RS256', typ: 'JWT', kid: mac.kid }, 'sha512'),
      'same key, other padding': `${part({ alg: 'PS256', typ: 'JWT', kid: rsa.kid })}.${payload}.${signature}`,
      'other hash': `${part({ alg: 'RS512', typ: 'JWT', kid: rsa.kid })}.${payload}.${signature}`,
      'no kid': `${part({ alg: 'RS256', typ: 'JWT' })}.${payload}.${signature}`,
      'unknown kid': `${part({ alg: 'RS256', typ: 'JWT', kid: 'x' })}.${payload}.${signature}`,
      'encryption key': `${part({ alg: 'RS256', typ: 'JWT', kid: keys.active('RSA-OAEP', 'ENC')!.kid })}.${payload}.${signature}`,
      'key in the header': `${part({ alg: 'RS256', kid: 'x', jwk: forged.publicKey.export({ format: 'jwk' }) })}.${payload}.${signature}`,
      'critical header': `${part({ alg: 'RS256', typ: 'JWT', kid: rsa.kid, crit: ['b64'], b64: false })}.${payload}.${signature}`,
      'trailing character': `${good}x`,
      'trailing characters': `${good}xx`,
      'leading blank': ` ${good}`,
      'foreign character inside': `${good.slice(0, 50)}*${good.slice(50)}`,
      padding: `${good}=`,
      truncated: good.slice(0, -1),
      'truncated payload': `${header}.${payload.slice(0, -2)}.${signature}`,
      'header is an array': `${Buffer.from('["RS256"]').toString('base64url')}.${payload}.${signature}`,
      'payload is text': `${header}.${Buffer.from('"x"').toString('base64url')}.${signature}`,
      empty: '',
      dots: '..',
      huge: `${'a'.repeat(100_000)}.b.c`,
    };
    const accepted: string[] = [];
    for (const [name, token] of Object.entries(corpus))
      if (!(await refused(signed.verify(snapshot, 'access-token', token)))) accepted.push(name);
    expect(accepted).toEqual([]);
  });

  test('a token of another realm or another issuer is refused', async () => {
    const { snapshot, signed, clock } = setUp();
    const elsewhere = createSignedTokens({ urls: { base: 'http://other', issuer: (realm) => `http://other/realms/${realm}` }, clock });
    const token = await elsewhere.sign(snapshot, 'access-token', claims(clock.now()));
    expect(await refused(signed.verify(snapshot, 'access-token', token))).toBe(true);
  });
});

describe('keys that go', () => {
  test('a remembered token dies with its key', async () => {
    const clock = createTestClock();
    const signed = createSignedTokens({ urls, clock });
    const before = acmeRealm().snapshot;
    const token = await signed.sign(before, 'access-token', claims(clock.now()));
    await signed.verify(before, 'access-token', token);
    await signed.verify(before, 'access-token', token);
    const { configuration } = before;
    const without = new (before.constructor as typeof import('@anteroom/core').RealmSnapshot)({
      ...configuration,
      version: 2,
      components: configuration.components.filter(({ providerId }) => providerId !== 'rsa-generated'),
    });
    expect(await refused(signed.verify(without, 'access-token', token))).toBe(true);
  });
});
