import {
  type Client,
  type Clock,
  type IdSource,
  isAnteroomError,
  type LiveSession,
  type Log,
  type RealmCache,
  type RealmSnapshot,
  type SignedTokens,
  type SsoSessions,
} from '@anteroom/core';
import type { LoginEvents } from '../events/login-events.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { subjectOf } from '../subjects/subject.ts';
import type { LogoutNotices, StoredNotice } from './logout-notice.ts';

export interface BackchannelLogoutDependencies {
  readonly notices: LogoutNotices;
  readonly realms: Pick<RealmCache, 'byId' | 'clientByUuid'>;
  /** The plain sessions: whether one has really ended. */
  readonly sessions: Pick<SsoSessions, 'get'>;
  readonly signed: SignedTokens;
  readonly outgoing: OutgoingRequests;
  readonly events: Pick<LoginEvents, 'write'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** OpenID Connect Back-Channel Logout 1.0. What was announced is told at least once, also after a crash, and what came of it is kept. */
export interface BackchannelLogout {
  /** Before a session ends: one record for each of its clients that wants to know. */
  announce(session: LiveSession): Promise<readonly StoredNotice[]>;
  /** After it ended: the first attempts, all at the same time. */
  deliver(notices: readonly StoredNotice[]): Promise<void>;
  /** Attempts that are due, of every process's notices; resolves with their number. */
  deliverDue(): Promise<number>;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** §2.4: "recommended to be short". */
const LIFESPAN_SECONDS = 120;
/** Waiting times after a failed attempt; the last failure is the end. */
const BACK_OFF_SECONDS = [2, 10, 30, 120, 600, 1_800, 3_600];
/** A process that took a notice and died is given up on after this. */
const LEASE_SECONDS = 30;
/** An announced session that is still there after this was not ended after all. */
const DOUBT_SECONDS = 60;

export function createBackchannelLogout(dependencies: BackchannelLogoutDependencies): BackchannelLogout {
  const { notices, realms, sessions, signed, outgoing, events, clock, ids, log } = dependencies;
  const after = (seconds: number) => clock.now().getTime() + seconds * 1000;

  const token = (realm: RealmSnapshot, client: Client, { notice }: StoredNotice): Promise<string> => {
    const iat = Math.floor(clock.now().getTime() / 1000);
    const claims = {
      iat,
      exp: iat + LIFESPAN_SECONDS,
      jti: ids.uuid(),
      aud: client.clientId,
      sub: subjectOf(client, { id: notice.user }),
      ...(client.attributes['backchannel.logout.session.required'] === 'false' ? {} : { sid: notice.session }),
      events: { [EVENT]: {} },
    };
    const algorithm = realmKeys(realm).signingAlgorithm(client.attributes['id.token.signed.response.alg']);
    return signed.sign(realm, 'logout-token', claims, { headerType: 'logout+jwt', ...(algorithm === null ? {} : { algorithm }) });
  };

  const send = async (realm: RealmSnapshot, client: Client, url: string, stored: StoredNotice): Promise<string | null> => {
    const body = new URLSearchParams({ logout_token: await token(realm, client, stored) }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
    const { status } = await outgoing.send(url, { method: 'POST', headers, body });
    return status === 200 || status === 204 ? null : `answered ${status}`;
  };

  const attempt = async (stored: StoredNotice): Promise<void> => {
    const taken = await notices.update(stored, { attempts: stored.notice.attempts + 1, dueAt: after(LEASE_SECONDS) });
    if (taken === null) return;
    const { notice } = taken;
    const realm = await realms.byId(notice.realm);
    const client = realm === null ? null : await realms.clientByUuid(realm, notice.client);
    const url = client === null ? null : logoutUrl(client);
    if (realm === null || client === null || url === null) return notices.delete(taken);
    if ((await sessions.get(realm, notice.session)) !== null) {
      if (after(-DOUBT_SECONDS) > notice.createdAt) return notices.delete(taken);
      await notices.update(taken, { attempts: stored.notice.attempts, dueAt: after(5) });
      return;
    }
    let failure: string | null;
    let hopeless = false;
    try {
      failure = await send(realm, client, url, taken);
    } catch (error) {
      if (!isAnteroomError(error)) throw error;
      failure = error.message;
      hopeless = error.code === 'invalid_input';
    }
    const about = { realm: realm.name, client: client.clientId, attempts: notice.attempts };
    if (failure === null) {
      log.info('backchannel_logout.sent', about);
      await notices.update(taken, { state: 'sent', outcome: 'sent' });
      return;
    }
    const wait = hopeless ? undefined : BACK_OFF_SECONDS[notice.attempts - 1];
    log.warn(wait === undefined ? 'backchannel_logout.failed' : 'backchannel_logout.retrying', { ...about, reason: failure });
    if (wait !== undefined) {
      await notices.update(taken, { outcome: failure, dueAt: after(wait) });
      return;
    }
    await notices.update(taken, { state: 'failed', outcome: failure });
    await events.write(realm, {
      type: 'LOGOUT_ERROR',
      clientId: client.clientId,
      userId: notice.user,
      sessionId: notice.session,
      error: 'backchannel_logout_failed',
      details: { reason: failure },
    });
  };

  const attemptAll = async (list: readonly StoredNotice[]): Promise<void> => {
    const results = await Promise.allSettled(list.map(attempt));
    for (const result of results) if (result.status === 'rejected') log.error('backchannel_logout.broken', { error: result.reason });
  };

  return {
    async announce({ realm, sid, record }) {
      const clients = await Promise.all(Object.keys(record.clients).map((uuid) => realms.clientByUuid(realm, uuid)));
      const wanting = clients.filter((client): client is Client => client !== null && logoutUrl(client) !== null);
      return Promise.all(wanting.map((client) => notices.create({ realm: realm.id, client: client.id, session: sid, user: record.user })));
    },
    deliver: attemptAll,
    async deliverDue() {
      const due = await notices.findDue();
      await attemptAll(due);
      return due.length;
    },
  };
}

/** As Keycloak, a client that is logged out in the browser is not told twice. */
function logoutUrl(client: Client): string | null {
  return client.enabled && !client.frontchannelLogout ? client.attributes['backchannel.logout.url'] || null : null;
}
