import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock, Component, IdSource } from '@anteroom/core';
import type { RealmKey } from './realm-key.ts';
import { KEY_PROVIDER_TYPE } from './realm-keys.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }>;

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const HMAC_BYTES = 128;

/** The key that a new one is to take over from: algorithm, size and priority are its. */
export type KeyModel = Pick<RealmKey, 'algorithm' | 'type' | 'priority' | 'publicKey'>;

/** Makes a key provider that signs as another one does. RSA keys are found in the thread pool. */
export type NewSigningKey = (realm: { readonly id: string; readonly name: string }, like: KeyModel) => Promise<Component>;

const base64 = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki'): string =>
  key.export({ format: 'der', type: type as 'spki' }).toString('base64');

export function createNewSigningKey({ ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): NewSigningKey {
  const materialOf = async (
    realmName: string,
    { type, algorithm, publicKey }: KeyModel,
  ): Promise<readonly [string, Readonly<Record<string, string>>]> => {
    switch (type) {
      case 'RSA': {
        const modulusLength = Math.max(2048, publicKey?.asymmetricKeyDetails?.modulusLength ?? 0);
        const { privateKey } = await generate('rsa', { modulusLength });
        const certificate = await selfSignedCertificate(privateKey, realmName, clock.now(), ids);
        return ['rsa-generated', { privateKey: base64(privateKey, 'pkcs1'), certificate, algorithm, keySize: String(modulusLength) }];
      }
      case 'EC': {
        const curve = CURVES[algorithm] ?? 'P-256';
        const { privateKey, publicKey: shown } = await generate('ec', { namedCurve: curve });
        const keys = { ecdsaPrivateKey: base64(privateKey, 'pkcs8'), ecdsaPublicKey: base64(shown, 'spki') };
        return ['ecdsa-generated', { ...keys, ecdsaEllipticCurveKey: curve }];
      }
      case 'OKP': {
        const { privateKey, publicKey: shown } = await generate('ed25519', {});
        const keys = { eddsaPrivateKey: base64(privateKey, 'pkcs8'), eddsaPublicKey: base64(shown, 'spki') };
        return ['eddsa-generated', { ...keys, eddsaEllipticCurveKey: 'Ed25519' }];
      }
      case 'OCT':
        return ['hmac-generated', { kid: ids.uuid(), secret: ids.token(HMAC_BYTES), algorithm }];
    }
  };
  return async (realm, like) => {
    const [providerId, config] = await materialOf(realm.name, like);
    return {
      id: ids.uuid(),
      name: providerId,
      providerId,
      providerType: KEY_PROVIDER_TYPE,
      parentId: realm.id,
      config: Object.fromEntries(Object.entries({ ...config, priority: String(like.priority) }).map(([key, value]) => [key, [value]])),
    };
  };
}
