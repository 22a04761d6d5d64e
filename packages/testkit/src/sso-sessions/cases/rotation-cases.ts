import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { entry, realm, type SsoSessionsCase, signedIn, WEB } from '../harness.ts';

const strict = { family: 'f', counter: 0, graceSeconds: 0, maxReuse: 0 };

export const rotationCases: readonly SsoSessionsCase[] = [
  {
    name: 'rotates the newest refresh token of a family, again and again',
    run: async ({ sessions }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      for (let counter = 0; counter < 3; counter += 1) {
        const result = await sessions.rotate(realm(), sid, WEB, { ...strict, counter, generation });
        same([result.kind, 'counter' in result && result.counter], ['rotated', counter + 1]);
      }
    },
  },
  {
    name: 'ends the client entry at a replay without a grace, so the newest token is dead too',
    run: async ({ sessions }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      await sessions.rotate(realm(), sid, WEB, { ...strict, generation });
      same(await sessions.rotate(realm(), sid, WEB, { ...strict, generation }), { kind: 'reused' });
      same(await sessions.rotate(realm(), sid, WEB, { ...strict, counter: 1, generation }), { kind: 'gone' });
      const session = await sessions.get(realm(), sid);
      assert.equal(session?.record.clients[WEB], undefined);
      assert.notEqual(session, null);
    },
  },
  {
    name: 'gives the same successor again within the grace, without a write, and ends only the family outside of it',
    run: async ({ sessions, clock, counted }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      await sessions.startFamily(realm(), sid, WEB, 'other tab');
      const graceful = { ...strict, generation, graceSeconds: 10 };
      await sessions.rotate(realm(), sid, WEB, graceful);
      clock.advance(10_000);
      counted.reset();
      const again = await sessions.rotate(realm(), sid, WEB, graceful);
      same([again.kind, 'counter' in again && again.counter], ['grace', 1]);
      same([counted.counts().reads, counted.counts().writes], [1, 0]);
      clock.advance(1);
      same(await sessions.rotate(realm(), sid, WEB, graceful), { kind: 'reused' });
      same(await sessions.rotate(realm(), sid, WEB, { ...graceful, counter: 1 }), { kind: 'gone' });
      assert.equal((await sessions.rotate(realm(), sid, WEB, { ...graceful, family: 'other tab' })).kind, 'rotated');
    },
  },
  {
    name: 'allows the reuses that the realm allows, until the successor was used',
    run: async ({ sessions }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      const lenient = { ...strict, generation, maxReuse: 2 };
      for (let use = 0; use < 3; use += 1) assert.equal((await sessions.rotate(realm(), sid, WEB, lenient)).kind, 'rotated', `use ${use}`);
      assert.equal((await sessions.rotate(realm(), sid, WEB, { ...lenient, counter: 1 })).kind, 'rotated');
      assert.equal((await sessions.rotate(realm(), sid, WEB, lenient)).kind, 'reused');
    },
  },
  {
    name: 'treats one use more than allowed as a replay',
    run: async ({ sessions }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      const lenient = { ...strict, generation, maxReuse: 1 };
      for (let use = 0; use < 2; use += 1) await sessions.rotate(realm(), sid, WEB, lenient);
      assert.equal((await sessions.rotate(realm(), sid, WEB, lenient)).kind, 'reused');
    },
  },
  {
    name: 'treats a counter it never gave out as a replay',
    run: async ({ sessions }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      assert.equal((await sessions.rotate(realm(), sid, WEB, { ...strict, counter: 1, generation })).kind, 'reused');
    },
  },
  {
    name: 'lets exactly one of many uses of one refresh token rotate it',
    run: async ({ sessions, racing }) => {
      for (let round = 0; round < 3; round += 1) {
        const { sid, generation } = await signedIn(sessions, realm());
        const use = { ...strict, generation };
        const results = await Promise.all(
          Array.from({ length: 8 }, (_, caller) => racing[caller % 2 === 0 ? 0 : 1].rotate(realm(), sid, WEB, use)),
        );
        assert.equal(results.filter((result) => result.kind === 'rotated').length, 1, `round ${round}`);
        assert.equal(results.filter((result) => result.kind === 'grace').length, 0);
        assert.equal((await sessions.rotate(realm(), sid, WEB, { ...use, counter: 1 })).kind, 'gone');
      }
    },
  },
  {
    name: 'keeps sixteen families of an entry and drops the one used longest ago',
    run: async ({ sessions, clock }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      for (let tab = 1; tab <= 15; tab += 1) {
        clock.advance(1000);
        await sessions.startFamily(realm(), sid, WEB, `tab-${tab}`);
      }
      await sessions.rotate(realm(), sid, WEB, { ...strict, generation });
      clock.advance(1000);
      const session = await sessions.startFamily(realm(), sid, WEB, 'tab-16');
      const families = session?.record.clients[WEB]?.families.map((family) => family.id) ?? [];
      same([families.length, families.includes('f'), families.includes('tab-1'), families.includes('tab-16')], [16, true, false, true]);
      same(await sessions.rotate(realm(), sid, WEB, { ...strict, family: 'tab-1', generation }), { kind: 'gone' });
    },
  },
  {
    name: 'keeps revoked tokens dead after single sign-on into the same client, within the same second too',
    run: async ({ sessions, clock }) => {
      for (const wait of [0, 999, 5000]) {
        const { sid, generation } = await signedIn(sessions, realm());
        clock.advance(wait);
        assert.equal(await sessions.removeClient(realm(), sid, WEB), true);
        const again = await sessions.attachClient(realm(), sid, entry(WEB, { family: 'f' }));
        assert.ok(again);
        assert.notEqual(again.entry.generation, generation);
        assert.equal(again.entry.started, clock.now().getTime());
        const old = await sessions.rotate(realm(), sid, WEB, { ...strict, generation });
        same(old, { kind: 'gone' }, `after ${wait} ms`);
        assert.equal((await sessions.rotate(realm(), sid, WEB, { ...strict, generation: again.entry.generation })).kind, 'rotated');
      }
    },
  },
  {
    name: 'keeps the generation of an entry through further logins of its client',
    run: async ({ sessions, clock }) => {
      const { sid, generation } = await signedIn(sessions, realm());
      clock.advance(5000);
      const again = await sessions.attachClient(realm(), sid, entry(WEB, { scope: 'openid email', notes: { nonce: 'n' } }));
      same(
        [again?.entry.generation, again?.entry.scope, again?.entry.notes.nonce, again?.entry.families.length],
        [generation, 'openid email', 'n', 1],
      );
    },
  },
  {
    name: 'remembers a revoked access token until it expires',
    run: async ({ sessions, clock }) => {
      const { sid } = await signedIn(sessions, realm());
      const exp = Math.floor(clock.now().getTime() / 1000) + 300;
      assert.equal(await sessions.revokeToken(realm(), sid, WEB, { jti: 'one', exp }), true);
      clock.advance(300_000);
      await sessions.revokeToken(realm(), sid, WEB, { jti: 'two', exp: exp + 300 });
      const revoked = (await sessions.get(realm(), sid))?.record.clients[WEB]?.revoked.map((token) => token.jti);
      same([...(revoked ?? [])], ['two']);
      assert.equal(await sessions.revokeToken(realm(), sid, 'unknown client', { jti: 'three', exp }), false);
    },
  },
];
