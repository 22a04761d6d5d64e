import { describe, expect, test } from '@jest/globals';
import type { Realm } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { failOnce, isPermanentLockout } from './failure-rules.ts';
import { createLoginFailures } from './login-failures-on-store.ts';
import type { FailureRecord } from './records.ts';
import type { SessionStore, StoredRecord } from './session-store.ts';

const PROTECTED = {
  bruteForceProtected: true,
  permanentLockout: false,
  maxTemporaryLockouts: 0,
  bruteForceStrategy: 'MULTIPLE',
  maxFailureWaitSeconds: 900,
  minimumQuickLoginWaitSeconds: 60,
  waitIncrementSeconds: 30,
  quickLoginCheckMilliSeconds: 1000,
  maxDeltaTimeSeconds: 43_200,
  failureFactor: 5,
} satisfies Partial<Realm>;

const settings = (overrides: Partial<Realm> = {}) => ({ ...PROTECTED, ...overrides }) as Realm;
const snapshot = (overrides: Partial<Realm> = {}) => ({ id: 'acme', realm: settings(overrides) }) as RealmSnapshot;

/** A few verbs of the port, with the turn-taking of a real store between read and write. */
function failureStore() {
  const records = new Map<string, StoredRecord<'failure'>>();
  const calls = { reads: 0, writes: 0 };
  const tick = () => new Promise((resolve) => setImmediate(resolve));
  const store = {
    async get(key: { id: string }) {
      calls.reads += 1;
      await tick();
      return records.get(key.id) ?? null;
    },
    async create(key: { id: string }, value: FailureRecord, { expiresAt }: { expiresAt: Date }) {
      calls.writes += 1;
      await tick();
      if (records.has(key.id)) return false;
      records.set(key.id, { id: key.id, version: 1, value, expiresAt, consumedAt: null });
      return true;
    },
    async put(key: { id: string }, version: number, value: FailureRecord, { expiresAt }: { expiresAt: Date }) {
      calls.writes += 1;
      await tick();
      if (records.get(key.id)?.version !== version) return false;
      records.set(key.id, { id: key.id, version: version + 1, value, expiresAt, consumedAt: null });
      return true;
    },
    async delete(key: { id: string }) {
      calls.writes += 1;
      await tick();
      return records.delete(key.id);
    },
    async list({ limit }: { limit: number }) {
      return [...records.values()].slice(0, limit);
    },
  };
  return { store: store as unknown as SessionStore, records, calls };
}

function setUp(overrides: Partial<Realm> = {}) {
  const clock = { at: Date.parse('2026-11-22T12:00:00Z'), now: () => new Date(clock.at) };
  const { store, records, calls } = failureStore();
  const failures = createLoginFailures({ store, clock });
  const realm = snapshot(overrides);
  const guess = async (right: boolean, from = failures) => {
    const attempt = await from.reserve(realm, 'alice', '10.0.0.1');
    if (!attempt.allowed) return 'locked';
    if (right) await attempt.succeed();
    else await attempt.fail('password');
    return right ? 'in' : 'wrong';
  };
  return { clock, store, records, calls, failures, realm, guess };
}

describe('what protection costs', () => {
  test('a clean login is one read', async () => {
    const { guess, calls } = setUp();
    await guess(true);
    expect(calls).toEqual({ reads: 1, writes: 0 });
  });

  test('a failure is one write more', async () => {
    const { guess, calls } = setUp();
    await guess(false);
    expect(calls).toEqual({ reads: 1, writes: 1 });
  });

  test('off is nothing', async () => {
    const { guess, calls } = setUp({ bruteForceProtected: false });
    await guess(false);
    await guess(true);
    expect(calls).toEqual({ reads: 0, writes: 0 });
  });
});

describe('the limit', () => {
  test('holds against many guesses at once, the right one among them', async () => {
    const { guess } = setUp();
    const results = await Promise.all([...Array.from({ length: 200 }, () => guess(false)), guess(true)]);
    expect(results.filter((result) => result === 'wrong').length).toBeLessThanOrEqual(5);
    expect(results.at(-1)).toBe('locked');
  });

  test('holds over several processes, up to one guess more per process', async () => {
    const { guess, store, clock } = setUp({ quickLoginCheckMilliSeconds: 0 });
    const processes = Array.from({ length: 4 }, () => createLoginFailures({ store, clock }));
    const results = await Promise.all(Array.from({ length: 200 }, (_, index) => guess(false, processes[index % 4])));
    expect(results.filter((result) => result === 'wrong').length).toBeLessThanOrEqual(5 + 3);
    expect(await guess(true)).toBe('locked');
  });

  test('counts before the hash once there was a failure: a crash in between leaves it counted', async () => {
    const { guess, failures, realm, clock } = setUp();
    await guess(false);
    clock.at += 10_000;
    await failures.reserve(realm, 'alice', '10.0.0.1');
    expect(await failures.get(realm, 'alice')).toMatchObject({ failures: 2 });
  });

  test('opens again after the wait, and a success clears it', async () => {
    const { guess, clock, records } = setUp();
    for (let count = 0; count < 5; count += 1) {
      expect(await guess(false)).toBe('wrong');
      clock.at += 10_000;
    }
    expect(await guess(true)).toBe('locked');
    clock.at += 21_000;
    expect(await guess(true)).toBe('in');
    expect(records.size).toBe(0);
  });

  test('an attempt while locked changes nothing', async () => {
    const { guess, failures, realm } = setUp();
    await guess(false);
    await guess(false);
    const locked = await failures.get(realm, 'alice');
    expect(locked).toMatchObject({ failures: 2, temporaryLockouts: 1, lastIp: '10.0.0.1' });
    expect(await guess(false)).toBe('locked');
    expect(await failures.get(realm, 'alice')).toEqual(locked);
  });
});

test('unknown names cost the same calls, are never locked and keep to a few records', async () => {
  const { failures, realm, calls, records } = setUp();
  for (let name = 0; name < 300; name += 1) {
    const attempt = await failures.reserveUnknown(realm, `nobody-${name}@example.test`, 'ip');
    expect(attempt.allowed).toBe(true);
    await attempt.fail('password');
  }
  expect(calls).toEqual({ reads: 300, writes: 300 });
  expect(records.size).toBeLessThanOrEqual(64);
});

test('a released attempt is not counted and clears nothing', async () => {
  const { guess, failures, realm, clock } = setUp();
  await guess(false);
  const before = await failures.get(realm, 'alice');
  clock.at += 10_000;
  await (await failures.reserve(realm, 'alice', '10.0.0.2')).release();
  expect(await failures.get(realm, 'alice')).toEqual(before);
});

test('failures at the second factor are counted apart as well', async () => {
  const { failures, realm, clock } = setUp();
  expect(await (await failures.reserve(realm, 'alice', 'ip')).fail('otp')).toMatchObject({ failures: 1, secondary: 1 });
  clock.at += 10_000;
  expect(await (await failures.reserve(realm, 'alice', 'ip')).fail('otp')).toMatchObject({ failures: 2, secondary: 2 });
});

test('clearing one user or all opens what was locked', async () => {
  const { guess, failures, realm } = setUp();
  await guess(false);
  await guess(false);
  await failures.clear(realm, 'alice');
  expect(await guess(true)).toBe('in');
  await guess(false);
  await guess(false);
  await failures.clearAll(realm);
  expect(await guess(true)).toBe('in');
});

test('a store that fails does not keep the next one waiting', async () => {
  const { failures, store, realm, guess } = setUp();
  const create = store.create;
  store.create = () => Promise.reject(new Error('down'));
  await expect((await failures.reserve(realm, 'alice', 'ip')).fail('password')).rejects.toThrow('down');
  store.create = create;
  expect(await guess(true)).toBe('in');
});

describe('waits', () => {
  const after = (count: number, overrides: Partial<Realm>, gap = 10_000) => {
    let record: FailureRecord | null = null;
    let at = 1_000_000;
    for (let failure = 0; failure < count; failure += 1) {
      at += gap;
      record = failOnce(settings(overrides), record, at, 'ip');
    }
    return {
      record: record as unknown as FailureRecord,
      wait: Math.max(0, ((record as unknown as FailureRecord).lockedUntil - at) / 1000),
    };
  };

  test.each([
    ['MULTIPLE', 4, 0],
    ['MULTIPLE', 5, 30],
    ['MULTIPLE', 9, 30],
    ['MULTIPLE', 10, 60],
    ['LINEAR', 4, 0],
    ['LINEAR', 5, 30],
    ['LINEAR', 6, 60],
    ['LINEAR', 9, 150],
  ] as const)('%s after %i failures: %i s', (bruteForceStrategy, count, wait) => {
    expect(after(count, { bruteForceStrategy }, 1_000_000).wait).toBe(wait);
  });

  test('are never longer than the maximum', () => {
    expect(after(200, {}).wait).toBe(900);
  });

  test('two failures within the quick login check lock at once', () => {
    expect(after(2, {}, 999)).toMatchObject({ wait: 60, record: { temporaryLockouts: 1 } });
    expect(after(2, {}, 1000)).toMatchObject({ wait: 0, record: { temporaryLockouts: 0 } });
  });

  test('counters start anew when the last failure is older than maxDelta', () => {
    const old = failOnce(settings(), null, 0, 'ip');
    expect(failOnce(settings(), { ...old, failures: 4, secondary: 2 }, 43_200_001, 'ip')).toMatchObject({
      failures: 1,
      secondary: 0,
      lockedUntil: 0,
    });
  });
});

describe('permanent lock-out', () => {
  const record = (failures: number, temporaryLockouts: number) => ({ ...failOnce(settings(), null, 0, 'ip'), failures, temporaryLockouts });

  test.each([
    ['at the limit', {}, 5, 0, true],
    ['below the limit', {}, 4, 9, false],
    ['with temporary ones left', { maxTemporaryLockouts: 2 }, 7, 2, false],
    ['with those used up', { maxTemporaryLockouts: 2 }, 8, 3, true],
    ['when it is off', { permanentLockout: false }, 50, 50, false],
  ] as const)('%s', (_name, overrides, failures, lockouts, expected) => {
    expect(isPermanentLockout(settings({ permanentLockout: true, ...overrides }), record(failures, lockouts))).toBe(expected);
  });
});
