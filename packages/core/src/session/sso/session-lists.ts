import type { Clock } from '../../clock.ts';
import type { RealmSnapshot } from '../../directory/realm-snapshot.ts';
import { sessionMaxSeconds } from '../session-lifespans.ts';
import type { SessionStore, StoredRecord } from '../session-store.ts';
import type { LiveSession, SsoSessions } from '../sso-sessions.ts';
import { keyOf, type SessionType, type SessionWrites } from './session-writes.ts';

type Lists = Pick<SsoSessions, 'end' | 'endAllOfUser' | 'listByUser' | 'listByClient' | 'countByClient' | 'list'>;

/** Records read at a time. */
const PAGE = 500;

/** Ending sessions, and finding many of them. */
export function createSessionLists({
  store,
  clock,
  writes,
}: {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly writes: SessionWrites;
}): Lists {
  const liveOnes = (realm: RealmSnapshot, offline: boolean, stored: readonly StoredRecord<SessionType>[]): readonly LiveSession[] =>
    stored.map((one) => writes.live(realm, offline, one)).filter((session) => session !== null);

  const find = async (realm: RealmSnapshot, offline: boolean, index: 'user' | 'client', value: string) =>
    liveOnes(realm, offline, await store.find({ type: typeOf(offline), realmId: realm.id, index, value }));

  /** Pages until so many live ones are found: what has died of a realm's lifespans may still be stored, and must not look like the end. */
  async function collect(
    realm: RealmSnapshot,
    offline: boolean,
    wanted: number,
    read: (page: { readonly after?: string; readonly limit: number }) => Promise<readonly StoredRecord<SessionType>[]>,
    from?: string,
  ): Promise<readonly LiveSession[]> {
    const found: LiveSession[] = [];
    let after = from;
    while (found.length < wanted) {
      const limit = Math.min(PAGE, wanted - found.length);
      const page = await read({ limit, ...(after === undefined ? {} : { after }) });
      found.push(...liveOnes(realm, offline, page));
      after = page.at(-1)?.id;
      if (page.length < limit) break;
    }
    return found;
  }

  const end: Lists['end'] = async (realm, sid, options) => {
    const place = { realm, sid, offline: options?.offline ?? false };
    if (!place.offline) return store.delete(keyOf(place), { tombstoneUntil: noWriteAfter(realm, clock.now()) });
    const ended = await writes.change(place, (record) => ({
      write: { ...record, secretHash: null, notes: {}, clients: {} },
      result: true,
    }));
    return ended !== null;
  };

  return {
    end,

    endAllOfUser: async (realm, userId, options) => {
      const kinds = options?.offline === true ? [false, true] : [false];
      const ended: LiveSession[] = [];
      for (const offline of kinds) {
        for (const session of await find(realm, offline, 'user', userId)) {
          if (session.sid === options?.except && !offline) continue;
          if (await end(realm, session.sid, { offline })) ended.push(session);
        }
      }
      return ended;
    },

    listByUser: (realm, userId, options) => find(realm, options?.offline ?? false, 'user', userId),

    listByClient: async (realm, clientUuid, options) => {
      const { first = 0, max, offline = false } = options ?? {};
      if (max === undefined) return (await find(realm, offline, 'client', clientUuid)).slice(first);
      const query = { type: typeOf(offline), realmId: realm.id, index: 'client', value: clientUuid } as const;
      return (await collect(realm, offline, first + max, (page) => store.find({ ...query, ...page }))).slice(first);
    },

    countByClient: (realm, clientUuid, options) =>
      store.count({ type: typeOf(options?.offline ?? false), realmId: realm.id, index: 'client', value: clientUuid }),

    list: (realm, { offline = false, after, limit }) =>
      collect(realm, offline, limit, (page) => store.list({ type: typeOf(offline), realmId: realm.id, ...page }), after),
  };
}

function typeOf(offline: boolean): SessionType {
  return offline ? 'offline-session' : 'session';
}

/** No session that began before `now` outlives this, so no write on its way can come later. */
function noWriteAfter(realm: RealmSnapshot, now: Date): Date {
  const longest = Math.max(...[false, true].map((rememberMe) => sessionMaxSeconds(realm.realm, { offline: false, rememberMe }) ?? 0));
  return new Date(now.getTime() + longest * 1000);
}
