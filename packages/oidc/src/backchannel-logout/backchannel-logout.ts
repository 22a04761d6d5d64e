import {
  type Client,
  type ClientAdapters,
  type ClientEntry,
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
import { adapterUrl } from '../client-adapters/client-adapters.ts';
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
  readonly adapters: Pick<ClientAdapters, 'tell'>;
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

/** Note of a client entry, and parameter of a token request: what a Keycloak adapter calls its own session. */
export const ADAPTER_SESSION = 'client_session_state';
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
  const { notices, realms, sessions, signed, outgoing, adapters, events, clock, ids, log } = dependencies;
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

  /** What went wrong, and whether it is of any use to try again; null when the client heard it. */
  const send = async (realm: RealmSnapshot, client: Client, stored: StoredNotice): Promise<Failure | null> => {
    const { session, adapterSessions } = stored.notice;
    if (adapterSessions !== null) {
      const told = await adapters.tell(realm, client, { kind: 'logout', adapterSessions, sessions: [session], notBefore: 0 });
      return told === null || told.failure === null ? null : { words: told.failure, hopeless: told.hopeless };
    }
    try {
      const words = await post(realm, client, stored);
      return words === null ? null : { words, hopeless: false };
    } catch (error) {
      if (!isAnteroomError(error)) throw error;
      return { words: error.message, hopeless: error.code === 'invalid_input' };
    }
  };

  const post = async (realm: RealmSnapshot, client: Client, stored: StoredNotice): Promise<string | null> => {
    const url = logoutUrl(client) ?? '';
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
    const listens = client !== null && (notice.adapterSessions === null ? logoutUrl(client) : adapterUrl(client)) !== null;
    if (realm === null || client === null || !listens) return notices.delete(taken);
    if ((await sessions.get(realm, notice.session)) !== null) {
      if (after(-DOUBT_SECONDS) > notice.createdAt) return notices.delete(taken);
      await notices.update(taken, { attempts: stored.notice.attempts, dueAt: after(5) });
      return;
    }
    const failure = await send(realm, client, taken);
    const about = { realm: realm.name, client: client.clientId, attempts: notice.attempts };
    if (failure === null) {
      log.info('backchannel_logout.sent', about);
      await notices.update(taken, { state: 'sent', outcome: 'sent' });
      return;
    }
    const { words } = failure;
    const wait = failure.hopeless ? undefined : BACK_OFF_SECONDS[notice.attempts - 1];
    log.warn(wait === undefined ? 'backchannel_logout.failed' : 'backchannel_logout.retrying', { ...about, reason: words });
    if (wait !== undefined) {
      await notices.update(taken, { outcome: words, dueAt: after(wait) });
      return;
    }
    await notices.update(taken, { state: 'failed', outcome: words });
    await events.write(realm, {
      type: 'LOGOUT_ERROR',
      clientId: client.clientId,
      userId: notice.user,
      sessionId: notice.session,
      error: 'backchannel_logout_failed',
      details: { reason: words },
    });
  };

  const attemptAll = async (list: readonly StoredNotice[]): Promise<void> => {
    const results = await Promise.allSettled(list.map(attempt));
    for (const result of results) if (result.status === 'rejected') log.error('backchannel_logout.broken', { error: result.reason });
  };

  return {
    async announce({ realm, sid, record }) {
      const planned = await Promise.all(
        Object.values(record.clients).map(async (entry) => {
          const client = await realms.clientByUuid(realm, entry.client);
          const wanted = client === null ? null : wayOf(client, entry);
          if (client === null || wanted === null) return null;
          return notices.create({ realm: realm.id, client: client.id, session: sid, user: record.user, ...wanted });
        }),
      );
      return planned.filter((notice) => notice !== null);
    },
    deliver: attemptAll,
    async deliverDue() {
      const due = await notices.findDue();
      await attemptAll(due);
      return due.length;
    },
  };
}

interface Failure {
  readonly words: string;
  readonly hopeless: boolean;
}

/** How a client is told of the end of its part of a session; null when it does not want to know. */
function wayOf(client: Client, { notes }: ClientEntry): { readonly adapterSessions: string[] | null } | null {
  if (logoutUrl(client) !== null) return { adapterSessions: null };
  const adapterSession = notes[ADAPTER_SESSION];
  return adapterSession && !client.frontchannelLogout && adapterUrl(client) !== null ? { adapterSessions: [adapterSession] } : null;
}

/** As Keycloak, a client that is logged out in the browser is not told twice. */
function logoutUrl(client: Client): string | null {
  return client.enabled && !client.frontchannelLogout ? client.attributes['backchannel.logout.url'] || null : null;
}
