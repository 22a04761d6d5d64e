import type { Clock } from '../clock.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { AnteroomError } from '../errors.ts';
import { failOnce, isLockedAt } from './failure-rules.ts';
import type { Attempt, LoginFailures } from './login-failures.ts';
import type { FailureRecord } from './records.ts';
import type { RecordKey, SessionStore, StoredRecord } from './session-store.ts';
import { createTurns } from './turns.ts';

type FailureStore = Pick<SessionStore, 'get' | 'create' | 'put' | 'delete' | 'list'>;
type Stored = StoredRecord<'failure'>;

/** Compare-and-set is tried so often; every loss is another process's progress. */
const MOST_TRIES = 50;
/** Attempts of one user that may wait in this process. */
const MOST_WAITING = 512;
const PAGE = 500;

/**
 * Reserve before the hash (settled 25). Within a process the attempts of one user take turns, so a clean user's login needs no write:
 * one read, and a failure is written when it has happened. As soon as there is a failure, each attempt is counted before it is
 * evaluated and taken back afterwards. See docs/decisions/optimistic-reserve.md for what that means with several processes.
 */
export function createLoginFailures({ store, clock }: { readonly store: FailureStore; readonly clock: Clock }): LoginFailures {
  const turn = createTurns({ most: MOST_WAITING });
  const now = () => clock.now().getTime();
  const keyOf = (realm: RealmSnapshot, userId: string): RecordKey<'failure'> => ({ type: 'failure', realmId: realm.id, id: userId });
  const read = (realm: RealmSnapshot, userId: string) => store.get(keyOf(realm, userId));

  async function write(realm: RealmSnapshot, userId: string, seen: Stored | null, value: FailureRecord): Promise<boolean> {
    const expiresAt = new Date(Math.max(value.lastFailure + realm.realm.maxDeltaTimeSeconds * 1000, value.lockedUntil) + 1000);
    const key = keyOf(realm, userId);
    return seen === null ? store.create(key, value, { expiresAt }) : store.put(key, seen.version, value, { expiresAt });
  }

  /** Applies `change` to what is stored, again on each lost compare-and-set; null from it writes nothing. */
  async function update(
    realm: RealmSnapshot,
    userId: string,
    seen: Stored | null,
    change: (record: FailureRecord | null) => FailureRecord | null,
  ): Promise<{ readonly before: FailureRecord | null; readonly after: FailureRecord | null }> {
    let current = seen;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const before = current?.value ?? null;
      const after = change(before);
      if (after === null || (await write(realm, userId, current, after))) return { before, after };
      current = await read(realm, userId);
    }
    throw new AnteroomError('store_unavailable', 'login failures: lost every compare-and-set', { retryAfter: 1 });
  }

  /** The user had failures: count this attempt as one before anything is evaluated. */
  async function raise(realm: RealmSnapshot, userId: string, ip: string, seen: Stored, leave: () => void): Promise<Attempt> {
    const { before, after: raised } = await update(realm, userId, seen, (record) =>
      isLockedAt(realm.realm, record, now()) ? null : failOnce(realm.realm, record, now(), ip),
    );
    if (raised === null) return refused(leave, before);
    return {
      allowed: true,
      succeed: () =>
        leaving(leave, async () => {
          await store.delete(keyOf(realm, userId));
        }),
      release: () =>
        leaving(leave, async () => {
          // Only our own raise is taken back: another process's failure in between stays.
          const current = await read(realm, userId);
          if (current !== null && before !== null && isSame(current.value, raised)) await write(realm, userId, current, before);
        }),
      fail: (kind) =>
        leaving(leave, async () => {
          if (kind === 'password') return raised;
          const { after } = await update(realm, userId, await read(realm, userId), (record) => countSecondary(record ?? raised));
          return after ?? raised;
        }),
    };
  }

  /** No failures and nobody else's turn: nothing is written unless this fails. */
  function optimistic(realm: RealmSnapshot, userId: string, ip: string, seen: Stored | null, leave: () => void): Attempt {
    return {
      allowed: true,
      succeed: async () => leave(),
      release: async () => leave(),
      fail: (kind) =>
        leaving(leave, async () => {
          const { after } = await update(realm, userId, seen, (record) => {
            const next = failOnce(realm.realm, record, now(), ip);
            return kind === 'otp' ? countSecondary(next) : next;
          });
          return after ?? NO_FAILURES;
        }),
    };
  }

  return {
    async reserve(realm, userId, ip) {
      if (!realm.realm.bruteForceProtected) return UNPROTECTED;
      const leave = await turn(`${realm.id}:${userId}`);
      try {
        const seen = await read(realm, userId);
        if (isLockedAt(realm.realm, seen?.value ?? null, now())) return refused(leave, seen?.value ?? null);
        if (seen === null || seen.value.failures === 0) return optimistic(realm, userId, ip, seen, leave);
        return await raise(realm, userId, ip, seen, leave);
      } catch (error) {
        leave();
        throw error;
      }
    },
    async reserveUnknown(realm, login, ip) {
      if (!realm.realm.bruteForceProtected) return UNPROTECTED;
      const id = decoyOf(login);
      const seen = await read(realm, id);
      return {
        ...UNPROTECTED,
        async fail() {
          await write(realm, id, seen, failOnce(realm.realm, seen?.value ?? null, now(), ip));
          return NO_FAILURES;
        },
      };
    },
    async get(realm, userId) {
      return (await read(realm, userId))?.value ?? null;
    },
    isLocked: (realm, record) => isLockedAt(realm.realm, record, now()),
    async clear(realm, userId) {
      await store.delete(keyOf(realm, userId));
    },
    async clearAll(realm) {
      for (;;) {
        const page = await store.list({ type: 'failure', realmId: realm.id, limit: PAGE });
        for (const record of page) await store.delete(keyOf(realm, record.id));
        if (page.length < PAGE) return;
      }
    },
  };
}

const DECOYS = 64;

/** One of a few ids that no user has: unknown names cannot fill the store. */
function decoyOf(login: string): string {
  let sum = 0;
  for (const character of login) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % DECOYS;
  return `nobody-${sum}`;
}

const NO_FAILURES: FailureRecord = { v: 1, failures: 0, temporaryLockouts: 0, secondary: 0, lastFailure: 0, lastIp: '', lockedUntil: 0 };

const UNPROTECTED: Attempt = {
  allowed: true,
  succeed: async () => {},
  release: async () => {},
  fail: async () => NO_FAILURES,
};

/** Locked: the counters stay as they are, so that nobody can prolong another's lock-out. The turn ends at once. */
function refused(leave: () => void, record: FailureRecord | null): Attempt {
  leave();
  return { allowed: false, succeed: async () => {}, release: async () => {}, fail: async () => record ?? NO_FAILURES };
}

/** The turn ends also when the store fails. */
async function leaving<T>(leave: () => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    leave();
  }
}

function countSecondary(record: FailureRecord): FailureRecord {
  return { ...record, secondary: record.secondary + 1 };
}

function isSame(a: FailureRecord, b: FailureRecord): boolean {
  return a.failures === b.failures && a.lastFailure === b.lastFailure && a.lockedUntil === b.lockedUntil && a.secondary === b.secondary;
}
