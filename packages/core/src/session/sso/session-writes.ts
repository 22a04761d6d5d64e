import type { Clock } from '../../clock.ts';
import type { RealmSnapshot } from '../../directory/realm-snapshot.ts';
import { AnteroomError } from '../../errors.ts';
import type { SessionRecord } from '../records.ts';
import { sessionExpiresAt } from '../session-lifespans.ts';
import type { SessionStore, StoredRecord, WriteOptions } from '../session-store.ts';
import type { LiveSession } from '../sso-sessions.ts';

/** Each lost compare-and-set means that another writer won, so this many losses in a row mean a store in trouble, not bad luck. */
const MAX_ATTEMPTS = 40;

/** An emptied offline document stays this long, so that a write on its way still meets a changed version (longer than any request). */
const EMPTIED_FOR = 600_000;

export type SessionType = 'session' | 'offline-session';

export interface SessionPlace {
  readonly realm: RealmSnapshot;
  readonly sid: string;
  readonly offline: boolean;
}

/** What a change wants: a record written, or nothing. */
export interface SessionChange<R> {
  readonly write: SessionRecord | null;
  readonly result: R;
}

export type ChangedSession<R> = { readonly session: LiveSession; readonly result: R };

export interface SessionWrites {
  read(place: SessionPlace): Promise<LiveSession | null>;
  /** Read → change → compare-and-set until it holds; null when the session is not there (any more). `known` saves the first read. */
  change<R>(
    place: SessionPlace,
    change: (record: SessionRecord) => SessionChange<R>,
    known?: LiveSession,
  ): Promise<ChangedSession<R> | null>;
  /** Creates the document, or fills one that was emptied; null when a live one is there or the id was ended for good. */
  insert(place: SessionPlace, record: SessionRecord): Promise<LiveSession | null>;
  /** What a stored record says now; null when the realm's lifespans have ended it or it was emptied. */
  live(realm: RealmSnapshot, offline: boolean, stored: StoredRecord<SessionType>): LiveSession | null;
}

export function createSessionWrites({ store, clock }: { readonly store: SessionStore; readonly clock: Clock }): SessionWrites {
  const live: SessionWrites['live'] = (realm, offline, stored) => {
    if (isEmptied(offline, stored.value)) return null;
    // Switching remember-me off ends what it kept alive, single sign-on and refresh tokens alike (GHSA-64w3-5q9m-68xf).
    if (stored.value.rememberMe && !offline && !realm.realm.rememberMe) return null;
    // The realm's lifespans may have been shortened since the record was written.
    const byRealm = sessionExpiresAt(realm.realm, offline, stored.value);
    const expiresAt = new Date(Math.min(byRealm.getTime(), stored.expiresAt.getTime()));
    if (expiresAt <= clock.now()) return null;
    return { realm, sid: stored.id, offline, version: stored.version, record: stored.value, expiresAt };
  };

  const writeOptions = (place: SessionPlace, record: SessionRecord): WriteOptions => {
    if (isEmptied(place.offline, record)) return { expiresAt: new Date(clock.now().getTime() + EMPTIED_FOR) };
    return {
      expiresAt: sessionExpiresAt(place.realm.realm, place.offline, record),
      indexes: { user: [record.user], client: Object.keys(record.clients) },
    };
  };

  const read: SessionWrites['read'] = async (place) => {
    const stored = await store.get(keyOf(place));
    return stored === null ? null : live(place.realm, place.offline, stored);
  };

  const insert: SessionWrites['insert'] = async (place, record) => {
    const options = writeOptions(place, record);
    const session = { ...place, record, expiresAt: options.expiresAt };
    if (await store.create(keyOf(place), record, options)) return { ...session, version: 1 };
    if (!place.offline) return null;
    const there = await store.get(keyOf(place));
    if (there === null || !isEmptied(true, there.value)) return null;
    return (await store.put(keyOf(place), there.version, record, options)) ? { ...session, version: there.version + 1 } : null;
  };

  const change: SessionWrites['change'] = async (place, decide, known) => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const session = attempt === 0 && known !== undefined ? known : await read(place);
      if (session === null) return null;
      const { write, result } = decide(session.record);
      if (write === null) return { session, result };
      const options = writeOptions(place, write);
      if (await store.put(keyOf(place), session.version, write, options)) {
        return { session: { ...session, version: session.version + 1, record: write, expiresAt: options.expiresAt }, result };
      }
    }
    throw new AnteroomError('store_unavailable', 'a session changed under every attempt to write it', { retryAfter: 1 });
  };

  return { live, read, insert, change };
}

export function keyOf(place: SessionPlace) {
  return { type: place.offline ? ('offline-session' as const) : ('session' as const), realmId: place.realm.id, id: place.sid };
}

/** An offline session without a client is no session: it ends that way, because its id may be needed again and its version must go on rising. */
function isEmptied(offline: boolean, record: SessionRecord): boolean {
  return offline && Object.keys(record.clients).length === 0;
}
