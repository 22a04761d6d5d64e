import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note } from '../harness.ts';

export const sweepCases: readonly ContractCase[] = [
  {
    name: 'frees expired records with their index entries, and no unexpired one',
    run: async ({ a, b, raw, clock, expiring }) => {
      for (const id of ['one', 'two']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'] }));
      await a.create(keyOf('live'), note('live'), expiring(61, { user: ['alice'] }));
      clock.advance(60_000);
      assert.equal(await b.sweep(100), 2);
      same([await raw.rows(), await raw.indexEntries()], [1, 1]);
      assert.equal((await a.get(keyOf('live')))?.value.note, 'live');
    },
  },
  {
    name: 'frees nothing when nothing has expired',
    run: async ({ a, raw, expiring }) => {
      await a.create(keyOf('live'), note('live'), expiring(60));
      assert.equal(await a.sweep(100), 0);
      assert.equal(await raw.rows(), 1);
    },
  },
  {
    name: 'frees at most as many as it was asked to, over all types',
    run: async ({ a, raw, clock, expiring }) => {
      for (const id of ['one', 'two', 'three']) await a.create(keyOf(id), note(id), expiring(60));
      for (const id of ['four', 'five']) await a.create(keyOf(id, 'replay'), { v: 1 }, expiring(60));
      clock.advance(60_000);
      assert.equal(await a.sweep(2), 2);
      assert.equal(await raw.rows(), 3);
      assert.equal((await a.sweep(2)) + (await a.sweep(2)) + (await a.sweep(2)), 3);
      assert.equal(await raw.rows(), 0);
    },
  },
  {
    name: 'keeps a tombstone until its time is over and frees it then',
    run: async ({ a, raw, clock, expiring }) => {
      await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt });
      clock.advance(59_999);
      assert.equal(await a.sweep(100), 0);
      assert.equal(await a.create(keyOf('one'), note('early'), expiring(60)), false);
      clock.advance(1);
      assert.equal(await a.sweep(100), 1);
      assert.equal(await raw.rows(), 0);
    },
  },
  {
    name: 'is safe to run twice at once',
    run: async ({ a, b, raw, clock, expiring }) => {
      for (const id of ['one', 'two', 'three']) await a.create(keyOf(id), note(id), expiring(60));
      await a.create(keyOf('live'), note('live'), expiring(120));
      clock.advance(60_000);
      const [one, other] = await Promise.all([a.sweep(100), b.sweep(100)]);
      assert.equal(one + other, 3);
      assert.equal(await raw.rows(), 1);
    },
  },
];
