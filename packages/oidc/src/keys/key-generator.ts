import type { Clock, Component, IdSource, KeyGenerator } from '@anteroom/core';
import { createGeneratedKeys } from './generated-key.ts';
import { KEY_PROVIDER_TYPE } from './realm-keys.ts';

/** Makes the four key providers that Keycloak gives to a new realm. */
export function createKeyGenerator({ ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): KeyGenerator {
  const keys = createGeneratedKeys({ ids, clock });
  return {
    async generate(realm) {
      const component = async (name: string, providerId: string, given: Readonly<Record<string, string>>): Promise<Component> => {
        const config = { ...(await keys.make(realm.name, providerId, given)), priority: '100' };
        return {
          id: ids.uuid(),
          name,
          providerId,
          providerType: KEY_PROVIDER_TYPE,
          parentId: realm.id,
          config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]])),
        };
      };
      return Promise.all([
        component('rsa-generated', 'rsa-generated', {}),
        component('rsa-enc-generated', 'rsa-enc-generated', { algorithm: 'RSA-OAEP' }),
        component('hmac-generated-hs512', 'hmac-generated', { algorithm: 'HS512' }),
        component('aes-generated', 'aes-generated', {}),
      ]);
    },
  };
}
