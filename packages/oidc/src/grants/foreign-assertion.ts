import { createHash } from 'node:crypto';
import type { Client, Clock, IdentityProvider, RealmSnapshot, SessionStore, Urls } from '@anteroom/core';
import type { ClientKeySource } from '../clients/client-key-source.ts';
import { verifyWithKeys } from '../clients/verify-with-keys.ts';
import type { CompactJws } from '../signed/compact-jws.ts';

export interface ForeignAssertionDependencies {
  readonly keys: ClientKeySource;
  readonly store: Pick<SessionStore, 'create'>;
  readonly urls: Urls;
  readonly clock: Clock;
}

export const configOf = (provider: IdentityProvider): Readonly<Record<string, string | undefined>> =>
  (provider.config ?? {}) as Readonly<Record<string, string | undefined>>;

const DEFAULT_LONGEST_SECONDS = 300;
const DEFAULT_SKEW_SECONDS = 15;

/** RFC 7523 §3 for an assertion of an identity provider: its keys, this realm as audience, a short life, one use. Null when it holds. */
export async function checkForeignAssertion(
  { keys, store, urls, clock }: ForeignAssertionDependencies,
  realm: RealmSnapshot,
  provider: IdentityProvider,
  jws: CompactJws,
): Promise<string | null> {
  const config = configOf(provider);
  const number = (name: string, fallback: number) => {
    const value = Number(config[name] ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
  };
  const { alg, kid, crit } = jws.header;
  if (crit !== undefined || typeof alg !== 'string') return 'Invalid signature';
  const pinned = config.jwtAuthorizationGrantAssertionSignatureAlg;
  if (pinned && pinned !== alg) return 'Invalid signature algorithm';
  const good = await verifyWithKeys(keyHolder(config), jws, alg, typeof kid === 'string' ? kid : undefined, keys);
  if (!good) return 'Invalid signature';

  const now = clock.now().getTime() / 1000;
  const skew = number('jwtAuthorizationGrantAllowedClockSkew', DEFAULT_SKEW_SECONDS);
  const longest = number('jwtAuthorizationGrantMaxAllowedAssertionExpiration', DEFAULT_LONGEST_SECONDS);
  const { aud, exp, iat, nbf, jti } = jws.payload;
  const issuer = urls.issuer(realm.name);
  const audience = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  // One audience: an assertion that is also for somebody else could be passed on by them.
  if (audience !== issuer && audience !== `${issuer}/protocol/openid-connect/token`) return 'Invalid token audience';
  if (typeof exp !== 'number' || !Number.isFinite(exp) || exp + skew <= now) return 'Token is not active';
  for (const start of [iat, nbf])
    if (start !== undefined && (typeof start !== 'number' || start > now + skew)) return 'Token is not active';
  const begun = typeof iat === 'number' ? iat : now;
  if (exp - begun > longest || exp > now + longest + skew) return 'Token expiration is too far in the future';
  if (config.jwtAuthorizationGrantAssertionReuseAllowed === 'true') return null;
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) return 'Missing claim: jti';
  const id = createHash('sha256').update(`jwt-bearer\n${provider.alias}\n${jti}`).digest('base64url');
  const first = await store.create({ type: 'replay', realmId: realm.id, id }, { v: 1 }, { expiresAt: new Date((exp + skew) * 1000) });
  return first ? null : 'Token reuse detected';
}

/** The provider's keys, under the names that clients keep theirs by: an address, a set, or one key. */
function keyHolder({
  useJwksUrl,
  jwksUrl = '',
  publicKeySignatureVerifier: own = '',
}: Readonly<Record<string, string | undefined>>): Client {
  const attributes: Record<string, string> =
    useJwksUrl === 'true'
      ? { 'use.jwks.url': 'true', 'jwks.url': jwksUrl }
      : own.trimStart().startsWith('{')
        ? { 'use.jwks.string': 'true', 'jwks.string': own }
        : { 'jwt.credential.public.key': own };
  return { attributes } as unknown as Client;
}
