import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { entry, realm, SPA, type SsoSessionsCase, signedIn, WEB } from '../harness.ts';

const DAY = 86_400_000;

export const offlineCases: readonly SsoSessionsCase[] = [
  {
    name: 'gives a session an offline twin of the same id that outlives it',
    run: async ({ sessions, clock }) => {
      const { sid, session } = await signedIn(sessions, realm(), { browser: true });
      const twin = await sessions.attachOffline(realm(), session, entry());
      same([twin.session.sid, twin.session.offline, twin.session.record.secretHash], [sid, true, null]);
      await sessions.end(realm(), sid);
      clock.advance(29 * DAY);
      assert.equal((await sessions.get(realm(), sid, { offline: true }))?.record.user, session.record.user);
      clock.advance(DAY);
      assert.equal(await sessions.get(realm(), sid, { offline: true }), null);
    },
  },
  {
    name: 'ends an offline session at its maximum only where the realm limits it',
    run: async ({ sessions, clock }) => {
      const limited = realm({ offlineSessionMaxLifespanEnabled: true, offlineSessionMaxLifespan: 86_400 });
      const { sid, session } = await signedIn(sessions, limited);
      await sessions.attachOffline(limited, session, entry());
      clock.advance(DAY - 1);
      assert.notEqual(await sessions.get(limited, sid, { offline: true }), null);
      clock.advance(1);
      assert.equal(await sessions.get(limited, sid, { offline: true }), null);
      assert.equal(await sessions.get(realm(), sid, { offline: true }), null, 'what was stored with a limit keeps it');
    },
  },
  {
    name: 'merges the clients of an offline session, and ends it with the last one',
    run: async ({ sessions }) => {
      const { sid, session } = await signedIn(sessions, realm());
      await sessions.attachOffline(realm(), session, entry(WEB));
      await sessions.attachOffline(realm(), session, entry(SPA));
      await sessions.removeClient(realm(), sid, WEB, { offline: true });
      same(Object.keys((await sessions.get(realm(), sid, { offline: true }))?.record.clients ?? {}), [SPA]);
      await sessions.removeClient(realm(), sid, SPA, { offline: true });
      assert.equal(await sessions.get(realm(), sid, { offline: true }), null);
      same([...(await sessions.listByUser(realm(), session.record.user, { offline: true }))], []);
      assert.notEqual(await sessions.get(realm(), sid), null);
    },
  },
  {
    name: 'may begin an offline session again after it was ended, with nothing of the old one alive',
    run: async ({ sessions }) => {
      const { sid, session } = await signedIn(sessions, realm());
      const first = await sessions.attachOffline(realm(), session, entry(WEB, { family: 'f' }));
      assert.equal(await sessions.end(realm(), sid, { offline: true }), true);
      assert.equal(await sessions.end(realm(), sid, { offline: true }), false);
      assert.equal(await sessions.touch(first.session, WEB), true, 'a use within the grace is not looked up');
      const again = await sessions.attachOffline(realm(), session, entry(WEB, { family: 'f' }));
      assert.notEqual(again.entry.generation, first.entry.generation);
      const use = { family: 'f', counter: 0, graceSeconds: 0, maxReuse: 0, generation: first.entry.generation };
      same(await sessions.rotate(realm(), sid, WEB, use, { offline: true }), { kind: 'gone' });
    },
  },
  {
    name: 'does not let a write on its way bring an ended offline session back into its successor',
    run: async ({ sessions, clock }) => {
      const { sid, session } = await signedIn(sessions, realm());
      const first = await sessions.attachOffline(realm(), session, entry(WEB));
      clock.advance(120_000);
      await sessions.end(realm(), sid, { offline: true });
      const again = await sessions.attachOffline(realm(), session, entry(SPA));
      assert.ok(again.session.version > first.session.version);
      assert.equal(await sessions.touch(first.session, WEB), false);
      same(Object.keys((await sessions.get(realm(), sid, { offline: true }))?.record.clients ?? {}), [SPA]);
    },
  },
  {
    name: 'loses no client of many concurrent offline grants',
    run: async ({ sessions, racing }) => {
      const { sid, session } = await signedIn(sessions, realm());
      const clients = Array.from({ length: 6 }, (_, index) => `client-${index}`);
      await Promise.all(clients.map((client, index) => racing[index % 2 === 0 ? 0 : 1].attachOffline(realm(), session, entry(client))));
      const all = (await sessions.get(realm(), sid, { offline: true }))?.record.clients ?? {};
      same(Object.keys(all).sort(), clients);
    },
  },
];
