import { createHash } from 'node:crypto';
import type { Client, RealmSnapshot, TokenPossession, Urls } from '@anteroom/core';
import type { OAuthRefusal } from '../errors/oauth-answer.ts';
import type { HttpRequest } from '../http-context.ts';
import type { Confirmation } from '../tokens/token-grant.ts';
import type { DpopProofs } from './dpop-proof.ts';

export type Proven =
  /** What the caller holds; null when it proved nothing and nothing was asked. */
  | { readonly kind: 'ok'; readonly confirmation: Confirmation | null }
  | { readonly kind: 'refused'; readonly refusal: OAuthRefusal; readonly headers: Readonly<Record<string, string>> };

/** What callers prove to hold, by DPoP (RFC 9449) or by a client certificate (RFC 8705), so that tokens can be bound to it. */
export interface Possession {
  /** At an endpoint where the client authenticates. */
  ofClient(realm: RealmSnapshot, client: Client, request: HttpRequest): Promise<Proven>;
  /** Where an access token is presented; `scheme` is that of the `Authorization` header. */
  ofToken(
    realm: RealmSnapshot,
    request: HttpRequest,
    token: string,
    scheme: 'bearer' | 'dpop',
  ): Promise<{ readonly kind: 'ok'; readonly possession: TokenPossession } | Extract<Proven, { kind: 'refused' }>>;
}

/** Client attributes, as Keycloak. */
const DPOP_REQUIRED = 'dpop.bound.access.tokens';
const CERTIFICATE_BOUND = 'tls.client.certificate.bound.access.tokens';
/** Attribute of a client or realm: proofs carry a nonce of this server. */
const NONCE_REQUIRED = 'dpop.nonce.required';

export function createPossession({ dpop, urls }: { readonly dpop: DpopProofs; readonly urls: Urls }): Possession {
  const origin = new URL(urls.base).origin;

  const refuse = (
    error: string,
    description: string,
    headers: Readonly<Record<string, string>> = {},
  ): Extract<Proven, { kind: 'refused' }> => ({
    kind: 'refused',
    refusal: { status: 400, error, description },
    headers,
  });

  const prove = async (
    realm: RealmSnapshot,
    request: HttpRequest,
    proof: string,
    options: { readonly accessToken: string | null; readonly nonceRequired: boolean },
  ): Promise<string | Extract<Proven, { kind: 'refused' }>> => {
    const result = await dpop.check(realm, { method: request.method, url: `${origin}${request.path}`, proof, ...options });
    switch (result.kind) {
      case 'ok':
        return result.jkt;
      case 'refused':
        return refuse('invalid_dpop_proof', `DPoP proof is invalid: ${result.reason}`);
      case 'nonce':
        return refuse('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof', { 'dpop-nonce': dpop.nonce(realm) });
    }
  };

  const asksNonce = (realm: RealmSnapshot, client: Client | null): boolean =>
    realm.realm.attributes[NONCE_REQUIRED] === 'true' || client?.attributes[NONCE_REQUIRED] === 'true';

  return {
    async ofClient(realm, client, request) {
      const proof = proofOf(request);
      const certificate = thumbprintOf(request);
      if (client.attributes[CERTIFICATE_BOUND] === 'true' && certificate === null)
        return refuse('invalid_request', 'Client Certification missing for MTLS HoK Token Binding');
      const bound: Confirmation =
        client.attributes[CERTIFICATE_BOUND] === 'true' && certificate !== null ? { 'x5t#S256': certificate } : {};
      if (proof === null) {
        if (client.attributes[DPOP_REQUIRED] === 'true') return refuse('invalid_dpop_proof', 'DPoP proof is missing');
        return { kind: 'ok', confirmation: bound['x5t#S256'] === undefined ? null : bound };
      }
      const jkt = await prove(realm, request, proof, { accessToken: null, nonceRequired: asksNonce(realm, client) });
      return typeof jkt === 'string' ? { kind: 'ok', confirmation: { ...bound, jkt } } : jkt;
    },
    async ofToken(realm, request, token, scheme) {
      const certificate = thumbprintOf(request);
      const held = certificate === null ? {} : { 'x5t#S256': certificate };
      if (scheme === 'bearer') return { kind: 'ok', possession: { scheme, ...held } };
      const proof = proofOf(request);
      if (proof === null) return refuse('invalid_dpop_proof', 'DPoP proof is missing');
      const jkt = await prove(realm, request, proof, { accessToken: token, nonceRequired: asksNonce(realm, null) });
      return typeof jkt === 'string' ? { kind: 'ok', possession: { scheme, ...held, jkt } } : jkt;
    },
  };
}

/** Null without one. Several headers arrive as one with commas, which no proof has: it is refused as none (RFC 9449 §4.3 no. 1). */
function proofOf({ headers }: HttpRequest): string | null {
  const { dpop } = headers;
  if (dpop === undefined) return null;
  return typeof dpop === 'string' ? dpop : dpop.join(',');
}

/** RFC 8705 §3.1: SHA-256 of the certificate's DER. */
function thumbprintOf({ clientCertificate }: HttpRequest): string | null {
  return clientCertificate ? createHash('sha256').update(clientCertificate).digest('base64url') : null;
}
