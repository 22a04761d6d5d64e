import type { Realm } from '../directory/realm.ts';
import type { FailureRecord } from './records.ts';

type BruteForceSettings = Pick<
  Realm,
  | 'bruteForceProtected'
  | 'permanentLockout'
  | 'maxTemporaryLockouts'
  | 'bruteForceStrategy'
  | 'maxFailureWaitSeconds'
  | 'minimumQuickLoginWaitSeconds'
  | 'waitIncrementSeconds'
  | 'quickLoginCheckMilliSeconds'
  | 'maxDeltaTimeSeconds'
  | 'failureFactor'
>;

/** The record after one more failure, by Keycloak's counters and waits. Pure. */
export function failOnce(realm: BruteForceSettings, record: FailureRecord | null, at: number, ip: string): FailureRecord {
  const stale = record !== null && at - record.lastFailure > realm.maxDeltaTimeSeconds * 1000;
  const before = record === null || stale ? null : record;
  const failures = (before?.failures ?? 0) + 1;
  let wait = waitSeconds(realm, failures);
  // Two failures that close together are a machine's.
  if (wait <= 0 && before !== null && at - before.lastFailure < realm.quickLoginCheckMilliSeconds)
    wait = realm.minimumQuickLoginWaitSeconds;
  const locks = wait > 0;
  return {
    ...record,
    v: 1,
    failures,
    secondary: before?.secondary ?? 0,
    temporaryLockouts: (before?.temporaryLockouts ?? 0) + (locks ? 1 : 0),
    lastFailure: at,
    lastIp: ip,
    lockedUntil: locks ? at + Math.min(wait, realm.maxFailureWaitSeconds) * 1000 : (before?.lockedUntil ?? 0),
  };
}

/** MULTIPLE: increment × ⌊failures / factor⌋. LINEAR: increment × (1 + failures − factor). */
function waitSeconds(realm: BruteForceSettings, failures: number): number {
  const factor = Math.max(1, realm.failureFactor);
  if (realm.bruteForceStrategy === 'LINEAR') return failures < factor ? 0 : realm.waitIncrementSeconds * (1 + failures - factor);
  return realm.waitIncrementSeconds * Math.floor(failures / factor);
}

/**
 * Whether the failures are enough to disable the user for good: the limit was reached, and more temporary lock-outs were used up than
 * the realm grants first.
 */
export function isPermanentLockout(realm: BruteForceSettings, record: FailureRecord): boolean {
  if (!realm.bruteForceProtected || !realm.permanentLockout || record.failures < Math.max(1, realm.failureFactor)) return false;
  return realm.maxTemporaryLockouts === 0 || record.temporaryLockouts > realm.maxTemporaryLockouts;
}

export function isLockedAt(realm: BruteForceSettings, record: FailureRecord | null, at: number): boolean {
  if (!realm.bruteForceProtected || record === null) return false;
  return record.lockedUntil > at || isPermanentLockout(realm, record);
}
