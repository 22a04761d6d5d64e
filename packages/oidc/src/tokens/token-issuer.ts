import { type Clock, type IdSource, isAnteroomError, SIGNED_KINDS, type SignedTokens, type Urls } from '@anteroom/core';
import { claimPlan } from '../claims/claim-plan.ts';
import { effectiveScopes, unknownScopes } from '../claims/client-scopes.ts';
import { namedClaims } from '../claims/named-claims.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { splitJws } from '../signed/compact-jws.ts';
import type { EncryptForClient } from '../signed/encrypted-for-client.ts';
import { subjectOf } from '../subjects/subject.ts';
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
  readonly encrypt: EncryptForClient;
}

/** Client attribute: `typ: at+jwt` in the header (RFC 9068 §2.1). */
const RFC9068_HEADER = 'access.token.header.type.rfc9068';
const LIGHTWEIGHT = 'client.use.lightweight.access.token.enabled';

/** Keycloak's tokens from what a grant has checked. Reads and writes nothing but keys in memory. */
export function createTokenIssuer({ signed, urls, clock, ids, encrypt }: TokenIssuerDependencies): TokenIssuer {
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
      ...audience(grant.audience ?? mapped.audience),
      // A transient token is all there is of its login, so it says whose it is, lightweight or not.
      ...(grant.binding.kind === 'transient' ? { sub: subjectOf(grant.client, grant.user) } : {}),
      azp: grant.client.clientId,
      ...(source.sid === null ? {} : { sid: source.sid }),
      ...mapped.claims,
      ...(grant.confirmation === undefined ? {} : { cnf: grant.confirmation }),
      scope: scopes.shown,
    },
  });

  const idToken = (
    grant: TokenGrant,
    { iat, exp, iss, scopes, plan, source }: Draft,
    signedAccessToken: string | null,
  ): UnsignedToken | null => {
    if (!scopes.openid) return null;
    const { clientId } = grant.client;
    const mapped = plan.run('id', source);
    const named = namedClaims(grant.realm, grant.client, grant.idTokenClaims ?? [], 'id', source);
    const algorithm = algorithmOf(grant, 'id-token') ?? 'RS256';
    return {
      exp,
      claims: {
        exp,
        iat,
        jti: markedId(grant.binding, ids),
        iss,
        ...audience([...new Set([clientId, ...mapped.audience])]),
        sub: subjectOf(grant.client, grant.user),
        azp: clientId,
        ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
        ...(source.sid === null ? {} : { sid: source.sid }),
        ...(signedAccessToken === null ? {} : { at_hash: halfHash(signedAccessToken, algorithm) }),
        ...(grant.code === undefined ? {} : { c_hash: halfHash(grant.code, algorithm) }),
        ...(grant.state === undefined ? {} : { s_hash: halfHash(grant.state, algorithm) }),
        ...named,
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
        ...(bindsRefresh(grant) ? { cnf: grant.confirmation } : {}),
        // Recorded where refresh tokens rotate; nothing here reads it.
        ...(grant.realm.realm.revokeRefreshToken ? { reuse_id: ids.uuid() } : {}),
      },
    };
  };

  const sign = (grant: TokenGrant, kind: 'access-token' | 'id-token', token: UnsignedToken): Promise<string> => {
    const algorithm = algorithmOf(grant, kind);
    const headerType = kind === 'access-token' && grant.client.attributes[RFC9068_HEADER] === 'true' ? { headerType: 'at+jwt' } : {};
    return signed.sign(grant.realm, kind, token.claims, { ...(algorithm === null ? {} : { algorithm }), ...headerType });
  };

  const signId = async (grant: TokenGrant, token: UnsignedToken): Promise<string> =>
    encrypt(grant.client, 'id-token', await sign(grant, 'id-token', token));

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
        id === null ? undefined : signId(grant, id),
      ]);
      return {
        access_token,
        expires_in: shared.exp - shared.iat,
        refresh_expires_in: refresh === null || refresh.exp === null ? 0 : Math.max(0, refresh.exp - shared.iat),
        ...(refresh_token === undefined ? {} : { refresh_token }),
        token_type: grant.confirmation?.jkt === undefined ? 'Bearer' : 'DPoP',
        ...(id_token === undefined ? {} : { id_token }),
        'not-before-policy': notBeforePolicy(grant),
        ...(shared.source.sid === null ? {} : { session_state: shared.source.sid }),
        scope: shared.scopes.shown,
      };
    },

    async issueFrontChannel(grant, { accessToken: wantsAccess, idToken: wantsId }) {
      const shared = draft(grant);
      const access_token = wantsAccess ? await sign(grant, 'access-token', accessToken(grant, shared)) : null;
      const id = wantsId ? idToken(grant, shared, access_token) : null;
      return {
        ...(access_token === null ? {} : { access_token, token_type: 'Bearer' as const, expires_in: String(shared.exp - shared.iat) }),
        ...(id === null ? {} : { id_token: await signId(grant, id) }),
      };
    },

    describe(grant) {
      const shared = draft(grant);
      const access = accessToken(grant, shared);
      const id = idToken(grant, shared, null);
      const userinfo = shared.plan.run('userinfo', shared.source).claims;
      return {
        accessToken: { ...access.claims, typ: SIGNED_KINDS['access-token'].typ },
        idToken: { ...id?.claims, typ: SIGNED_KINDS['id-token'].typ },
        userinfo: { sub: subjectOf(grant.client, grant.user), ...userinfo },
      };
    },

    audienceOf: (grant) => draft(grant).mapped.audience,

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

/** A confidential client proves itself at each refresh; a public one by the key of its first proof (RFC 9449 §5). */
function bindsRefresh({ client, confirmation }: TokenGrant): boolean {
  return confirmation !== undefined && (client.publicClient || confirmation['x5t#S256'] !== undefined);
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
