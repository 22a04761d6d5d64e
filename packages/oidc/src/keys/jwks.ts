import { createHash } from 'node:crypto';
import type { RealmSnapshot } from '@anteroom/core';
import type { RealmKey } from './realm-key.ts';
import { realmKeys } from './realm-keys.ts';

/** The public half of a key as Keycloak shows it (RFC 7517 §4, members in its order). */
function publicJwk(key: RealmKey): Readonly<Record<string, unknown>> {
  const { kty, ...numbers } = key.publicKey!.export({ format: 'jwk' });
  const chain = key.certificate;
  return {
    kid: key.kid,
    kty,
    alg: key.algorithm,
    use: key.use.toLowerCase(),
    ...(chain === null
      ? {}
      : {
          x5c: [chain.der.toString('base64')],
          x5t: createHash('sha1').update(chain.der).digest('base64url'),
          'x5t#S256': createHash('sha256').update(chain.der).digest('base64url'),
        }),
    ...numbers,
  };
}

const documents = new WeakMap<RealmSnapshot, { readonly keys: readonly object[] }>();

/** The key set document: every enabled asymmetric key, passive ones included, so that older tokens still verify. */
export function jwks(snapshot: RealmSnapshot): { readonly keys: readonly object[] } {
  let document = documents.get(snapshot);
  if (document === undefined) {
    document = {
      keys: realmKeys(snapshot)
        .all.filter((key) => key.status !== 'DISABLED' && key.publicKey !== null)
        .map(publicJwk),
    };
    documents.set(snapshot, document);
  }
  return document;
}
