import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { createTestClock, randomIds } from '../test-rig/test-clock.ts';
import { createGeneratedKeys } from './generated-key.ts';
import { jwks } from './jwks.ts';
import { createKeyGenerator } from './key-generator.ts';
import { keysMetadata } from './keys-metadata.ts';
import { realmKeys } from './realm-keys.ts';

const provider = (providerId: string, config: Record<string, string>) => ({
  id: `00000000-0000-0000-0000-${providerId.length.toString().padStart(12, '0')}`,
  name: providerId,
  providerId,
  providerType: 'org.keycloak.keys.KeyProvider',
  parentId: 'r',
  config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]])),
});

describe('keys of an exported realm', () => {
  const { snapshot } = acmeRealm();

  test('give the key ids that the old server used', () => {
    const kids = realmKeys(snapshot).all.map((key) => [key.algorithm, key.kid]);
    expect(kids).toEqual(
      expect.arrayContaining([
        ['HS512', '553a82ca-1fda-4a84-93c1-385bf43b98e7'],
        ['AES', '25a19f7d-d483-4744-ac6a-d5184b9ea029'],
      ]),
    );
    for (const key of realmKeys(snapshot).all.filter(({ type }) => type === 'RSA')) expect(key.kid).toMatch(/^[\w-]{43}$/);
  });

  test('have a certificate over the very same public key', () => {
    for (const key of realmKeys(snapshot).all.filter(({ type }) => type === 'RSA')) {
      const certificate = new X509Certificate(key.certificate!.der);
      expect(certificate.publicKey.export({ format: 'jwk' })).toEqual(key.publicKey!.export({ format: 'jwk' }));
    }
  });

  test('are shown as the recorded key set: public parts only, both RSA keys, members in order', () => {
    const { keys } = jwks(snapshot);
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key)).toEqual(['kid', 'kty', 'alg', 'use', 'x5c', 'x5t', 'x5t#S256', 'n', 'e']);
    expect(keys.map((key) => (key as { alg: string }).alg).sort()).toEqual(['RS256', 'RSA-OAEP']);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  test('are parsed once per snapshot', () => {
    expect(realmKeys(snapshot)).toBe(realmKeys(snapshot));
    expect(jwks(snapshot)).toBe(jwks(snapshot));
  });

  test('are listed for the administrator with status and validity', () => {
    const metadata = keysMetadata(snapshot);
    expect(Object.keys(metadata.active).sort()).toEqual(['AES', 'HS512', 'RS256', 'RSA-OAEP']);
    expect(metadata.keys.find((key) => key.algorithm === 'RS256')).toMatchObject({
      status: 'ACTIVE',
      type: 'RSA',
      use: 'SIG',
      providerPriority: 100,
    });
    expect(JSON.stringify(metadata)).not.toContain('secret');
  });
});

describe('key providers', () => {
  test('elliptic and Edwards keys are read with the algorithm of their curve', () => {
    const pkcs8 = (pair: { privateKey: import('node:crypto').KeyObject }) =>
      pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ed = generateKeyPairSync('ed25519');
    const { snapshot } = acmeRealm({
      components: [
        provider('ecdsa-generated', { ecdsaPrivateKey: pkcs8(ec), ecdsaEllipticCurveKey: 'P-256', priority: '5' }),
        provider('eddsa-generated', { eddsaPrivateKey: pkcs8(ed), eddsaEllipticCurveKey: 'Ed25519', priority: '5' }),
      ],
    });
    expect(realmKeys(snapshot).active('ES256')?.type).toBe('EC');
    expect(realmKeys(snapshot).active('EdDSA')?.type).toBe('OKP');
    expect(realmKeys(snapshot).unusable).toEqual([]);
  });

  test('a key with a higher priority signs, a passive one only verifies, a disabled one does neither', () => {
    const secret = Buffer.alloc(64, 1).toString('base64url');
    const { snapshot } = acmeRealm({
      components: [
        provider('hmac-generated-hs512', { kid: 'new', secret, algorithm: 'HS512', priority: '200' }),
        { ...provider('hmac-generated', { kid: 'passive', secret, algorithm: 'HS512', priority: '300', active: 'false' }), id: 'a' },
        { ...provider('hmac-generated', { kid: 'off', secret, algorithm: 'HS512', priority: '400', enabled: 'false' }), id: 'b' },
      ],
    });
    const keys = realmKeys(snapshot);
    expect(keys.active('HS512')?.kid).toBe('new');
    expect(keys.byId('passive')?.status).toBe('PASSIVE');
    expect(keys.byId('off')).toBeNull();
  });

  test('a configured kid wins over the computed one', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKey = rsa.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const { snapshot } = acmeRealm({ components: [provider('rsa', { privateKey, kid: 'mine', priority: '500', algorithm: 'PS256' })] });
    expect(realmKeys(snapshot).active('PS256')?.kid).toBe('mine');
  });

  test('what cannot be used is named with its reason and hurts nothing else', () => {
    const { snapshot } = acmeRealm({
      components: [
        { ...provider('java-keystore', { keystore: '/opt/keys.jks' }), id: 'k' },
        { ...provider('rsa', { privateKey: 'AAAA' }), id: 'l' },
        { ...provider('hmac-generated', { kid: 'short', secret: 'AAAA', algorithm: 'HS512' }), id: 'm' },
        { ...provider('from-the-moon', {}), id: 'n' },
      ],
    });
    const keys = realmKeys(snapshot);
    expect(keys.unusable.map(({ id }) => id)).toEqual(['k', 'l', 'm', 'n']);
    for (const { reason } of keys.unusable) expect(reason.length).toBeGreaterThan(10);
    expect(keys.active('RS256')).not.toBeNull();
  });
});

describe('generated keys', () => {
  test('are of every kind that Keycloak generates, as asked; what cannot be is refused', async () => {
    const keys = createGeneratedKeys({ ids: randomIds, clock: createTestClock() });
    const made = async (providerId: string, given: Readonly<Record<string, string>> = {}) => {
      const component = provider(providerId, { ...(await keys.make('acme', providerId, given)), priority: '500' });
      const key = realmKeys(acmeRealm({ components: [component] }).snapshot).all.find(({ providerId: id }) => id === component.id);
      return [key?.algorithm, key?.publicKey?.asymmetricKeyDetails?.modulusLength];
    };
    expect(await made('rsa-generated', { keySize: '3072', algorithm: 'PS256' })).toEqual(['PS256', 3072]);
    expect(await made('ecdsa-generated', { ecdsaEllipticCurveKey: 'P-384' })).toEqual(['ES384', undefined]);
    expect((await made('ecdsa-generated'))[0]).toBe('ES256');
    expect((await made('eddsa-generated'))[0]).toBe('EdDSA');
    expect((await made('hmac-generated', { algorithm: 'HS384' }))[0]).toBe('HS384');
    expect(await keys.make('acme', 'java-keystore', {})).toBeNull();
    await expect(keys.make('acme', 'rsa-generated', { keySize: '512' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('are the four providers of a new realm, readable and with a ten-year certificate', async () => {
    const clock = createTestClock();
    const components = await createKeyGenerator({ ids: randomIds, clock }).generate({ id: 'r1', name: 'Ünïcode realm' });
    expect(components.map(({ providerId }) => providerId)).toEqual([
      'rsa-generated',
      'rsa-enc-generated',
      'hmac-generated',
      'aes-generated',
    ]);
    const { snapshot } = acmeRealm({ components });
    const keys = realmKeys(snapshot);
    expect(keys.unusable).toEqual([]);
    for (const { id } of components) expect(keys.all.filter((key) => key.providerId === id)).toHaveLength(1);
    const signing = keys.all.find((key) => key.providerId === components[0]!.id)!;
    const certificate = new X509Certificate(signing.certificate!.der);
    expect(certificate.subject).toBe('CN=Ünïcode realm');
    expect(certificate.verify(createPublicKey(signing.privateKey!))).toBe(true);
    expect(new Date(certificate.validTo).getUTCFullYear() - new Date(certificate.validFrom).getUTCFullYear()).toBe(10);
  });
});
