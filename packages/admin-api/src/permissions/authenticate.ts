import type { AccessTokenVerdict, AccessTokenVerifier, RealmCache, RealmSnapshot, Urls } from '@anteroom/core';
import { httpFailure } from '../http/failure.ts';

export interface Authenticated {
  readonly authRealm: RealmSnapshot;
  readonly verdict: Extract<AccessTokenVerdict, { kind: 'active' }>;
}

/** The realm is the token's issuer (Keycloak), so the issuer is read before the signature is checked against that realm's keys. */
export function createAuthenticate(dependencies: {
  readonly realms: RealmCache;
  readonly tokens: AccessTokenVerifier;
  readonly urls: Urls;
}) {
  return async function authenticate(authorization: string | undefined): Promise<Authenticated> {
    const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization ?? '')?.[1];
    const name = token === undefined ? null : realmNameOf(token, dependencies.urls);
    const authRealm = name === null ? null : await dependencies.realms.byName(name);
    if (token === undefined || authRealm === null || !authRealm.realm.enabled) throw httpFailure(401);
    const verdict = await dependencies.tokens.verify(authRealm, token);
    if (verdict.kind !== 'active') throw httpFailure(401);
    return { authRealm, verdict };
  };
}

function realmNameOf(token: string, urls: Urls): string | null {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { iss?: unknown };
    const prefix = `${urls.base}/realms/`;
    if (typeof payload.iss !== 'string' || !payload.iss.startsWith(prefix)) return null;
    const name = decodeURIComponent(payload.iss.slice(prefix.length));
    return urls.issuer(name) === payload.iss ? name : null;
  } catch {
    return null;
  }
}
