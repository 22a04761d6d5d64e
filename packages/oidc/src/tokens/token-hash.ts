import { createHash } from 'node:crypto';

/** `at_hash`, `c_hash`, `s_hash` (OpenID Connect Core §3.1.3.6): the left half of the hash that the signature algorithm uses. */
export function halfHash(value: string, algorithm: string): string {
  const size = algorithm === 'EdDSA' ? '512' : algorithm.slice(2);
  const digest = createHash(`sha${size}`).update(value).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
