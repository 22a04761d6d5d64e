import {
  type AccessTokenVerdict,
  type AccessTokenVerifier,
  type Claims,
  isAnteroomError,
  type SignedTokens,
  type TokenPossession,
} from '@anteroom/core';
import type { Confirmation } from './token-grant.ts';
import { belongsToEntry, parseAccessTokenId } from './token-id.ts';
import type { TokenStanding } from './token-standing.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The one check of access tokens: for userinfo, introspection, revocation and the Admin REST API alike. */
export function createAccessTokenVerifier({
  signed,
  standing,
}: {
  readonly signed: SignedTokens;
  readonly standing: TokenStanding;
}): AccessTokenVerifier {
  return {
    async verify(realm, token, possession = { scheme: 'bearer' }): Promise<AccessTokenVerdict> {
      let claims: Claims;
      try {
        claims = await signed.verify(realm, 'access-token', token);
      } catch (error) {
        if (!isAnteroomError(error, 'invalid_token')) throw error;
        return { kind: 'inactive', reason: error.message === 'expired' ? 'expired' : 'malformed', detail: error.message };
      }
      const unproven = possession === 'irrelevant' ? null : whatIsUnproven(claims.cnf as Confirmation | undefined, possession);
      if (unproven !== null) return { kind: 'inactive', reason: 'unproven', detail: unproven };
      const [azp, jti, sid] = [text(claims.azp), text(claims.jti), text(claims.sid)];
      if (azp === null || jti === null) return { kind: 'inactive', reason: 'malformed', detail: 'azp or jti is no text' };
      const named = { azp, jti, sub: text(claims.sub), iat: claims.iat as number };
      const id = parseAccessTokenId(jti);

      if (id.session === 'transient') {
        // Only client credentials are sessionless by nature; a transient login has nothing that it could be checked against.
        if (id.grant !== 'cc' || sid !== null)
          return { kind: 'inactive', reason: 'transient', detail: 'token of a transient login: it has no session to check' };
        const result = await standing.ofServiceAccount(realm, named);
        return result.kind === 'ok' ? { ...result, kind: 'active', claims } : result;
      }
      if (sid === null || id.session === 'unknown')
        return { kind: 'inactive', reason: 'session_missing', detail: 'the token names no session' };
      const result = await standing.ofSession(realm, {
        ...named,
        sid,
        offline: id.session === 'offline',
        belongs: (entry) => belongsToEntry({ iat: named.iat, uuid: id.uuid }, entry),
      });
      return result.kind === 'ok' ? { ...result, kind: 'active', claims } : result;
    },
  };
}

/** RFC 9449 §7.1, §7.2 and RFC 8705 §3: a bound token by itself is worth nothing, and the scheme must say what it is. */
function whatIsUnproven(cnf: Confirmation | undefined, held: Exclude<TokenPossession, 'irrelevant'>): string | null {
  const { jkt, 'x5t#S256': certificate } = cnf ?? {};
  if (jkt !== undefined && (held.scheme !== 'dpop' || held.jkt !== jkt)) return 'bound to a key that was not proven';
  if (jkt === undefined && held.scheme === 'dpop') return 'presented as DPoP, and bound to no key';
  if (certificate !== undefined && held['x5t#S256'] !== certificate) return 'bound to another client certificate';
  return null;
}
