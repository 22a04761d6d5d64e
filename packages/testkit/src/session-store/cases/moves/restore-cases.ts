import assert from 'node:assert/strict';
import { same } from '../../../same.ts';
import { type ContractCase, keyOf, note, REALM, together } from '../../harness.ts';
import { movedOut, movesOf } from './moving.ts';

const ofAlice = { type: 'marker', realmId: REALM, index: 'user', value: 'alice' } as const;

export const restoreCases: readonly ContractCase[] = [
  {
    name: 'restores a record as it was: version, consumption, expiry, indexes and unknown fields',
    run: async (harness) => {
      const { a, b, expiring } = harness;
      const value = { ...note('first'), later: { list: [1, { deep: true }] } };
      await a.create(keyOf('one'), value, expiring(60, { user: ['alice'], client: ['web', 'spa'] }));
      await a.put(keyOf('one'), 1, value, expiring(60, { user: ['alice'], client: ['web'] }));
      const used = await a.consume(keyOf('one'));
      const held = await movedOut(harness, keyOf('one'));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      assert.equal(await movesOf(b).restore(held, 'in'), true);
      same([await a.get(keyOf('one')), await a.find(ofAlice)], [used, [used]]);
      same(await a.find({ ...ofAlice, index: 'client', value: 'spa' }), []);
      assert.equal(await a.take(keyOf('one')), null);
      assert.equal(await a.put(keyOf('one'), 2, value, expiring(60)), false);
      assert.equal(await a.put(keyOf('one'), 3, value, expiring(60)), true);
    },
  },
  {
    name: 'restores a tombstone, which refuses creation until its time is over',
    run: async (harness) => {
      const { a, b, clock, expiring } = harness;
      await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt });
      const held = await movedOut(harness, keyOf('one'));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      assert.equal(await movesOf(b).restore(held, 'in'), true);
      clock.advance(59_999);
      assert.equal(await a.create(keyOf('one'), note('early'), expiring(60)), false);
      clock.advance(1);
      assert.equal(await a.create(keyOf('one'), note('late'), expiring(60)), true);
    },
  },
  {
    name: 'restores once by a ticket, and never what was changed, taken or deleted since',
    run: async (harness) => {
      const { a, b, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      const held = await movedOut(harness, keyOf('one'));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      assert.equal(await movesOf(a).restore(held, 'in'), true);
      await a.put(keyOf('one'), 1, note('second'), expiring(60));
      assert.equal(await movesOf(b).restore(held, 'in'), false);
      assert.equal((await b.get(keyOf('one')))?.value.note, 'second');
      await a.take(keyOf('one'));
      assert.equal(await movesOf(b).restore(held, 'in'), false);
      same([await b.get(keyOf('one')), await b.find(ofAlice)], [null, []]);
    },
  },
  {
    name: 'restores nothing without a ticket, or by the ticket of another record or type',
    run: async (harness) => {
      const { a, b, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60));
      const held = await movedOut(harness, keyOf('one'));
      assert.equal(await movesOf(b).restore(held, 'never'), false);
      await movesOf(a).reserve(keyOf('two'), 'other-id', expiring(1000).expiresAt);
      assert.equal(await movesOf(b).restore(held, 'other-id'), false);
      await movesOf(a).reserve(keyOf('one', 'code'), 'other-type', expiring(1000).expiresAt);
      assert.equal(await movesOf(b).restore(held, 'other-type'), false);
      assert.equal(await b.get(keyOf('one')), null);
    },
  },
  {
    name: 'lets exactly one of many callers restore',
    run: async (harness) => {
      const { a, slow, expiring } = harness;
      for (let round = 0; round < 3; round += 1) {
        const key = keyOf(`one-${round}`);
        await a.create(key, note('first'), expiring(60, { user: ['alice'] }));
        const held = await movedOut(harness, key);
        await movesOf(a).reserve(key, 'in', expiring(1000).expiresAt);
        const done = await together(slow, 8, (store) => movesOf(store).restore(held, 'in'));
        assert.equal(done.filter(Boolean).length, 1, `round ${round}`);
      }
      assert.equal(await a.count(ofAlice), 3);
    },
  },
  {
    name: 'keeps a ticket while the record that it is for comes and goes',
    run: async (harness) => {
      const { a, b, clock, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60));
      const held = await movedOut(harness, keyOf('one'));
      await movesOf(a).clear();
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      await a.create(keyOf('one'), note('another'), expiring(1));
      clock.advance(1000);
      await a.sweep(100);
      await a.create(keyOf('one'), note('another'), expiring(1));
      await a.take(keyOf('one'));
      assert.equal(await movesOf(b).restore(held, 'in'), true);
      assert.equal((await b.get(keyOf('one')))?.value.note, 'first');
    },
  },
  {
    name: 'restores over whatever lies there, with its index entries',
    run: async (harness) => {
      const { a, raw, expiring } = harness;
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      const held = await movedOut(harness, keyOf('one'));
      await movesOf(a).clear();
      await a.create(keyOf('one'), note('stray'), expiring(60, { user: ['bob'] }));
      await movesOf(a).reserve(keyOf('one'), 'in', expiring(1000).expiresAt);
      assert.equal(await movesOf(a).restore(held, 'in'), true);
      same(await a.find({ ...ofAlice, value: 'bob' }), []);
      assert.equal((await a.find(ofAlice)).length, 1);
      same([await raw.rows(), await raw.indexEntries()], [1, 1]);
    },
  },
];
