import 'reflect-metadata';
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock, Component, IdSource, KeyGenerator } from '@anteroom/core';
import { KEY_PROVIDER_TYPE } from './realm-keys.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const generate = promisify(generateKeyPair);

/** Makes the four key providers that Keycloak gives to a new realm. RSA keys are found in the thread pool. */
export function createKeyGenerator({ ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): KeyGenerator {
  return {
    async generate(realm) {
      const component = (name: string, providerId: string, config: Record<string, string>): Component => ({
        id: ids.uuid(),
        name,
        providerId,
        providerType: KEY_PROVIDER_TYPE,
        parentId: realm.id,
        config: Object.fromEntries(Object.entries({ ...config, priority: '100' }).map(([key, value]) => [key, [value]])),
      });
      const rsa = async (): Promise<Record<string, string>> => {
        const { privateKey } = (await generate('rsa', { modulusLength: 2048 })) as { privateKey: KeyObject };
        const certificate = await selfSignedCertificate(privateKey, realm.name, clock.now(), ids);
        return { privateKey: privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'), certificate };
      };
      const [signing, encryption] = await Promise.all([rsa(), rsa()]);
      return [
        component('rsa-generated', 'rsa-generated', signing),
        component('rsa-enc-generated', 'rsa-enc-generated', { ...encryption, algorithm: 'RSA-OAEP' }),
        component('hmac-generated-hs512', 'hmac-generated', { kid: ids.uuid(), secret: ids.token(128), algorithm: 'HS512' }),
        component('aes-generated', 'aes-generated', { kid: ids.uuid(), secret: ids.token(32) }),
      ];
    },
  };
}
