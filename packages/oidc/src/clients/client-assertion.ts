import { createHash, createSecretKey } from 'node:crypto';
import { acceptedSecrets, type Client, isSecureAlgorithm, type RealmSnapshot, type RequestRules, type SessionStore } from '@anteroom/core';
import { type CompactJws, splitJws } from '../signed/compact-jws.ts';
import { verifyBytes } from '../signed/jws-signature.ts';
import type { ClientKeySource } from './client-key-source.ts';
import { verifyWithKeys } from './verify-with-keys.ts';

/** Clocks of clients may be a little ahead. */
const SKEW_SECONDS = 15;
/** Its `jti` is remembered until it ends, so an assertion cannot be valid for ever. */
const MAX_LIFE_SECONDS = 3_600;

const HMAC = ['HS256', 'HS384', 'HS512'];

export type AssertionResult =
  | { readonly kind: 'ok' }
  /** `wrongKey`: well made, but signed with another key or secret. */
  | { readonly kind: 'refused'; readonly reason: string; readonly wrongKey?: true };

const refused = (reason: string): AssertionResult => ({ kind: 'refused', reason });

export interface AssertionContext {
  readonly realm: RealmSnapshot;
  /** Audiences that mean this server, the issuer first. */
  readonly audiences: readonly string[];
  /** What the client policies of the realm ask of it. */
  readonly rules: Pick<RequestRules, 'secureAlgorithms' | 'issuerAudienceOnly'>;
  readonly now: Date;
  readonly store: Pick<SessionStore, 'create'>;
  readonly keys: ClientKeySource;
}

/** The client an assertion speaks of, unverified: only to look the client up. */
export function assertedClient(assertion: string): string | null {
  const subject = splitJws(assertion)?.payload.sub;
  return typeof subject === 'string' && subject !== '' ? subject : null;
}

/** RFC 7523 §3: an assertion proves a client once. The signature is checked before anything is remembered. */
export async function checkAssertion(client: Client, assertion: string, context: AssertionContext): Promise<AssertionResult> {
  const jws = splitJws(assertion);
  if (jws === null) return refused('not a compact JWS');
  if (jws.header.crit !== undefined) return refused('critical header parameters are not supported');
  const signature = await checkSignature(client, jws, context);
  if (signature.kind === 'refused') return signature;
  const claims = checkClaims(client, jws.payload, context);
  if (claims.kind === 'refused') return claims;

  const { jti, exp } = jws.payload as { readonly jti: string; readonly exp: number };
  const id = createHash('sha256').update(`client-assertion\n${client.id}\n${jti}`).digest('base64url');
  const expiresAt = new Date((exp + SKEW_SECONDS) * 1000);
  const first = await context.store.create({ type: 'replay', realmId: context.realm.id, id }, { v: 1 }, { expiresAt });
  return first ? { kind: 'ok' } : refused('used before');
}

/** Which algorithms and keys count is the client's configuration, never the header (CVE-2026-16093). */
async function checkSignature(client: Client, jws: CompactJws, { keys, rules, now }: AssertionContext): Promise<AssertionResult> {
  const { alg, kid } = jws.header;
  if (typeof alg !== 'string') return refused('header without alg');
  const pinned = client.attributes['token.endpoint.auth.signing.alg'];
  if (pinned && pinned !== alg) return refused(`the client signs with ${pinned}, not ${alg}`);
  if (rules.secureAlgorithms && !isSecureAlgorithm(alg)) return refused(`the client policies do not allow ${alg}`);

  if (client.clientAuthenticatorType === 'client-secret-jwt') {
    if (!HMAC.includes(alg)) return refused('not signed with the client secret');
    const made = acceptedSecrets(client, now).some((secret) => {
      const secretKey = createSecretKey(Buffer.from(secret));
      return verifyBytes({ algorithm: alg, publicKey: null, privateKey: null, secretKey }, jws.signed, jws.signature);
    });
    return verdict(made);
  }
  return verdict(await verifyWithKeys(client, jws, alg, typeof kid === 'string' ? kid : undefined, keys));
}

const verdict = (valid: boolean): AssertionResult =>
  valid ? { kind: 'ok' } : { kind: 'refused', reason: 'wrong signature or unknown key', wrongKey: true };

function checkClaims(
  client: Client,
  claims: Readonly<Record<string, unknown>>,
  { audiences, now, rules }: AssertionContext,
): AssertionResult {
  const seconds = now.getTime() / 1000;
  const { iss, sub, aud, exp, iat, nbf, jti } = claims;
  if (sub !== client.clientId || iss !== client.clientId) return refused('issuer and subject must be the client');
  // One audience only: a token that also names somebody else could be passed on by them (audience injection).
  const audience = Array.isArray(aud) && aud.length === 1 && !rules.issuerAudienceOnly ? aud[0] : aud;
  const meant = rules.issuerAudienceOnly ? audiences.slice(0, 1) : audiences;
  if (typeof audience !== 'string' || !meant.includes(audience)) return refused('not meant for this server');
  if (typeof exp !== 'number' || !Number.isFinite(exp) || exp <= seconds) return refused('expired or without exp');
  if (exp > seconds + MAX_LIFE_SECONDS) return refused('valid for too long');
  for (const start of [iat, nbf])
    if (start !== undefined && (typeof start !== 'number' || start > seconds + SKEW_SECONDS)) return refused('not valid yet');
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) return refused('without jti');
  return { kind: 'ok' };
}
