import type { Client, Directory, LiveSession, RealmSnapshot } from '@anteroom/core';
import type { StorePlace } from './ports.ts';

/** Sessions one call looks at, at most. A realm with more is looked into by person or by client, which indexes answer. */
export const LOOKED_AT = 2000;
const PAGE = 500;
/** People a search may name. */
const PEOPLE = 50;

export interface PlacedSession {
  readonly place: StorePlace;
  readonly session: LiveSession;
}

export interface FoundSessions {
  /** Newest first. */
  readonly found: readonly PlacedSession[];
  readonly total: number;
  /** Whether all that match are among the found. */
  readonly complete: boolean;
}

export interface SessionQuery {
  /** Words of a person (as users are searched), or a session's id. */
  readonly search: string;
  readonly client: Client | null;
  readonly places: readonly StorePlace[];
}

/** Live sessions of a realm in the given stores, online and offline, with bounded work. */
export async function findSessions(
  directory: Pick<Directory, 'users'>,
  realm: RealmSnapshot,
  { search, client, places }: SessionQuery,
): Promise<FoundSessions> {
  const looked = search === '' ? null : await byPerson(directory, realm, search, places);
  const { sessions, complete } = looked ?? (await inOrder(realm, client, places));
  const wanted = client === null ? sessions : sessions.filter(({ session }) => session.record.clients[client.id] !== undefined);
  const found = newestFirst(withoutTwins(wanted));
  const total = complete || looked !== null ? found.length : Math.max(found.length, await countAll(realm, client, places));
  return { found, total, complete };
}

interface Looked {
  readonly sessions: readonly PlacedSession[];
  readonly complete: boolean;
}

const KINDS = [{ offline: false }, { offline: true }] as const;

/** The sessions of the people a search finds, and the one whose id it is. */
async function byPerson(
  directory: Pick<Directory, 'users'>,
  realm: RealmSnapshot,
  search: string,
  places: readonly StorePlace[],
): Promise<Looked> {
  const people = await directory.users.search(realm.id, { search, max: PEOPLE + 1, includeServiceAccounts: true });
  const sessions: PlacedSession[] = [];
  for (const place of places) {
    for (const kind of KINDS) {
      const named = await place.sessions.get(realm, search, kind);
      if (named !== null) sessions.push({ place, session: named });
      for (const person of people.slice(0, PEOPLE)) {
        if (sessions.length >= LOOKED_AT) return { sessions, complete: false };
        sessions.push(...(await place.sessions.listByUser(realm, person.id, kind)).map((session) => ({ place, session })));
      }
    }
  }
  return { sessions, complete: people.length <= PEOPLE };
}

/** Store by store, page by page, until the limit. */
async function inOrder(realm: RealmSnapshot, client: Client | null, places: readonly StorePlace[]): Promise<Looked> {
  const sessions: PlacedSession[] = [];
  let left = LOOKED_AT;
  for (const place of places) {
    for (const kind of KINDS) {
      if (client !== null) {
        const page = await place.sessions.listByClient(realm, client.id, { ...kind, max: left + 1 });
        sessions.push(...page.slice(0, left).map((session) => ({ place, session })));
        if (page.length > left) return { sessions, complete: false };
        left -= page.length;
        continue;
      }
      for (let after: string | undefined; ; ) {
        if (left === 0) return { sessions, complete: false };
        const limit = Math.min(PAGE, left);
        const page = await place.sessions.list(realm, { ...kind, limit, ...(after === undefined ? {} : { after }) });
        sessions.push(...page.map((session) => ({ place, session })));
        left -= page.length;
        after = page.at(-1)?.sid;
        if (page.length < limit) break;
      }
    }
  }
  return { sessions, complete: true };
}

/** Of everything stored, with what expired a moment ago. */
async function countAll(realm: RealmSnapshot, client: Client | null, places: readonly StorePlace[]): Promise<number> {
  const counts = await Promise.all(
    places.flatMap((place) =>
      KINDS.map((kind) =>
        client === null
          ? place.store.count({ type: kind.offline ? 'offline-session' : 'session', realmId: realm.id })
          : place.sessions.countByClient(realm, client.id, kind),
      ),
    ),
  );
  return counts.reduce((sum, one) => sum + one, 0);
}

/** While a session moves from one store to another it may be seen in both. */
function withoutTwins(sessions: readonly PlacedSession[]): readonly PlacedSession[] {
  return [...new Map(sessions.map((one) => [`${one.session.offline} ${one.session.sid}`, one])).values()];
}

function newestFirst(sessions: readonly PlacedSession[]): readonly PlacedSession[] {
  return [...sessions].sort((a, b) => b.session.record.started - a.session.record.started || (a.session.sid < b.session.sid ? -1 : 1));
}
