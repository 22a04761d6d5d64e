import {
  type Client,
  type ClientEntry,
  type Clock,
  clientEntryExpiresAt,
  type Directory,
  type InactiveReason,
  type LiveSession,
  type RealmCache,
  type RealmSnapshot,
  type SessionStore,
  type SsoSessions,
  type User,
} from '@anteroom/core';
import { pairwiseMapper, subjectOf } from '../subjects/subject.ts';
import { revokedTokenKey } from './revoked-token.ts';

/** What a token says it is bound to, after its signature was found good. */
export interface TokenClaimsOfSession {
  readonly azp: string;
  readonly sub: string | null;
  /** Epoch seconds. */
  readonly iat: number;
  readonly jti: string;
  readonly sid: string;
  readonly offline: boolean;
  /** Whether the token belongs to this life of the client entry. */
  readonly belongs: (entry: ClientEntry) => boolean;
}

export type Standing =
  | {
      readonly kind: 'ok';
      readonly user: User;
      readonly client: Client;
      readonly session: LiveSession | null;
      readonly entry: ClientEntry | null;
    }
  | { readonly kind: 'inactive'; readonly reason: InactiveReason; readonly detail: string };

export interface TokenStandingDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly directory: { readonly users: Pick<Directory['users'], 'get' | 'findServiceAccount'> };
  readonly sessions: Pick<SsoSessions, 'get'>;
  readonly store: Pick<SessionStore, 'get'>;
  readonly clock: Clock;
}

/** Whether what a token stands on is still there: client, user, session, client entry, not-before marks. One read of the session plane. */
export interface TokenStanding {
  ofSession(realm: RealmSnapshot, token: TokenClaimsOfSession): Promise<Standing>;
  ofServiceAccount(realm: RealmSnapshot, token: Pick<TokenClaimsOfSession, 'azp' | 'sub' | 'iat' | 'jti'>): Promise<Standing>;
}

const inactive = (reason: InactiveReason, detail: string): Standing => ({ kind: 'inactive', reason, detail });

export function createTokenStanding({ realms, directory, sessions, store, clock }: TokenStandingDependencies): TokenStanding {
  const clientOf = async (realm: RealmSnapshot, clientId: string): Promise<Client | Standing> => {
    const client = await realms.client(realm, clientId);
    if (client === null) return inactive('client_missing', `client ${clientId} does not exist`);
    return client.enabled ? client : inactive('client_disabled', `client ${clientId} is disabled`);
  };

  return {
    async ofSession(realm, token) {
      const client = await clientOf(realm, token.azp);
      if ('kind' in client) return client as Standing;
      // A lightweight token does not name its user, a pairwise subject is nobody's id; then the session tells, and the reads go one
      // after the other.
      const namesUser = token.sub !== null && pairwiseMapper(client) === null;
      const [session, named] = await Promise.all([
        sessions.get(realm, token.sid, { offline: token.offline }),
        namesUser ? directory.users.get(realm.id, token.sub ?? '') : null,
      ]);
      if (session === null) return inactive('session_missing', 'the session ended');
      const entry = session.record.clients[client.id];
      if (entry === undefined) return inactive('session_missing', 'the client has no part in the session any more');
      if (clientEntryExpiresAt(realm.realm, token.offline, session.record, entry, client) <= clock.now())
        return inactive('session_missing', 'the client session expired');
      if (!token.belongs(entry)) return inactive('session_stale', 'issued before the client joined the session again');
      if (entry.revoked.some(({ jti }) => jti === token.jti)) return inactive('revoked', 'the token was revoked');
      if (token.sub !== null && token.sub !== subjectOf(client, { id: session.record.user }))
        return inactive('malformed', 'the session is of another user');

      const user = namesUser ? named : await directory.users.get(realm.id, session.record.user);
      const marks = checkUser(realm, client, user, token.iat);
      if (marks !== null) return marks;
      // Settled 15: a new password or a disabling ends sessions by raising this mark; their records go later.
      if (user!.sessionsNotBefore !== null && session.record.started < user!.sessionsNotBefore.getTime())
        return inactive('session_stale', 'the session is older than a change of the user');
      return { kind: 'ok', user: user!, client, session, entry };
    },

    async ofServiceAccount(realm, token) {
      const client = await clientOf(realm, token.azp);
      if ('kind' in client) return client as Standing;
      if (!client.serviceAccountsEnabled) return inactive('client_disabled', 'the client has no service account any more');
      const [marker, user] = await Promise.all([
        store.get(revokedTokenKey(realm, token.jti)),
        token.sub === null || pairwiseMapper(client) !== null
          ? directory.users.findServiceAccount(realm.id, client.id)
          : directory.users.get(realm.id, token.sub),
      ]);
      if (marker !== null) return inactive('revoked', 'the token was revoked');
      const marks = checkUser(realm, client, user, token.iat);
      if (marks !== null) return marks;
      if (user!.serviceAccountClient !== client.id) return inactive('malformed', 'the user is not the service account of the client');
      return { kind: 'ok', user: user!, client, session: null, entry: null };
    },
  };
}

/** Each mark refuses on its own (CVE class D044): Keycloak takes the smaller of two, which lets one undo the other. */
function checkUser(realm: RealmSnapshot, client: Client, user: User | null, iat: number): Standing | null {
  if (user === null) return inactive('user_missing', 'the user does not exist');
  if (!user.enabled) return inactive('user_disabled', 'the user is disabled');
  const notBefore = Math.max(realm.realm.notBefore, client.notBefore, user.notBefore);
  return iat < notBefore ? inactive('stale', 'issued before a not-before mark') : null;
}
