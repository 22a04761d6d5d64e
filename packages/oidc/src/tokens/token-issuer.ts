import { type Clock, type IdSource, isAnteroomError, type SignedTokens, type Urls } from '@anteroom/core';
import { claimPlan } from '../claims/claim-plan.ts';
import { effectiveScopes, unknownScopes } from '../claims/client-scopes.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { splitJws } from '../signed/compact-jws.ts';
import { claimSourceOf } from './claim-source-of.ts';
import { readRefreshState, refreshTokenId } from './refresh-state.ts';
import type { TokenGrant, TokenIssuer, TokenResponse, UnsignedToken } from './token-grant.ts';
import { halfHash } from './token-hash.ts';
import { accessTokenId, markedId } from './token-id.ts';
import { accessTokenExpiry, notBeforePolicy, refreshTokenExpiry } from './token-lifespans.ts';

export interface TokenIssuerDependencies {
  readonly signed: SignedTokens;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const LIGHTWEIGHT = 'client.use.lightweight.access.token.enabled';

/** Keycloak's tokens from what a grant has checked. Reads and writes nothing but keys in memory. */
export function createTokenIssuer({ signed, urls, clock, ids }: TokenIssuerDependencies): TokenIssuer {
  const now = (): number => Math.floor(clock.now().getTime() / 1000);

  /** What the three tokens of one answer share. */
  const draft = (grant: TokenGrant) => {
    const iat = now();
    const scopes = effectiveScopes(grant.realm, grant.client, grant.user, grant.scope);
    const lightweight = grant.client.attributes[LIGHTWEIGHT] === 'true';
    const plan = claimPlan(grant.realm, grant.client, scopes.scopes);
    const source = claimSourceOf(grant, urls.base);
    const mapped = plan.run(lightweight ? 'lightweight' : 'access', source);
    return { iat, scopes, lightweight, plan, source, mapped, exp: accessTokenExpiry(grant, iat), iss: urls.issuer(grant.realm.name) };
  };
  type Draft = ReturnType<typeof draft>;

  const accessToken = (grant: TokenGrant, { iat, exp, iss, scopes, lightweight, source, mapped }: Draft): UnsignedToken => ({
    exp,
    claims: {
      exp,
      iat,
      jti: accessTokenId(grant.binding, lightweight, grant.grant, ids),
      iss,
      ...audience(mapped.audience),
      // A transient token is all there is of its login, so it says whose it is, lightweight or not.
      ...(grant.binding.kind === 'transient' ? { sub: grant.user.id } : {}),
      azp: grant.client.clientId,
      ...(source.sid === null ? {} : { sid: source.sid }),
      ...mapped.claims,
      scope: scopes.shown,
    },
  });

  const idToken = (grant: TokenGrant, { iat, exp, iss, scopes, plan, source }: Draft, signedAccessToken: string): UnsignedToken | null => {
    if (!scopes.openid) return null;
    const { clientId } = grant.client;
    const mapped = plan.run('id', source);
    const algorithm = algorithmOf(grant, 'id-token') ?? 'RS256';
    return {
      exp,
      claims: {
        exp,
        iat,
        jti: markedId(grant.binding, ids),
        iss,
        ...audience([...new Set([clientId, ...mapped.audience])]),
        sub: grant.user.id,
        azp: clientId,
        ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
        ...(source.sid === null ? {} : { sid: source.sid }),
        at_hash: halfHash(signedAccessToken, algorithm),
        ...(grant.code === undefined ? {} : { c_hash: halfHash(grant.code, algorithm) }),
        ...(grant.state === undefined ? {} : { s_hash: halfHash(grant.state, algorithm) }),
        ...mapped.claims,
      },
    };
  };

  const refreshToken = (grant: TokenGrant, { iat, iss, scopes, mapped }: Draft): UnsignedToken | null => {
    const { binding, refresh } = grant;
    if (binding.kind !== 'session' || refresh === null) return null;
    const exp = refreshTokenExpiry(grant, iat);
    const { aud } = audience(mapped.audience);
    return {
      exp,
      claims: {
        ...(exp === null ? {} : { exp }),
        iat,
        jti: refreshTokenId({ generation: binding.entry.generation, ...refresh }, ids),
        iss,
        aud: iss,
        // Recorded: the refresh token of a lightweight access token has no subject either.
        ...(mapped.claims.sub === undefined ? {} : { sub: mapped.claims.sub }),
        azp: grant.client.clientId,
        sid: binding.live.sid,
        scope: scopes.all,
        ...(aud === undefined ? {} : { aud_x: aud }),
        prov: 'default',
        // Recorded where refresh tokens rotate; nothing here reads it.
        ...(grant.realm.realm.revokeRefreshToken ? { reuse_id: ids.uuid() } : {}),
      },
    };
  };

  const sign = (grant: TokenGrant, kind: 'access-token' | 'id-token', token: UnsignedToken): Promise<string> => {
    const algorithm = algorithmOf(grant, kind);
    return signed.sign(grant.realm, kind, token.claims, algorithm === null ? {} : { algorithm });
  };

  return {
    checkScope({ realm, client, scope }) {
      return unknownScopes(realm, client, scope).length === 0
        ? { kind: 'ok' }
        : { kind: 'invalid', description: `Invalid scopes: ${scope}` };
    },

    async issue(grant): Promise<TokenResponse> {
      const shared = draft(grant);
      const access = accessToken(grant, shared);
      const refresh = refreshToken(grant, shared);
      const offline = grant.binding.kind === 'session' && grant.binding.live.offline;
      const access_token = await sign(grant, 'access-token', access);
      const id = idToken(grant, shared, access_token);
      const [refresh_token, id_token] = await Promise.all([
        refresh === null ? undefined : signed.sign(grant.realm, offline ? 'offline-token' : 'refresh-token', refresh.claims),
        id === null ? undefined : sign(grant, 'id-token', id),
      ]);
      return {
        access_token,
        expires_in: shared.exp - shared.iat,
        refresh_expires_in: refresh === null || refresh.exp === null ? 0 : Math.max(0, refresh.exp - shared.iat),
        ...(refresh_token === undefined ? {} : { refresh_token }),
        token_type: 'Bearer',
        ...(id_token === undefined ? {} : { id_token }),
        'not-before-policy': notBeforePolicy(grant),
        ...(shared.source.sid === null ? {} : { session_state: shared.source.sid }),
        scope: shared.scopes.shown,
      };
    },

    async readRefreshToken(realm, token) {
      // Which of the two it claims to be only chooses the rule it is then held to.
      const offline = splitJws(token)?.payload.typ === 'Offline';
      try {
        const claims = await signed.verify(realm, offline ? 'offline-token' : 'refresh-token', token);
        return readRefreshState(claims, offline);
      } catch (error) {
        if (isAnteroomError(error, 'invalid_token')) return null;
        throw error;
      }
    },
  };
}

/** One audience is a string, several are a list, none is no claim. */
function audience(values: readonly string[]): { readonly aud?: string | readonly string[] } {
  return values.length === 0 ? {} : { aud: values.length === 1 ? values[0]! : values };
}

/** The client's own algorithm when the realm has an active key for it, else the realm's. */
function algorithmOf({ realm, client }: Pick<TokenGrant, 'realm' | 'client'>, kind: 'access-token' | 'id-token'): string | null {
  const attribute = kind === 'id-token' ? 'id.token.signed.response.alg' : 'access.token.signed.response.alg';
  return realmKeys(realm).signingAlgorithm(client.attributes[attribute]);
}
