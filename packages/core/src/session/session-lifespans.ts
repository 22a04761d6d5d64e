import type { Client } from '../directory/client.ts';
import type { Realm } from '../directory/realm.ts';
import type { ClientEntry, SessionRecord } from './records.ts';

/** What of a client bears on the life of its entry: `client.session.idle.timeout` and its relatives. */
export type ClientLifespanSource = Pick<Client, 'attributes'>;

/** Never: later than any date a store keeps (the year 9999). */
const NEVER = 253_402_300_799_000;

interface SessionKind {
  readonly offline: boolean;
  readonly rememberMe: boolean;
}

/** Seconds a session may be idle (Keycloak `SessionExpirationUtils`): remember-me never shortens, 0 means the ordinary value. */
export function sessionIdleSeconds(realm: Realm, kind: SessionKind): number {
  if (kind.offline) return realm.offlineSessionIdleTimeout;
  return kind.rememberMe ? Math.max(realm.ssoSessionIdleTimeout, realm.ssoSessionIdleTimeoutRememberMe) : realm.ssoSessionIdleTimeout;
}

/** Seconds a session may live in all; null for an offline session without a limit. */
export function sessionMaxSeconds(realm: Realm, kind: SessionKind): number | null {
  if (kind.offline) return realm.offlineSessionMaxLifespanEnabled ? realm.offlineSessionMaxLifespan : null;
  return kind.rememberMe ? Math.max(realm.ssoSessionMaxLifespan, realm.ssoSessionMaxLifespanRememberMe) : realm.ssoSessionMaxLifespan;
}

/** When a session ends if nobody uses it any more. */
export function sessionExpiresAt(
  realm: Realm,
  offline: boolean,
  record: Pick<SessionRecord, 'started' | 'lastAccess' | 'rememberMe'>,
): Date {
  const kind = { offline, rememberMe: record.rememberMe };
  const max = sessionMaxSeconds(realm, kind);
  const idleEnd = record.lastAccess + sessionIdleSeconds(realm, kind) * 1000;
  return new Date(Math.min(idleEnd, max === null ? NEVER : record.started + max * 1000));
}

/** Seconds a client entry may be idle: the client's attribute, else the realm's client value, else the session's. Not capped by the session's. */
export function clientIdleSeconds(realm: Realm, kind: SessionKind, client?: ClientLifespanSource): number {
  const own = seconds(client, kind.offline ? 'client.offline.session.idle.timeout' : 'client.session.idle.timeout');
  const common = kind.offline ? realm.clientOfflineSessionIdleTimeout : realm.clientSessionIdleTimeout;
  return own || common || sessionIdleSeconds(realm, kind);
}

/** Seconds a client entry may live in all; null when offline sessions have no limit (a client's own limit does not apply then either). */
export function clientMaxSeconds(realm: Realm, kind: SessionKind, client?: ClientLifespanSource): number | null {
  const session = sessionMaxSeconds(realm, kind);
  if (session === null) return null;
  const own = seconds(client, kind.offline ? 'client.offline.session.max.lifespan' : 'client.session.max.lifespan');
  const common = kind.offline ? realm.clientOfflineSessionMaxLifespan : realm.clientSessionMaxLifespan;
  return own || common || session;
}

/** When a client entry ends if nobody uses it: its own idle time, and its own maximum capped by the session's. */
export function clientEntryExpiresAt(
  realm: Realm,
  offline: boolean,
  session: Pick<SessionRecord, 'started' | 'rememberMe'>,
  entry: Pick<ClientEntry, 'started' | 'lastAccess'>,
  client?: ClientLifespanSource,
): Date {
  const kind = { offline, rememberMe: session.rememberMe };
  const idleEnd = entry.lastAccess + clientIdleSeconds(realm, kind, client) * 1000;
  const own = clientMaxSeconds(realm, kind, client);
  const whole = sessionMaxSeconds(realm, kind);
  const ownEnd = own === null ? NEVER : entry.started + own * 1000;
  const sessionEnd = whole === null ? NEVER : session.started + whole * 1000;
  return new Date(Math.min(idleEnd, ownEnd, sessionEnd));
}

function seconds(client: ClientLifespanSource | undefined, attribute: string): number {
  const value = Number(client?.attributes[attribute] ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
