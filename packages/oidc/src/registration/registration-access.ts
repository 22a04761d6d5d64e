import {
  type AccessTokenVerifier,
  type Client,
  type Clock,
  type IdSource,
  isAnteroomError,
  type RealmCache,
  type RealmSnapshot,
  type SessionStore,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';

export interface RegistrationAccessDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly store: Pick<SessionStore, 'create'>;
  readonly signed: SignedTokens;
  readonly accessTokens: AccessTokenVerifier;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Registration access tokens (RFC 7592 §3): one is good for one use, which gives the next. Its id stands with the client. */
export interface RegistrationAccess {
  /** A new token and its id, to be written with the client. */
  issue(realm: RealmSnapshot, client: Client): Promise<{ readonly id: string; readonly token: string }>;
  /** The client of a token that is the client's current one and that nobody used yet; null otherwise. One write. */
  consume(realm: RealmSnapshot, clientId: string, token: string): Promise<Client | null>;
  /** Whether an administrator's token may do this. */
  isAdmin(realm: RealmSnapshot, token: string, roles: readonly string[]): Promise<boolean>;
}

const USED_SECONDS = 30 * 86_400;

/** Key of a client under which the id of its current token is kept; no part of its representation. */
export const TOKEN_ID = 'registrationToken';

export function createRegistrationAccess(dependencies: RegistrationAccessDependencies): RegistrationAccess {
  const { realms, store, signed, accessTokens, urls, clock, ids } = dependencies;
  return {
    async issue(realm, client) {
      const id = ids.uuid();
      const iat = Math.floor(clock.now().getTime() / 1000);
      const claims = { iat, jti: id, aud: urls.issuer(realm.name), sub: client.id };
      return { id, token: await signed.sign(realm, 'registration-access-token', claims) };
    },
    async consume(realm, clientId, token) {
      const client = await realms.client(realm, clientId);
      // A client that was switched off is not brought back by itself (CVE-2026-9705).
      if (client === null || !client.enabled) return null;
      const claims = await verified(realm, token);
      if (claims === null || claims.sub !== client.id || claims.jti !== client[TOKEN_ID]) return null;
      const id = `registration-token.${String(claims.jti)}`;
      const expiresAt = new Date(clock.now().getTime() + USED_SECONDS * 1000);
      return (await store.create({ type: 'replay', realmId: realm.id, id }, { v: 1 }, { expiresAt })) ? client : null;
    },
    async isAdmin(realm, token, roles) {
      const verdict = await accessTokens.verify(realm, token);
      if (verdict.kind === 'inactive') return false;
      const held = new Set(realm.effectiveRoles(verdict.user).map((role) => role.id));
      const management = realm.configuration.roles.filter(
        (role) => role.clientRole && realm.clientId(role.containerId) === 'realm-management',
      );
      return management.some((role) => roles.includes(role.name) && held.has(role.id));
    },
  };

  async function verified(realm: RealmSnapshot, token: string): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      return await signed.verify(realm, 'registration-access-token', token);
    } catch (error) {
      if (isAnteroomError(error, 'invalid_token')) return null;
      throw error;
    }
  }
}
