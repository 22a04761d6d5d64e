import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { FailureRecord } from './records.ts';

/** A reserved attempt: the counter has been raised (or the attempt is the only one under way) before the password is hashed. */
export interface Attempt {
  /** False when the user is locked; the caller still does the dummy hash and answers as for a wrong password. */
  readonly allowed: boolean;
  /** The whole login succeeded: clears the counters. */
  succeed(): Promise<void>;
  /**
   * Right so far, or never evaluated: takes the reservation back and leaves earlier failures counted, so that a known password does not
   * open endless guesses at the second factor.
   */
  release(): Promise<void>;
  /** Keeps the raised counter; resolves with the record after it (permanent lock-out is decided by the caller from it). */
  fail(kind: 'password' | 'otp'): Promise<FailureRecord>;
}

/**
 * Brute-force protection over the session store (Keycloak's counters, settled 25): counters rise before the hash, so parallel guesses
 * cannot pass the limit. Costs one read for a clean user, one write for a failure. Does nothing when the realm has protection off.
 */
export interface LoginFailures {
  reserve(realm: RealmSnapshot, userId: string, ip: string): Promise<Attempt>;
  /** For a login name that nobody has: the same calls as for a user, on a few records that count for nobody, so that both take the same time. */
  reserveUnknown(realm: RealmSnapshot, login: string, ip: string): Promise<Attempt>;
  get(realm: RealmSnapshot, userId: string): Promise<FailureRecord | null>;
  isLocked(realm: RealmSnapshot, record: FailureRecord | null): boolean;
  clear(realm: RealmSnapshot, userId: string): Promise<void>;
  clearAll(realm: RealmSnapshot): Promise<void>;
}
