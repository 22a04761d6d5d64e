import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { entry, login, realm, type SsoSessionsCase, signedIn, WEB } from '../harness.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const lifespanCases: readonly SsoSessionsCase[] = [
  {
    name: 'ends an idle session after the idle time, and use moves that moment',
    run: async ({ sessions, clock }) => {
      const { sid, session } = await signedIn(sessions, realm());
      clock.advance(29 * MINUTE);
      assert.equal(await sessions.touch(session, WEB), true);
      clock.advance(29 * MINUTE);
      assert.notEqual(await sessions.get(realm(), sid), null);
      clock.advance(MINUTE);
      assert.equal(await sessions.get(realm(), sid), null);
    },
  },
  {
    name: 'ends a session after its maximum however much it is used',
    run: async ({ sessions, clock }) => {
      const { sid } = await signedIn(sessions, realm());
      for (let used = 0; used < 10 * HOUR - 20 * MINUTE; used += 20 * MINUTE) {
        clock.advance(20 * MINUTE);
        const session = await sessions.get(realm(), sid);
        assert.ok(session);
        await sessions.touch(session, WEB);
      }
      clock.advance(20 * MINUTE - 1);
      assert.notEqual(await sessions.get(realm(), sid), null);
      clock.advance(1);
      assert.equal(await sessions.get(realm(), sid), null);
    },
  },
  {
    name: 'gives remembered sessions the longer of both lifespans',
    run: async ({ sessions, clock }) => {
      const longer = realm({ ssoSessionIdleTimeoutRememberMe: 7200, ssoSessionMaxLifespanRememberMe: 60 });
      const plain = await sessions.create(longer, login());
      const remembered = await sessions.create(longer, login({ rememberMe: true }));
      assert.equal(plain.session.expiresAt.getTime() - clock.now().getTime(), 30 * MINUTE);
      assert.equal(remembered.session.expiresAt.getTime() - clock.now().getTime(), 2 * HOUR);
    },
  },
  {
    name: 'ends a remembered session as soon as the realm remembers nobody, and no other',
    run: async ({ sessions }) => {
      const remembering = realm({ rememberMe: true });
      const plain = await sessions.create(remembering, login());
      const remembered = await sessions.create(remembering, login({ rememberMe: true }));
      assert.notEqual(await sessions.get(remembering, remembered.session.sid), null);
      assert.equal(await sessions.get(realm(), remembered.session.sid), null);
      assert.notEqual(await sessions.get(realm(), plain.session.sid), null);
    },
  },
  {
    name: 'ends a session at once when the realm shortens its lifespan',
    run: async ({ sessions, clock }) => {
      const { sid } = await signedIn(sessions, realm());
      clock.advance(10 * MINUTE);
      assert.equal(await sessions.get(realm({ ssoSessionIdleTimeout: 600 }), sid), null);
      assert.notEqual(await sessions.get(realm(), sid), null);
    },
  },
  {
    name: 'begins an entry anew, with another generation, when the old one outlived its own lifespan',
    run: async ({ sessions, clock }) => {
      const short = realm({ clientSessionIdleTimeout: 300 });
      const { sid, generation } = await signedIn(sessions, short);
      clock.advance(5 * MINUTE - 1);
      assert.equal((await sessions.attachClient(short, sid, entry()))?.entry.generation, generation);
      clock.advance(5 * MINUTE);
      const again = await sessions.attachClient(short, sid, entry());
      assert.notEqual(again?.entry.generation, generation);
      assert.equal(again?.entry.started, clock.now().getTime());
    },
  },
  {
    name: 'lets the attributes of a client shorten the life of its entry',
    run: async ({ sessions, clock }) => {
      const client = { attributes: { 'client.session.max.lifespan': '120' } };
      const { sid, generation } = await signedIn(sessions, realm());
      clock.advance(2 * MINUTE);
      const use = { family: 'f', counter: 0, graceSeconds: 0, maxReuse: 0, generation };
      same(await sessions.rotate(realm(), sid, WEB, use, { client }), { kind: 'gone' });
      assert.equal((await sessions.rotate(realm(), sid, WEB, use)).kind, 'rotated');
    },
  },
  {
    name: 'writes a use only when the last one is older than the grace period',
    run: async ({ sessions, clock, counted }) => {
      const { sid, session } = await signedIn(sessions, realm());
      clock.advance(59_999);
      counted.reset();
      assert.equal(await sessions.touch(session, WEB), true);
      same([counted.counts().reads, counted.counts().writes], [0, 0]);
      clock.advance(1);
      assert.equal(await sessions.touch(session, WEB), true);
      same([counted.counts().reads, counted.counts().writes], [0, 1]);
      assert.equal((await sessions.get(realm(), sid))?.record.clients[WEB]?.lastAccess, clock.now().getTime());
    },
  },
  {
    name: 'merges a use into a session that changed meanwhile, and refuses it when the session or its entry ended',
    run: async ({ sessions, clock }) => {
      const { sid, session } = await signedIn(sessions, realm());
      clock.advance(2 * MINUTE);
      await sessions.attachClient(realm(), sid, entry('another'));
      assert.equal(await sessions.touch(session, WEB), true);
      same(Object.keys((await sessions.get(realm(), sid))?.record.clients ?? {}).sort(), ['another', WEB].sort());
      clock.advance(2 * MINUTE);
      await sessions.removeClient(realm(), sid, WEB);
      await sessions.attachClient(realm(), sid, entry());
      assert.equal(await sessions.touch(session, WEB), false);
      await sessions.end(realm(), sid);
      assert.equal(await sessions.touch(session, WEB), false);
    },
  },
];
