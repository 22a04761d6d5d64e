import { createTestClock } from '@anteroom/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSweepOfKept } from '../src/sweep-of-kept.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const clock = createTestClock();
let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcess({ clock });
}, 60_000);
afterAll(() => server?.stop());

it.each([
  [
    'as long as the realm says, each kind as long as its own',
    { eventsExpiration: 600, attributes: { adminEventsExpiration: '60' } },
    [1, 0],
    [0, 0],
  ],
  [
    'for ever where nothing is said, or 0, or no number',
    { eventsExpiration: 0, attributes: { adminEventsExpiration: 'soon' } },
    [1, 1],
    [1, 1],
  ],
] as const)('keeps events %s', async (name, settings, afterMinutes, afterMore) => {
  const realm = `events-${name.length}`;
  await server.admin('POST', '', { realm, enabled: true, eventsEnabled: true, adminEventsEnabled: true, ...settings });
  await server.admin('PUT', `/${realm}`, { displayName: 'an event of an administrator' });
  await server.tokenOf(realm, 'nobody', 'nothing');
  const events = async () => {
    const [logins, traced, changes] = await Promise.all(
      ['/events', '/events?type=LOGIN_ERROR', '/admin-events'].map(
        async (path) => (await server.admin('GET', `/${realm}${path}`)).json as unknown[],
      ),
    );
    expect(traced).toEqual(logins);
    return [logins?.length, changes?.length];
  };
  const sweep = createSweepOfKept({ directory: server.core.directory, clock });
  expect(await events()).toEqual([1, 1]);
  clock.advance(120_000);
  await sweep();
  expect(await events()).toEqual(afterMinutes);
  clock.advance(600_000);
  await sweep();
  expect(await events()).toEqual(afterMore);
});
