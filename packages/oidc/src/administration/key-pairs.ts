import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock, IdSource, KeyPairs } from '@anteroom/core';
import { selfSignedCertificate } from '../keys/self-signed-certificate.ts';

const generate = promisify(generateKeyPair);

/** RSA key pairs for clients, with a certificate of their own. Found in the thread pool. */
export function createKeyPairs({ clock, ids }: { readonly clock: Clock; readonly ids: IdSource }): KeyPairs {
  return {
    async generate(name) {
      const { privateKey } = (await generate('rsa', { modulusLength: 2048 })) as { privateKey: KeyObject };
      const certificate = await selfSignedCertificate(privateKey, name, clock.now(), ids);
      return { privateKey: privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'), certificate };
    },
  };
}
