import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { entry, login, realm, SPA, type SsoSessionsCase, signedIn, WEB } from '../harness.ts';

export const lifeCases: readonly SsoSessionsCase[] = [
  {
    name: 'creates a session with its first client, under an id of the store, and gives it back',
    run: async ({ sessions }) => {
      const { session, secret } = await sessions.create(realm(), login({ notes: { locale: 'de' } }));
      assert.equal(secret, null);
      assert.match(session.sid, /^[a-z]\./);
      const read = await sessions.get(realm(), session.sid);
      same(read?.record, session.record);
      same(Object.keys(session.record.clients), [WEB]);
    },
  },
  {
    name: 'finds a browser session by its cookie and by no other secret',
    run: async ({ sessions }) => {
      const { session, secret } = await sessions.create(realm(), login({ browser: true }));
      assert.equal((await sessions.findByCookie(realm(), `${session.sid}.${secret}`))?.sid, session.sid);
      for (const cookie of [
        '',
        '.',
        session.sid,
        `${session.sid}.`,
        `${session.sid}.${secret}x`,
        `${session.sid}.${'0'.repeat(43)}`,
        secret ?? '',
      ]) {
        assert.equal(await sessions.findByCookie(realm(), cookie), null, JSON.stringify(cookie));
      }
      assert.equal(JSON.stringify(session.record).includes(secret ?? ''), false);
    },
  },
  {
    name: 'finds no session without a browser by a cookie',
    run: async ({ sessions }) => {
      const { session } = await sessions.create(realm(), login());
      for (const secret of ['null', '', 'undefined']) assert.equal(await sessions.findByCookie(realm(), `${session.sid}.${secret}`), null);
    },
  },
  {
    name: 'renews the secret and the facts of an authentication, and the old secret is dead',
    run: async ({ sessions, clock }) => {
      const { session, secret } = await sessions.create(realm(), login({ browser: true, notes: { a: '1' } }));
      clock.advance(5000);
      const renewed = await sessions.renew(realm(), session.sid, {
        authTime: clock.now(),
        acr: '2',
        amr: ['pwd', 'otp'],
        notes: { b: '2' },
      });
      same([renewed?.session.record.acr, renewed?.session.record.notes], ['2', { a: '1', b: '2' }]);
      assert.equal(await sessions.findByCookie(realm(), `${session.sid}.${secret}`), null);
      assert.equal((await sessions.findByCookie(realm(), `${session.sid}.${renewed?.secret}`))?.record.authTime, clock.now().getTime());
    },
  },
  {
    name: 'refuses to create a session under an id that is taken or was ended',
    run: async ({ sessions }) => {
      const sid = sessions.newSid();
      await sessions.create(realm(), login({ sid }));
      await assert.rejects(sessions.create(realm(), login({ sid })), { code: 'conflict' });
      await sessions.end(realm(), sid);
      await assert.rejects(sessions.create(realm(), login({ sid })), { code: 'conflict' });
    },
  },
  {
    name: 'keeps a session out of another realm',
    run: async ({ sessions }) => {
      const { session } = await sessions.create(realm(), login());
      assert.equal(await sessions.get(realm({ id: 'a0000000-0000-4000-8000-000000000002' }), session.sid), null);
    },
  },
  {
    name: 'ends a session for good: no write on its way brings it back',
    run: async ({ sessions }) => {
      const { sid, session } = await signedIn(sessions, realm());
      assert.equal(await sessions.end(realm(), sid), true);
      assert.equal(await sessions.end(realm(), sid), false);
      assert.equal(await sessions.get(realm(), sid), null);
      assert.equal(await sessions.attachClient(realm(), sid, entry(SPA)), null);
      assert.equal(await sessions.renew(realm(), sid, { authTime: new Date(0), acr: '1', amr: [], notes: {} }), null);
      assert.equal(await sessions.startFamily(realm(), sid, WEB, 'g'), null);
      assert.equal(await sessions.removeClient(realm(), sid, WEB), false);
      assert.equal(await sessions.get(realm(), session.sid), null);
    },
  },
  {
    name: 'loses no client of many concurrent single sign-ons, and no session ended meanwhile comes back',
    run: async ({ sessions, racing }) => {
      const clients = Array.from({ length: 8 }, (_, index) => `client-${index}`);
      for (let round = 0; round < 3; round += 1) {
        const { sid } = await signedIn(sessions, realm());
        await Promise.all(clients.map((client, index) => racing[index % 2 === 0 ? 0 : 1].attachClient(realm(), sid, entry(client))));
        const all = (await sessions.get(realm(), sid))?.record.clients ?? {};
        same(Object.keys(all).sort(), [WEB, ...clients].sort());

        const late = clients.map((client, index) => racing[index % 2 === 0 ? 0 : 1].attachClient(realm(), sid, entry(`late-${client}`)));
        await racing[0].end(realm(), sid);
        await Promise.all(late);
        assert.equal(await sessions.get(realm(), sid), null);
      }
    },
  },
];
