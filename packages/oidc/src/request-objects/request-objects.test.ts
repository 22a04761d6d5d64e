import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, SignJWT } from 'jose';
import { realmKeys } from '../keys/realm-keys.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { AUTH, CALLBACK, codeOf, redeem, signIn } from '../test-rig/walks.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const OBJECT_URI = 'https://rp.test/request.jwt';

describe('request objects', () => {
  let rig: FullRig;
  let served = '';
  const asked: string[] = [];
  const outgoing: OutgoingRequests = {
    send: async (url) => {
      asked.push(url);
      return { status: 200, contentType: 'application/jwt', body: served };
    },
  };
  beforeAll(async () => {
    rig = await startFullRig({
      oidc: { outgoing },
      client: (client) => ({
        ...client,
        attributes: {
          ...client.attributes,
          'use.jwks.string': 'true',
          'jwks.string': JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }] }),
          'request.uris': OBJECT_URI,
        },
      }),
    });
  });
  afterAll(() => rig.close());

  const REQUEST = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 'inside', client_id: 'acme-api' };
  const object = (claims: object = {}, header: object = {}, key: Parameters<SignJWT['sign']>[0] = privateKey) =>
    new SignJWT({ ...REQUEST, iss: 'acme-api', aud: rig.issuer, exp: Math.floor(rig.clock.now().getTime() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', ...header })
      .sign(key);
  const go = (parameters: Readonly<Record<string, string>>) => {
    const browser = createBrowser(rig.base);
    const query = new URLSearchParams({ client_id: 'acme-api', response_type: 'code', ...parameters });
    return browser.go(`${AUTH}?${query}`).then((shown) => ({ browser, shown }));
  };
  const statusOf = async (request: string, more: Readonly<Record<string, string>> = {}) => (await go({ request, ...more })).shown.status;

  it('B041: say what is asked, over everything that stands beside them', async () => {
    const { browser, shown } = await go({ request: await object(), state: 'outside', redirect_uri: 'https://evil.test/', scope: 'openid' });
    const done = await signIn(browser, shown);
    expect(done.location?.searchParams.get('state')).toBe('inside');
    expect((await redeem(rig, codeOf(done))).status).toBe(200);
  });

  it('B041: count only with the right signature, issuer, audience and times', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(await statusOf(await object())).toBe(200);
    expect(await statusOf(await object({}, {}, stranger))).toBe(400);
    expect(await statusOf(await object({ iss: 'other' }))).toBe(400);
    expect(await statusOf(await object({ aud: 'https://other.test' }))).toBe(400);
    expect(await statusOf(await object({ exp: 1 }))).toBe(400);
    expect(await statusOf(await object({ nbf: 9_999_999_999 }))).toBe(400);
    expect(await statusOf(await object({ client_id: 'acme-reports' }))).toBe(400);
    expect(await statusOf(await object({ request_uri: 'urn:ietf:params:oauth:request_uri:m.x' }))).toBe(400);
    expect(await statusOf(await object({ redirect_uri: 'https://evil.test/' }))).toBe(400);
    expect(await statusOf(await object(), { response_type: 'id_token' })).toBe(400);
  });

  it('B012: are not fooled by a public key used as a secret, nor by a key in their own header', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', kid: 'k' })}.${part({ ...REQUEST, iss: 'acme-api' })}`;
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
    expect(await statusOf(`${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`)).toBe(400);
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = own.publicKey.export({ format: 'jwk' });
    expect(await statusOf(await object({}, { jwk, jku: 'https://evil.test/jwks' }, own.privateKey))).toBe(400);
    expect(asked).toEqual([]);
  });

  it('may be unsigned unless the client is registered to sign', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(REQUEST)}.`;
    expect(await statusOf(unsigned)).toBe(200);
    const { attributes } = rig.clients.get('acme-api')!;
    rig.changeClient('acme-api', { attributes: { ...attributes, 'request.object.signature.alg': 'ES256' } });
    expect(await statusOf(unsigned)).toBe(400);
    expect(await statusOf(await object())).toBe(200);
    rig.changeClient('acme-api', { attributes: { ...attributes, 'request.object.required': 'request' } });
    expect((await go({ redirect_uri: CALLBACK, scope: 'openid' })).shown.status).toBe(400);
    rig.changeClient('acme-api', { attributes });
  });

  it('may be encrypted for the realm', async () => {
    const key = realmKeys(rig.realm()).active('RSA-OAEP', 'ENC')!.publicKey!;
    const sealed = await new CompactEncrypt(Buffer.from(await object()))
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(key);
    expect(await statusOf(sealed)).toBe(200);
    expect(await statusOf(`${sealed.slice(0, -4)}AAAA`)).toBe(400);
  });

  it('B042: are fetched from addresses that the client registered, and from no other', async () => {
    served = await object();
    asked.length = 0;
    expect((await go({ request_uri: OBJECT_URI })).shown.status).toBe(200);
    expect((await go({ request_uri: 'https://evil.test/request.jwt' })).shown.status).toBe(400);
    expect(asked).toEqual([OBJECT_URI]);
  });
});
