import type { SessionLimits, SsoSessions } from '@anteroom/core';
import { same } from '../../same.ts';
import { ALICE, entry, login, realm, SPA, type SsoSessionsCase, type SsoSessionsHarness, signedIn, WEB } from '../harness.ts';

const limits = (overrides: Partial<SessionLimits> = {}): SessionLimits => ({
  ofUser: null,
  ofClient: null,
  whenFull: 'deny',
  message: null,
  ...overrides,
});

const live = (sessions: SsoSessions) => sessions.listByUser(realm(), ALICE);

/** A login at one of the two processes: a place, then its session. */
async function signIn({ racing, limited }: SsoSessionsHarness, process: 0 | 1, wanted: SessionLimits): Promise<boolean> {
  const sid = racing[process].newSid();
  if (!(await limited[process].admit(realm(), { userId: ALICE, client: WEB, sid }, wanted))) return false;
  await racing[process].create(realm(), login({ sid }));
  return true;
}

const atOnce = (harness: SsoSessionsHarness, count: number, wanted: SessionLimits) =>
  Promise.all(Array.from({ length: count }, (_, index) => signIn(harness, index % 2 === 0 ? 0 : 1, wanted)));

export const limitCases: readonly SsoSessionsCase[] = [
  {
    name: 'B142 lets exactly as many of many logins in as a limit has room for',
    run: async (harness) => {
      const admitted = await atOnce(harness, 10, limits({ ofUser: 3 }));
      same([admitted.filter(Boolean).length, (await live(harness.sessions)).length], [3, 3]);
    },
  },
  {
    name: 'B142 ends the oldest session for a new one and never has more than the limit',
    run: async (harness) => {
      const { sid } = await signedIn(harness.sessions, realm());
      harness.clock.advance(1000);
      const second = await signedIn(harness.sessions, realm());
      harness.clock.advance(1000);
      same(await signIn(harness, 0, limits({ ofUser: 2, whenFull: 'end-oldest' })), true);
      const left = (await live(harness.sessions)).map((session) => session.sid);
      same([left.length, left.includes(sid), left.includes(second.sid)], [2, false, true]);
    },
  },
  {
    name: 'counts sessions of a client apart from those of a person',
    run: async (harness) => {
      await signedIn(harness.sessions, realm(), { client: entry(SPA) });
      same(await signIn(harness, 0, limits({ ofClient: 1 })), true);
      same(await signIn(harness, 1, limits({ ofClient: 1 })), false);
      same(await signIn(harness, 1, limits({ ofUser: 3 })), true);
    },
  },
  {
    name: 'a place that was given back, or that nobody came to take, is free again',
    run: async (harness) => {
      const [places] = harness.limited;
      const wanted = limits({ ofUser: 1 });
      const admission = { userId: ALICE, client: WEB, sid: harness.sessions.newSid() };
      same(await places.admit(realm(), admission, wanted), true);
      same(await signIn(harness, 1, wanted), false);
      await places.release(realm(), admission);
      same(await places.admit(realm(), { ...admission, sid: harness.sessions.newSid() }, wanted), true);
      harness.clock.advance(61_000);
      same(await signIn(harness, 1, wanted), true);
    },
  },
  {
    name: 'a session that is there already takes no second place',
    run: async (harness) => {
      const { sid } = await signedIn(harness.sessions, realm());
      same(await harness.limited[0].admit(realm(), { userId: ALICE, client: SPA, sid }, limits({ ofUser: 1 })), true);
    },
  },
];
