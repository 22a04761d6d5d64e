import type { Clock, Component, IdSource } from '@anteroom/core';
import { createGeneratedKeys } from './generated-key.ts';
import type { RealmKey } from './realm-key.ts';
import { KEY_PROVIDER_TYPE } from './realm-keys.ts';

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const RSA_SIZES = [2048, 3072, 4096];

/** The key that a new one is to take over from: algorithm, size and priority are its. */
export type KeyModel = Pick<RealmKey, 'algorithm' | 'type' | 'priority' | 'publicKey'>;

/** Makes a key provider that signs as another one does. RSA keys are found in the thread pool. */
export type NewSigningKey = (realm: { readonly id: string; readonly name: string }, like: KeyModel) => Promise<Component>;

export function createNewSigningKey({ ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): NewSigningKey {
  const keys = createGeneratedKeys({ ids, clock });
  const kindOf = ({ type, algorithm, publicKey }: KeyModel): readonly [string, Readonly<Record<string, string>>] => {
    switch (type) {
      case 'RSA': {
        const size = publicKey?.asymmetricKeyDetails?.modulusLength ?? 0;
        return ['rsa-generated', { algorithm, keySize: String(RSA_SIZES.find((one) => one >= size) ?? 4096) }];
      }
      case 'EC':
        return ['ecdsa-generated', { ecdsaEllipticCurveKey: CURVES[algorithm] ?? 'P-256' }];
      case 'OKP':
        return ['eddsa-generated', {}];
      case 'OCT':
        return ['hmac-generated', { algorithm }];
    }
  };
  return async (realm, like) => {
    const [providerId, settings] = kindOf(like);
    const config = { ...(await keys.make(realm.name, providerId, settings)), priority: String(like.priority) };
    return {
      id: ids.uuid(),
      name: providerId,
      providerId,
      providerType: KEY_PROVIDER_TYPE,
      parentId: realm.id,
      config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]])),
    };
  };
}
