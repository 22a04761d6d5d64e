import { createSsoSessions, type Directory, type SessionStore } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { buildRealmSnapshot, createSequentialIds, createTestClock } from '@anteroom/testkit';
import { expect, it } from '@jest/globals';
import { findSessions, LOOKED_AT } from './find-sessions.ts';

const clock = createTestClock();
const realm = buildRealmSnapshot();
const nobody: Pick<Directory, 'users'> = { users: { search: async () => [] } as never };

function openPlace(tag: string) {
  const store: SessionStore = { ...createMemorySessionStore({ clock }), tag };
  const sessions = createSsoSessions({ store, clock, ids: createSequentialIds() });
  return { tag, kind: 'memory' as const, promise: {} as never, store, sessions };
}

async function fill(place: ReturnType<typeof openPlace>, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await place.sessions.create(realm, {
      ...{
        userId: `user-${index}`,
        username: `user-${index}`,
        authTime: clock.now(),
        acr: '1',
        amr: [],
        rememberMe: false,
        browser: false,
      },
      ...{ ipAddress: '', authMethod: 'openid-connect', notes: {} },
    });
}

it('looks at so many sessions and no more, says so, and still knows how many there are', async () => {
  const places = [openPlace('a'), openPlace('b')];
  await fill(places[0]!, LOOKED_AT - 100);
  await fill(places[1]!, 300);
  const { found, total, complete } = await findSessions(nobody, realm, { search: '', client: null, places });
  expect([found.length, total, complete]).toEqual([LOOKED_AT, LOOKED_AT + 200, false]);
});

it('reads on behind sessions that died of the lifespans of their realm', async () => {
  const place = openPlace('a');
  await fill(place, 1200);
  clock.advance(1000);
  // A realm whose idle time was cut: most of what is stored has died, and stands before what lives.
  const shorter = buildRealmSnapshot({ realm: { ssoSessionIdleTimeout: 300 } });
  clock.advance(290_000);
  const first = await place.sessions.list(realm, { limit: 1 });
  await place.sessions.attachClient(realm, (await place.sessions.list(realm, { limit: 1200 })).at(-1)!.sid, {
    ...{ client: 'client', redirectUri: null, scope: '', authTime: clock.now(), acr: '1' },
  });
  clock.advance(200_000);
  expect(first).toHaveLength(1);
  const { found, complete } = await findSessions(nobody, shorter, { search: '', client: null, places: [place] });
  expect([found.length, complete]).toEqual([1, true]);
});
