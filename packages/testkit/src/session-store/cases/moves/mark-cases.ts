import assert from 'node:assert/strict';
import { same } from '../../../same.ts';
import { type ContractCase, keyOf, note, OTHER_REALM, REALM } from '../../harness.ts';
import { frozen, movedOut, movesOf } from './moving.ts';

const ofAlice = { type: 'marker', realmId: REALM, index: 'user', value: 'alice' } as const;

export const markCases: readonly ContractCase[] = [
  {
    name: 'shows nothing where a moved mark is, and lets nothing come back there',
    run: async (harness) => {
      const { a, b, raw, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      await movedOut(harness, keyOf('one'));
      same([await b.get(keyOf('one')), await b.find(ofAlice), await b.list({ type: 'marker', realmId: REALM, limit: 9 })], [null, [], []]);
      same([await b.count(ofAlice), await b.count({ type: 'marker', realmId: REALM }), await raw.indexEntries()], [0, 0, 0]);
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
      for (const version of [0, 1, 2]) assert.equal(await b.put(keyOf('one'), version, note('again'), expiring(60)), false);
      same([await b.consume(keyOf('one')), await b.take(keyOf('one'))], [null, null]);
    },
  },
  {
    name: 'does not lift, replace or shorten a moved mark by any delete or by its record’s expiry',
    run: async (harness) => {
      const { a, b, clock, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      await movedOut(harness, keyOf('one'));
      assert.equal(await b.delete(keyOf('one')), false);
      assert.equal(await b.delete(keyOf('one'), { tombstoneUntil: expiring(10).expiresAt }), false);
      assert.equal(await b.delete(keyOf('one'), { tombstoneUntil: expiring(5000).expiresAt }), false);
      clock.advance(60_000);
      await b.sweep(100);
      same(await movesOf(b).peek(keyOf('one')), { kind: 'moved', key: keyOf('one') });
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
      clock.advance(940_000);
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), true);
    },
  },
  {
    name: 'releases only by the ticket that froze it',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal(await movesOf(b).release(keyOf('one'), 'ticket', expiring(60).expiresAt), false);
      await frozen(a, keyOf('one'), 'ticket');
      assert.equal(await movesOf(b).release(keyOf('one'), 'another', expiring(60).expiresAt), false);
      assert.equal((await b.get(keyOf('one')))?.value.note, 'first');
      assert.equal(await movesOf(b).release(keyOf('one'), 'ticket', expiring(60).expiresAt), true);
      assert.equal(await movesOf(b).release(keyOf('one'), 'ticket', expiring(60).expiresAt), false);
      assert.equal(await b.get(keyOf('one')), null);
    },
  },
  {
    name: 'claims a place where nothing is, and no other',
    run: async ({ a, b, clock, expiring }) => {
      const until = expiring(5000).expiresAt;
      assert.equal(await movesOf(a).claim(keyOf('free'), until), true);
      assert.equal(await movesOf(b).claim(keyOf('free'), until), true);
      assert.equal(await b.create(keyOf('free'), note('late'), expiring(60)), false);
      await a.create(keyOf('taken'), note('first'), expiring(60));
      await a.delete(keyOf('gone'), { tombstoneUntil: expiring(60).expiresAt });
      same([await movesOf(b).claim(keyOf('taken'), until), await movesOf(b).claim(keyOf('gone'), until)], [false, false]);
      await frozen(a, keyOf('taken'));
      assert.equal(await movesOf(b).claim(keyOf('taken'), until), false);
      clock.advance(60_000);
      same([await movesOf(b).claim(keyOf('taken'), until), await movesOf(b).claim(keyOf('gone'), until)], [true, true]);
    },
  },
  {
    name: 'lets either a create or a claim win',
    run: async ({ slow, expiring }) => {
      for (let round = 0; round < 5; round += 1) {
        const key = keyOf(`jti-${round}`);
        const won = await Promise.all([
          slow.a.create(key, note('first'), expiring(60)),
          movesOf(slow.b).claim(key, expiring(5000).expiresAt),
        ]);
        assert.equal(won.filter(Boolean).length, 1, `round ${round}`);
      }
    },
  },
  {
    name: 'clears everything: records, frozen ones, tombstones, moved marks and tickets of all realms',
    run: async (harness) => {
      const { a, b, raw, expiring } = harness;
      for (const id of ['one', 'two', 'three']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'] }));
      await a.create(keyOf('there', 'replay', OTHER_REALM), { v: 1 }, expiring(60));
      await a.delete(keyOf('gone'), { tombstoneUntil: expiring(60).expiresAt });
      const held = await movedOut(harness, keyOf('one'));
      await frozen(a, keyOf('two'));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      await movesOf(b).clear();
      assert.equal(await movesOf(b).restore(held, 'in'), false);
      same([await raw.rows(), await raw.indexEntries(), await movesOf(b).size()], [0, 0, 0]);
      for (const id of ['one', 'two', 'gone']) assert.equal(await a.create(keyOf(id), note('again'), expiring(60)), true);
    },
  },
  {
    name: 'removes what is frozen, moved marks and tickets with their realm',
    run: async (harness) => {
      const { a, b, raw, expiring } = harness;
      for (const id of ['one', 'two']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'] }));
      await a.create(keyOf('there', 'marker', OTHER_REALM), note('there'), expiring(60));
      const held = await movedOut(harness, keyOf('one'));
      await frozen(a, keyOf('two'));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      await b.deleteRealm(REALM);
      assert.equal(await movesOf(b).restore(held, 'in'), false);
      same([await raw.rows(), await raw.indexEntries(), await movesOf(b).peek(keyOf('two'))], [1, 0, null]);
      assert.equal(await a.create(keyOf('one'), note('again'), expiring(60)), true);
    },
  },
  {
    name: 'sweeps what was frozen when its time is over, and no moved mark before its own is',
    run: async (harness) => {
      const { a, b, raw, clock, expiring } = harness;
      for (const id of ['frozen', 'moved']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'] }));
      await movedOut(harness, keyOf('moved'));
      await frozen(a, keyOf('frozen'));
      assert.equal(await b.sweep(100), 0);
      clock.advance(60_000);
      assert.equal(await b.sweep(100), 1);
      same([await raw.rows(), await raw.indexEntries()], [1, 0]);
      clock.advance(939_999);
      assert.equal(await b.sweep(100), 0);
      assert.equal(await b.create(keyOf('moved'), note('early'), expiring(60)), false);
      clock.advance(1);
      await b.sweep(100);
      assert.equal(await b.create(keyOf('moved'), note('late'), expiring(60)), true);
    },
  },
];
