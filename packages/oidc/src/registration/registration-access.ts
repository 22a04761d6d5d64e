import {
  type AccessTokenVerifier,
  type Client,
  type Clock,
  type IdSource,
  isAnteroomError,
  MASTER_REALM,
  managementClientId,
  REALM_MANAGEMENT,
  type RealmCache,
  type RealmSnapshot,
  type RegistrationTokens,
  type SessionStore,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';

export interface RegistrationAccessDependencies {
  readonly realms: Pick<RealmCache, 'client' | 'clientByUuid'>;
  readonly store: Pick<SessionStore, 'create'>;
  readonly signed: SignedTokens;
  readonly accessTokens: AccessTokenVerifier;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Registration access tokens (RFC 7592 §3): one is good for one change, which gives the next. Its id stands with the client. */
export interface RegistrationAccess extends Pick<RegistrationTokens, 'open' | 'spend'> {
  /** A new token and its id, to be written with the client. */
  issue(realm: RealmSnapshot, client: Client): Promise<{ readonly id: string; readonly token: string }>;
  /** Whether an administrator's token may do this; null when it is no access token of the realm. */
  isAdmin(realm: RealmSnapshot, token: string, roles: readonly string[]): Promise<boolean | null>;
}

/** Clients whose (lightweight) tokens carry no roles: there the user's own roles count. */
const OWN_CONSOLES = new Set(['admin-cli', 'security-admin-console']);

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
    async open(realm, token) {
      const claims = await verified(realm, 'registration-access-token', token);
      if (claims === null) {
        const initial = await verified(realm, 'initial-access-token', token);
        return { kind: initial === null ? 'undecodable' : 'initial-access' };
      }
      const client = await realms.clientByUuid(realm, String(claims.sub));
      // A client that was switched off is not brought back by itself (CVE-2026-9705).
      const holds = client?.enabled === true && claims.jti === client[TOKEN_ID];
      return { kind: 'registration-access', client: holds ? client : null };
    },
    async spend(realm, token) {
      const claims = await verified(realm, 'registration-access-token', token);
      if (claims === null) return false;
      const id = `registration-token.${String(claims.jti)}`;
      const expiresAt = new Date(clock.now().getTime() + USED_SECONDS * 1000);
      return store.create({ type: 'replay', realmId: realm.id, id }, { v: 1 }, { expiresAt });
    },
    async isAdmin(realm, token, roles) {
      const verdict = await accessTokens.verify(realm, token);
      if (verdict.kind === 'inactive') return null;
      const container = realm.name === MASTER_REALM ? managementClientId(realm.name) : REALM_MANAGEMENT;
      const names = realm
        .effectiveRoles(verdict.user)
        .filter((role) => role.clientRole && realm.clientId(role.containerId) === container)
        .map((role) => role.name);
      // Tokens of other clients count for what they carry, and never for more than the user still has.
      const carried = OWN_CONSOLES.has(verdict.client.clientId) ? names : rolesIn(verdict.claims.resource_access, container);
      return roles.some((role) => names.includes(role) && carried.includes(role));
    },
  };

  async function verified(
    realm: RealmSnapshot,
    kind: 'registration-access-token' | 'initial-access-token',
    token: string,
  ): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      return await signed.verify(realm, kind, token);
    } catch (error) {
      if (isAnteroomError(error, 'invalid_token')) return null;
      throw error;
    }
  }
}

function rolesIn(access: unknown, container: string): readonly unknown[] {
  const roles = (access as Readonly<Record<string, { readonly roles?: unknown } | undefined>> | undefined)?.[container]?.roles;
  return Array.isArray(roles) ? roles : [];
}
