import type { KeyObject } from 'node:crypto';
import type { Client } from '@anteroom/core';
import type { CompactJws } from '../signed/compact-jws.ts';
import { verifyBytes } from '../signed/jws-signature.ts';
import type { ClientKeySource } from './client-key-source.ts';

/** Whether one of the client's own public keys made this signature. The key decides which algorithms it may be used with. */
export async function verifyWithKeys(
  client: Client,
  jws: CompactJws,
  alg: string,
  kid: string | undefined,
  keys: ClientKeySource,
): Promise<boolean> {
  const known = await keys.keysOf(client, { kid });
  return known
    .filter(
      (key) =>
        fitsAlgorithm(key.key, alg) && (key.alg === null || key.alg === alg) && (kid === undefined || key.kid === null || key.kid === kid),
    )
    .some(({ key }) => verifyBytes({ algorithm: alg, publicKey: key, privateKey: null, secretKey: null }, jws.signed, jws.signature));
}

/** Whether a public key is of the kind, curve and size that an algorithm needs (RFC 7518 §3). */
export function fitsAlgorithm(key: KeyObject, alg: string): boolean {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  switch (alg) {
    case 'RS256':
    case 'RS384':
    case 'RS512':
    case 'PS256':
    case 'PS384':
    case 'PS512':
      return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
    case 'ES256':
      return curve === 'prime256v1';
    case 'ES384':
      return curve === 'secp384r1';
    case 'ES512':
      return curve === 'secp521r1';
    case 'EdDSA':
      return key.asymmetricKeyType === 'ed25519';
    default:
      return false;
  }
}
