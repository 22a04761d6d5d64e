import type { Client } from '@anteroom/core';

export type Pkce =
  | { readonly kind: 'none' }
  | { readonly kind: 'S256' | 'plain'; readonly challenge: string }
  | { readonly kind: 'refused'; readonly description: string };

/** RFC 7636 §4.2 */
const CHALLENGE = /^[A-Za-z0-9\-._~]{43,128}$/;

/** The code challenge of a request, in Keycloak's words; `pkce.code.challenge.method` of the client makes one method obligatory. */
export function pkceOf(client: Pick<Client, 'attributes'>, challenge: string | undefined, method: string | undefined): Pkce {
  const required = client.attributes['pkce.code.challenge.method'] || null;
  const refuse = (description: string): Pkce => ({ kind: 'refused', description });
  if (required !== null) {
    if (method === undefined) return refuse('Missing parameter: code_challenge_method');
    if (method !== required) return refuse('Invalid parameter: code challenge method is not matching the configured one');
    if (challenge === undefined) return refuse('Missing parameter: code_challenge');
  }
  if (method !== undefined && method !== 'S256' && method !== 'plain') return refuse('Invalid parameter: code_challenge_method');
  if (challenge === undefined) return method === undefined ? { kind: 'none' } : refuse('Missing parameter: code_challenge');
  if (!CHALLENGE.test(challenge)) return refuse('Invalid parameter: code_challenge');
  // RFC 7636 §4.3: "defaults to 'plain' if not present".
  return { kind: method === 'S256' ? 'S256' : 'plain', challenge };
}
