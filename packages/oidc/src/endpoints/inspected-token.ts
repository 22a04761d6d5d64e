import {
  type AccessTokenVerifier,
  type Claims,
  type ClientEntry,
  isAnteroomError,
  type RealmSnapshot,
  type SignedKind,
  type SignedTokens,
} from '@anteroom/core';
import { readRefreshState } from '../tokens/refresh-state.ts';
import { belongsToEntry } from '../tokens/token-id.ts';
import type { Standing, TokenStanding } from '../tokens/token-standing.ts';

export interface InspectedTokenDependencies {
  readonly signed: SignedTokens;
  readonly accessTokens: AccessTokenVerifier;
  readonly standing: TokenStanding;
}

export type Inspected =
  | (Extract<Standing, { kind: 'ok' }> & { readonly claims: Claims })
  | { readonly kind: 'inactive'; readonly reason: string; readonly detail: string };

/**
 * A token of any kind, for introspection. As recorded: without a hint it is an access or an ID token; a refresh token counts only
 * where the hint says so.
 */
export function createTokenInspection({ signed, accessTokens, standing }: InspectedTokenDependencies) {
  const read = async (realm: RealmSnapshot, kind: SignedKind, token: string): Promise<Claims | null> => {
    try {
      return await signed.verify(realm, kind, token);
    } catch (error) {
      if (isAnteroomError(error, 'invalid_token')) return null;
      throw error;
    }
  };
  const none: Inspected = { kind: 'inactive', reason: 'malformed', detail: 'no token of this realm, or expired' };

  const refreshToken = async (realm: RealmSnapshot, token: string): Promise<Inspected> => {
    for (const offline of [false, true]) {
      const claims = await read(realm, offline ? 'offline-token' : 'refresh-token', token);
      if (claims === null) continue;
      const state = readRefreshState(claims, offline);
      const result = await standing.ofSession(realm, { ...state, jti: String(claims.jti), belongs: state.isOf });
      return result.kind === 'ok' ? { ...result, claims } : result;
    }
    return none;
  };

  const idToken = async (realm: RealmSnapshot, token: string): Promise<Inspected | null> => {
    const claims = await read(realm, 'id-token', token);
    if (claims === null) return null;
    const { azp, sub, sid, iat, jti } = claims as Readonly<Record<string, string>> & { readonly iat: number };
    if (typeof sid !== 'string' || typeof azp !== 'string' || typeof sub !== 'string') return none;
    const named = {
      azp,
      sub,
      sid,
      iat,
      jti: String(jti),
      belongs: (entry: ClientEntry) => belongsToEntry({ iat, uuid: String(jti) }, entry),
    };
    const online = await standing.ofSession(realm, { ...named, offline: false });
    const result = online.kind === 'ok' ? online : await standing.ofSession(realm, { ...named, offline: true });
    return result.kind === 'ok' ? { ...result, claims } : result;
  };

  return async (realm: RealmSnapshot, token: string, hint: string | undefined): Promise<Inspected> => {
    if (hint === 'refresh_token') return refreshToken(realm, token);
    const verdict = await accessTokens.verify(realm, token, 'irrelevant');
    if (verdict.kind === 'active') return { ...verdict, kind: 'ok' };
    return (verdict.reason === 'malformed' ? await idToken(realm, token) : null) ?? verdict;
  };
}
