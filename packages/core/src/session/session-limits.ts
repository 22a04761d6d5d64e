import type { Clock } from '../clock.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { AnteroomError } from '../errors.ts';
import type { SessionLimits } from '../flow/outcome.ts';
import type { SessionStore } from './session-store.ts';
import type { LiveSession, SsoSessions } from './sso-sessions.ts';

export interface Admission {
  readonly userId: string;
  /** Client UUID. */
  readonly client: string;
  /** The session that is about to begin, or to take the client in. */
  readonly sid: string;
}

export interface LimitedSessions {
  /**
   * Takes a place for one more session, or ends the oldest for it; false when there is none. Places are counted one after another, over
   * all processes: of many logins at the limit as many get in as there is room for. The session must be written within a minute.
   */
  admit(realm: RealmSnapshot, admission: Admission, limits: SessionLimits): Promise<boolean>;
  /**
   * Gives a place back: its session is written and counts by itself, or none came to take it. Otherwise whoever signs out and in again
   * within the minute would stand in their own way.
   */
  release(realm: RealmSnapshot, admission: Admission): Promise<void>;
}

interface Place {
  readonly sid: string;
  readonly client: string;
  readonly at: number;
}

/** Between a place being taken and its session being seen. */
const HELD_MS = 60_000;
const MAX_ATTEMPTS = 60;

export function createLimitedSessions(dependencies: {
  readonly store: Pick<SessionStore, 'get' | 'create' | 'put'>;
  readonly sessions: Pick<SsoSessions, 'listByUser' | 'end'>;
  readonly clock: Clock;
}): LimitedSessions {
  const { store, sessions, clock } = dependencies;

  /** Compare-and-set of the places that are held for a person; the change may refuse, or ask to look again. */
  async function change(
    realm: RealmSnapshot,
    userId: string,
    decide: (held: readonly Place[]) => Promise<{ readonly places: readonly Place[] | null; readonly result: boolean } | 'again'>,
  ): Promise<boolean> {
    const key = { type: 'marker', realmId: realm.id, id: `places-of-${userId}` } as const;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const now = clock.now().getTime();
      const stored = await store.get(key);
      const held = (JSON.parse(stored?.value.note || '[]') as Place[]).filter(({ at }) => now - at < HELD_MS);
      const decided = await decide(held);
      if (decided === 'again') continue;
      if (decided.places === null) return decided.result;
      const value = { v: 1 as const, note: JSON.stringify(decided.places) };
      const options = { expiresAt: new Date(now + HELD_MS) };
      const won = stored === null ? await store.create(key, value, options) : await store.put(key, stored.version, value, options);
      if (won) return decided.result;
    }
    throw new AnteroomError('store_unavailable', 'the places of a user changed under every attempt to take one', { retryAfter: 1 });
  }

  return {
    admit: (realm, { userId, client, sid }, limits) =>
      change(realm, userId, async (held) => {
        const live = (await sessions.listByUser(realm, userId)).filter((session) => session.sid !== sid);
        const waiting = held.filter((place) => place.sid !== sid && !live.some((session) => session.sid === place.sid));
        const withClient = live.filter(({ record }) => record.clients[client] !== undefined);
        const isFull = (limit: number | null, there: number, coming: number) => limit !== null && there + coming >= limit;
        const full = isFull(limits.ofUser, live.length, waiting.length)
          ? live
          : isFull(limits.ofClient, withClient.length, waiting.filter((place) => place.client === client).length)
            ? withClient
            : null;
        if (full === null) return { places: [...waiting, { sid, client, at: clock.now().getTime() }], result: true };
        const oldest = limits.whenFull === 'end-oldest' ? [...full].sort(byAge)[0] : undefined;
        if (oldest === undefined) return { places: null, result: false };
        await sessions.end(realm, oldest.sid);
        return 'again';
      }),
    async release(realm, { userId, sid }) {
      await change(realm, userId, async (held) => ({ places: held.filter((place) => place.sid !== sid), result: true }));
    },
  };
}

function byAge(a: LiveSession, b: LiveSession): number {
  return a.record.started - b.record.started;
}
