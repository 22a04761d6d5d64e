import type { Clock, RecordKey, RecordType, RecordValues, SessionStore, WriteOptions } from '@anteroom/core';
import { createRandom } from '../random.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { withLatency } from './with-latency.ts';

/** Two handles on the same data, as two processes would have them. */
export interface SessionStorePair {
  readonly a: SessionStore;
  readonly b: SessionStore;
  /** What lies in the store physically, expired or not: only a sweep makes it less. */
  readonly raw: { rows(): Promise<number>; indexEntries(): Promise<number> };
  close(): Promise<void>;
}

export type OpenSessionStore = (context: { readonly clock: Clock }) => Promise<SessionStorePair>;

export interface SessionStoreHarness extends SessionStorePair {
  readonly clock: TestClock;
  /** The same handles with 1–9 ms before and after each call: races are run through these. */
  readonly slow: { readonly a: SessionStore; readonly b: SessionStore };
  /** Options of a write that expires in so many seconds. */
  expiring(seconds: number, indexes?: WriteOptions['indexes']): WriteOptions;
}

/** One promise of the port. Plain data, so that a runner can register it and a mutant test can run it directly. */
export interface ContractCase {
  readonly name: string;
  run(harness: SessionStoreHarness): Promise<void>;
}

export async function openHarness(open: OpenSessionStore, seed = 1): Promise<SessionStoreHarness> {
  const clock = createTestClock();
  const pair = await open({ clock });
  const random = createRandom(seed);
  const slow = (store: SessionStore) => withLatency(store, { min: 1, max: 9, random });
  return {
    ...pair,
    clock,
    slow: { a: slow(pair.a), b: slow(pair.b) },
    expiring: (seconds, indexes) => ({
      expiresAt: new Date(clock.now().getTime() + seconds * 1000),
      ...(indexes === undefined ? {} : { indexes }),
    }),
  };
}

export const REALM = 'a0000000-0000-4000-8000-000000000001';
export const OTHER_REALM = 'a0000000-0000-4000-8000-000000000002';

export function keyOf<T extends RecordType = 'marker'>(id: string, type: T = 'marker' as T, realmId: string = REALM): RecordKey<T> {
  return { type, realmId, id };
}

export function note(text: string): RecordValues['marker'] {
  return { v: 1, note: text };
}

/** Several callers at once, alternating between the handles. */
export function together<R>(
  pair: { readonly a: SessionStore; readonly b: SessionStore },
  callers: number,
  call: (store: SessionStore, caller: number) => Promise<R>,
): Promise<R[]> {
  return Promise.all(Array.from({ length: callers }, (_, caller) => call(caller % 2 === 0 ? pair.a : pair.b, caller)));
}
