import type { Clock, IdSource } from '../../clock.ts';
import type { RealmSnapshot } from '../../directory/realm-snapshot.ts';
import { AnteroomError } from '../../errors.ts';
import type { ClientEntry, SessionRecord } from '../records.ts';
import { type ClientLifespanSource, clientEntryExpiresAt, clientIdleSeconds, sessionIdleSeconds } from '../session-lifespans.ts';
import type { SsoSessions } from '../sso-sessions.ts';
import { newEntry, touched, updateEntry, withEntry, withoutEntry, withRevoked } from './client-entries.ts';
import { withFamily } from './refresh-families.ts';
import type { SessionWrites } from './session-writes.ts';

type Clients = Pick<SsoSessions, 'attachClient' | 'attachOffline' | 'touch' | 'startFamily' | 'removeClient' | 'revokeToken'>;

/** The entries of a session's clients: every verb is one change of one entry, merged into whatever the document is by then. */
export function createSessionClients({
  clock,
  ids,
  writes,
}: {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly writes: SessionWrites;
}): Clients {
  const now = () => clock.now().getTime();

  const attach = (
    realm: RealmSnapshot,
    offline: boolean,
    record: SessionRecord,
    input: Parameters<Clients['attachClient']>[2],
    client?: ClientLifespanSource,
  ) => {
    const before = liveEntry(realm, offline, record, input.client, now(), client);
    const entry = before === null ? newEntry(input, ids.token(9), now()) : updateEntry(before, input, now());
    return { write: { ...withEntry(record, entry), lastAccess: Math.max(now(), record.lastAccess) }, result: entry };
  };

  return {
    attachClient: async (realm, sid, input, options) => {
      const offline = options?.offline ?? false;
      const changed = await writes.change(
        { realm, sid, offline },
        (record) => attach(realm, offline, record, input, options?.client),
        options?.known,
      );
      return changed && { session: changed.session, entry: changed.result };
    },

    attachOffline: async (realm, from, input, options) => {
      const place = { realm, sid: from.sid, offline: true };
      // Twice: the twin may begin or end between the look and the write.
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const merged = await writes.change(place, (record) => attach(realm, true, record, input, options?.client));
        if (merged !== null) return { session: merged.session, entry: merged.result };
        const fresh = { ...from.record, started: now(), lastAccess: now(), secretHash: null, clients: {} };
        const { write, result: entry } = attach(realm, true, fresh, input);
        const session = await writes.insert(place, write);
        if (session !== null) return { session, entry };
      }
      throw new AnteroomError('store_unavailable', 'an offline session came and went under every attempt to write it', { retryAfter: 1 });
    },

    touch: async (session, clientUuid, options) => {
      const { realm, sid, offline } = session;
      const at = now();
      const changed = await writes.change<boolean>(
        { realm, sid, offline },
        (record) => {
          const entry = record.clients[clientUuid];
          if (entry === undefined || entry.generation !== session.record.clients[clientUuid]?.generation)
            return { write: null, result: false };
          const recent = at - Math.min(record.lastAccess, entry.lastAccess) < touchGrace(realm, offline, record, options?.client);
          return { write: recent ? null : touched(record, clientUuid, at), result: true };
        },
        session,
      );
      return changed?.result ?? false;
    },

    startFamily: async (realm, sid, clientUuid, familyId, options) => {
      const changed = await writes.change({ realm, sid, offline: options?.offline ?? false }, (record) => {
        const entry = record.clients[clientUuid];
        return { write: entry === undefined ? null : withEntry(record, withFamily(entry, familyId, now())), result: entry !== undefined };
      });
      return changed?.result === true ? changed.session : null;
    },

    removeClient: async (realm, sid, clientUuid, options) => {
      const changed = await writes.change({ realm, sid, offline: options?.offline ?? false }, (record) => {
        const there = record.clients[clientUuid] !== undefined;
        return { write: there ? withoutEntry(record, clientUuid) : null, result: there };
      });
      return changed?.result ?? false;
    },

    revokeToken: async (realm, sid, clientUuid, token, options) => {
      const changed = await writes.change({ realm, sid, offline: options?.offline ?? false }, (record) => {
        const entry = record.clients[clientUuid];
        return { write: entry === undefined ? null : withEntry(record, withRevoked(entry, token, now())), result: entry !== undefined };
      });
      return changed?.result ?? false;
    },
  };
}

/** The entry of a client unless it is missing or has outlived its own lifespans. */
export function liveEntry(
  realm: RealmSnapshot,
  offline: boolean,
  record: SessionRecord,
  clientUuid: string,
  now: number,
  client?: ClientLifespanSource,
): ClientEntry | null {
  const entry = record.clients[clientUuid];
  if (entry === undefined) return null;
  return clientEntryExpiresAt(realm.realm, offline, record, entry, client).getTime() > now ? entry : null;
}

/** A use that follows another this closely is not written: 60 s, or a tenth of the shortest idle time when that is less. */
function touchGrace(realm: RealmSnapshot, offline: boolean, record: SessionRecord, client?: ClientLifespanSource): number {
  const kind = { offline, rememberMe: record.rememberMe };
  const idle = Math.min(sessionIdleSeconds(realm.realm, kind), clientIdleSeconds(realm.realm, kind, client));
  return Math.min(60_000, idle * 100);
}
