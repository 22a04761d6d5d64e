import {
  type Clock,
  createLimitedSessions,
  createSsoSessions,
  type LimitedSessions,
  type NewClientEntry,
  type NewSession,
  type RealmSnapshot,
  type SsoSessions,
} from '@anteroom/core';
import { buildRealmSnapshot, type RealmSnapshotOverrides } from '../builders/build-realm-snapshot.ts';
import { createRandom } from '../random.ts';
import { createSequentialIds } from '../sequential-ids.ts';
import { type CountedStore, countCalls } from '../session-store/count-calls.ts';
import type { SessionStorePair } from '../session-store/harness.ts';
import { withLatency } from '../session-store/with-latency.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';

export interface SsoSessionsHarness {
  readonly clock: TestClock;
  /** Over the first handle, counted. */
  readonly sessions: SsoSessions;
  readonly counted: CountedStore;
  /** Two processes behind a network: over each handle with latency. */
  readonly racing: readonly [SsoSessions, SsoSessions];
  /** Places of the same two processes. */
  readonly limited: readonly [LimitedSessions, LimitedSessions];
  readonly raw: SessionStorePair['raw'];
  close(): Promise<void>;
}

export interface SsoSessionsCase {
  readonly name: string;
  run(harness: SsoSessionsHarness): Promise<void>;
}

export type OpenPair = (context: { readonly clock: Clock }) => Promise<SessionStorePair>;

export async function openSsoHarness(open: OpenPair): Promise<SsoSessionsHarness> {
  const clock = createTestClock();
  const pair = await open({ clock });
  const random = createRandom(1);
  const ids = createSequentialIds();
  const over = (store: SessionStorePair['a']) => createSsoSessions({ store, clock, ids });
  const counted = countCalls(pair.a);
  const slow = (store: SessionStorePair['a']) => withLatency(store, { min: 1, max: 9, random });
  const places = (store: SessionStorePair['a']) => createLimitedSessions({ store, sessions: over(store), clock });
  return {
    clock,
    sessions: over(counted.store),
    counted,
    racing: [over(slow(pair.a)), over(slow(pair.b))],
    limited: [places(slow(pair.a)), places(slow(pair.b))],
    raw: pair.raw,
    close: pair.close,
  };
}

export const WEB = 'c0000000-0000-4000-8000-000000000001';
export const SPA = 'c0000000-0000-4000-8000-000000000002';
export const ALICE = 'b0000000-0000-4000-8000-000000000001';

export function realm(overrides: RealmSnapshotOverrides['realm'] = {}): RealmSnapshot {
  return buildRealmSnapshot({ realm: overrides });
}

export function entry(client: string = WEB, overrides: Partial<NewClientEntry> = {}): NewClientEntry {
  return { client, redirectUri: 'https://app.example/callback', scope: 'openid', authTime: new Date(0), acr: '1', ...overrides };
}

export function login(overrides: Partial<NewSession> = {}): NewSession {
  return {
    userId: ALICE,
    username: 'alice',
    authTime: new Date(0),
    acr: '1',
    amr: ['pwd'],
    rememberMe: false,
    ipAddress: '192.0.2.1',
    authMethod: 'openid-connect',
    notes: {},
    browser: false,
    client: entry(),
    ...overrides,
  };
}

/** A session with one client and a refresh family `f`. */
export async function signedIn(sessions: SsoSessions, where: RealmSnapshot, overrides: Partial<NewSession> = {}) {
  const { session } = await sessions.create(where, login({ client: entry(WEB, { family: 'f' }), ...overrides }));
  return { sid: session.sid, session, generation: session.record.clients[WEB]?.generation ?? '' };
}
