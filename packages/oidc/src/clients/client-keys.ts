import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Client } from '@anteroom/core';

export interface ClientKey {
  readonly kid: string | null;
  /** Set when the key says which algorithm it is for. */
  readonly alg: string | null;
  /** What the key is for; null when it does not say. */
  readonly use: 'sig' | 'enc' | null;
  readonly key: KeyObject;
}

export type ClientKeys =
  | { readonly kind: 'keys'; readonly keys: readonly ClientKey[] }
  /** The client keeps its keys at an address. */
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'none' };

const known = new WeakMap<Client, ClientKeys>();

/** Public keys that a client brought along: from attribute `jwks.string`, or a certificate or key that was uploaded for it. */
export function clientKeys(client: Client): ClientKeys {
  let keys = known.get(client);
  if (keys === undefined) {
    keys = readKeys(client);
    known.set(client, keys);
  }
  return keys;
}

function readKeys({ attributes }: Client): ClientKeys {
  if (attributes['use.jwks.string'] === 'true') return listed(keysOfSet(attributes['jwks.string'] ?? ''));
  if (attributes['use.jwks.url'] === 'true')
    return attributes['jwks.url'] ? { kind: 'remote', url: attributes['jwks.url'] } : { kind: 'none' };
  const certificate = attributes['jwt.credential.certificate'];
  if (certificate) return listed(one(() => new X509Certificate(Buffer.from(withoutArmour(certificate), 'base64')).publicKey));
  const publicKey = attributes['jwt.credential.public.key'];
  if (publicKey)
    return listed(one(() => createPublicKey({ key: Buffer.from(withoutArmour(publicKey), 'base64'), format: 'der', type: 'spki' })));
  return { kind: 'none' };
}

const listed = (keys: readonly ClientKey[]): ClientKeys => (keys.length === 0 ? { kind: 'none' } : { kind: 'keys', keys });

const withoutArmour = (text: string): string => text.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');

function one(read: () => KeyObject): readonly ClientKey[] {
  try {
    return [{ kid: null, alg: null, use: null, key: read() }];
  } catch {
    return [];
  }
}

/** The public keys of a JSON Web Key Set (RFC 7517 §5); members that are none are left out. */
export function keysOfSet(text: string): readonly ClientKey[] {
  let members: readonly unknown[];
  try {
    const set: { readonly keys?: unknown } = JSON.parse(text);
    members = Array.isArray(set?.keys) ? set.keys : [];
  } catch {
    return [];
  }
  return members.flatMap((member) => {
    const jwk = member as Record<string, unknown>;
    // A symmetric key in a public set would let everybody who reads it sign.
    if (typeof jwk !== 'object' || jwk === null || jwk.kty === 'oct') return [];
    const { d: _private, ...publicPart } = jwk;
    return one(() => createPublicKey({ key: publicPart as never, format: 'jwk' })).map(({ key }) => ({
      kid: typeof jwk.kid === 'string' ? jwk.kid : null,
      alg: typeof jwk.alg === 'string' ? jwk.alg : null,
      use: jwk.use === 'sig' || jwk.use === 'enc' ? jwk.use : null,
      key,
    }));
  });
}
