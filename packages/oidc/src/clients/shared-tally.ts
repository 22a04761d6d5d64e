import type { Clock, FailureRecord, SessionStore } from '@anteroom/core';

/** A count starts anew so long after its first. */
const WINDOW_MS = 60_000;
/** Counts that a process keeps in mind; what it forgets it reads again with the next one. */
const REMEMBERED = 10_000;
/** Lost compare-and-sets after which this process goes on with what it knows itself. */
const MOST_TRIES = 4;

export interface SharedTally {
  /** What this process knows of a key in its current window: no store call. */
  known(key: string): { readonly count: number; readonly until: number };
  /**
   * Counts one more: here at once, before anything is awaited, then in the store, which tells what the others have counted. Writes
   * nothing when `most` is known to be reached. A store that fails leaves the count of this process alone.
   */
  raise(realmId: string, key: string, most: number): Promise<void>;
}

const NOTHING = { count: 0, until: 0 } as const;

/**
 * Counters that all processes share over the session store, and that cost no call as long as there is nothing to count: each process
 * keeps what it has counted or been told. Records of the type `failure` whose ids no user has; they end with their window.
 */
export function createSharedTally({
  store,
  clock,
  onFailure,
}: {
  readonly store: Pick<SessionStore, 'get' | 'create' | 'put'>;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}): SharedTally {
  const seen = new Map<string, { count: number; until: number }>();
  const now = () => clock.now().getTime();
  const current = (key: string) => {
    if (seen.size === 0) return null;
    const entry = seen.get(key);
    return entry !== undefined && entry.until > now() ? entry : null;
  };

  const countHere = (key: string): { count: number; until: number } => {
    const entry = current(key);
    if (entry !== null) {
      entry.count += 1;
      return entry;
    }
    if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value!);
    seen.delete(key);
    const fresh = { count: 1, until: now() + WINDOW_MS };
    seen.set(key, fresh);
    return fresh;
  };

  /** The shared count after one more, with the end of its window; null when others were always faster. */
  const countThere = async (realmId: string, id: string): Promise<{ readonly count: number; readonly until: number } | null> => {
    const key = { type: 'failure', realmId, id } as const;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const stored = await store.get(key);
      const expiresAt = stored?.expiresAt ?? new Date(now() + WINDOW_MS);
      const failures = (stored?.value.failures ?? 0) + 1;
      const value: FailureRecord = { ...EMPTY, failures, lastFailure: now() };
      const written =
        stored === null ? await store.create(key, value, { expiresAt }) : await store.put(key, stored.version, value, { expiresAt });
      if (written) return { count: failures, until: expiresAt.getTime() };
    }
    return null;
  };

  return {
    known: (key) => current(key) ?? NOTHING,
    async raise(realmId, key, most) {
      if ((current(key)?.count ?? 0) >= most) return;
      const here = countHere(key);
      try {
        const shared = await countThere(realmId, key);
        if (shared === null) return;
        here.count = Math.max(here.count, shared.count);
        here.until = shared.until;
      } catch (error) {
        onFailure(error);
      }
    },
  };
}

const EMPTY: FailureRecord = { v: 1, failures: 0, temporaryLockouts: 0, secondary: 0, lastFailure: 0, lastIp: '', lockedUntil: 0 };
