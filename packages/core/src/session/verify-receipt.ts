import type { Clock } from '../clock.ts';
import type { Directory, TracedLogin } from '../directory/directory.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { ReceiptRecord } from '../flow/login-trace.ts';
import type { SsoSessions } from './sso-sessions.ts';

export interface ReceiptFinding {
  readonly record: string;
  readonly ok: boolean;
  readonly why: string;
}

export interface VerifiedReceipt {
  readonly sid: string;
  readonly holds: boolean;
  readonly findings: readonly ReceiptFinding[];
}

export interface VerifyDependencies {
  readonly sessions: Pick<SsoSessions, 'get'>;
  readonly directory: {
    readonly users: Pick<Directory['users'], 'get'>;
    readonly events: Pick<Directory['events'], 'searchTraced' | 'searchLogin' | 'searchAdmin'>;
  };
  readonly clock: Clock;
}

/** What may end a session, or a client's part of it, on purpose. */
const ENDINGS = ['LOGOUT', 'REVOKE_GRANT', 'REFRESH_TOKEN_ERROR', 'CODE_TO_TOKEN_ERROR', 'DELETE_ACCOUNT'];

/**
 * Reads again what the receipts of a session say was written. A record that is gone is all right where its time is over or something is
 * known that ended it; otherwise the receipt does not hold. Null when no login left a receipt for this session.
 */
export async function verifyReceipt(dependencies: VerifyDependencies, realm: RealmSnapshot, sid: string): Promise<VerifiedReceipt | null> {
  const logins = await dependencies.directory.events.searchTraced(realm.id, { sessionId: sid, max: 100 });
  if (logins.length === 0) return null;
  const findings: ReceiptFinding[] = [];
  for (const login of logins) {
    for (const record of login.trace.receipt?.records ?? []) findings.push(await verify(dependencies, realm, login, record));
  }
  return { sid, holds: findings.every(({ ok }) => ok), findings };
}

async function verify(
  dependencies: VerifyDependencies,
  realm: RealmSnapshot,
  { event }: TracedLogin,
  receipt: ReceiptRecord,
): Promise<ReceiptFinding> {
  const clientId = realm.clientId(receipt.client) ?? receipt.client;
  const record = `${receipt.type} in store ${receipt.store || '(taken over)'}, written ${event.time.toISOString()} for ${clientId}`;
  const live = await dependencies.sessions.get(realm, receipt.id, { offline: receipt.type === 'offline-session' });
  const entry = live?.record.clients[receipt.client];
  if (live !== null && live.record.user !== receipt.user) return { record, ok: false, why: 'it belongs to another user now' };
  if (entry?.generation === receipt.generation) return { record, ok: true, why: `it is there, at version ${live?.version}` };
  const what = live === null ? 'it' : `the part of ${clientId}`;
  const ended = await endingOf(dependencies, realm, event.time, receipt);
  if (ended !== null) return { record, ok: true, why: `${what} was ended: ${ended}` };
  if (live === null && receipt.expiresAt <= dependencies.clock.now().getTime()) {
    return { record, ok: true, why: `its time was over on ${new Date(receipt.expiresAt).toISOString()}, unless it was used` };
  }
  return { record, ok: false, why: `${what} is gone, its time is not over, and nothing is known that ended it` };
}

/** What ended it on purpose, in words; null when nothing is known. */
async function endingOf(
  { directory }: VerifyDependencies,
  realm: RealmSnapshot,
  since: Date,
  { id, user: userId, client }: ReceiptRecord,
): Promise<string | null> {
  const user = await directory.users.get(realm.id, userId);
  if (user === null) return 'the user was deleted';
  if (!user.enabled) return 'the user is disabled';
  if (realm.clientId(client) === null) return 'the client was deleted';
  const marks = [user.sessionsNotBefore?.getTime() ?? 0, user.notBefore * 1000, realm.realm.notBefore * 1000];
  if (Math.max(...marks) > since.getTime()) return 'a password was changed, or everybody was signed out';
  const events = await directory.events.searchLogin(realm.id, { types: ENDINGS, userId, from: since, max: 200 });
  const event = events.find(({ sessionId }) => sessionId === id);
  if (event !== undefined) return `${event.type} on ${event.time.toISOString()}`;
  for (const resourcePath of [`sessions/${id}*`, `users/${userId}/logout`]) {
    const [found] = await directory.events.searchAdmin(realm.id, { resourcePath, from: since, max: 1 });
    if (found !== undefined) return `an administrator on ${found.time.toISOString()}`;
  }
  return null;
}
