import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, REALM } from '../harness.ts';

export const tombstoneCases: readonly ContractCase[] = [
  {
    name: 'refuses to create or change a tombstoned id, and gives nothing for it',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      assert.equal(await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt }), true);
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
      for (const version of [0, 1, 2]) assert.equal(await b.put(keyOf('one'), version, note('again'), expiring(60)), false);
      assert.equal(await b.get(keyOf('one')), null);
      assert.equal(await b.consume(keyOf('one')), null);
      assert.equal(await b.take(keyOf('one')), null);
      same(await b.find({ type: 'marker', realmId: REALM, index: 'user', value: 'alice' }), []);
      assert.equal(await b.count({ type: 'marker', realmId: REALM }), 0);
      same(await b.list({ type: 'marker', realmId: REALM, limit: 10 }), []);
    },
  },
  {
    name: 'tombstones an id that was never written, for the create on its way',
    run: async ({ a, b, expiring }) => {
      assert.equal(await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt }), false);
      assert.equal(await b.create(keyOf('one'), note('late'), expiring(60)), false);
    },
  },
  {
    name: 'lifts a tombstone when its time is over, not before',
    run: async ({ a, clock, expiring }) => {
      await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt });
      clock.advance(59_999);
      assert.equal(await a.create(keyOf('one'), note('early'), expiring(60)), false);
      clock.advance(1);
      assert.equal(await a.create(keyOf('one'), note('late'), expiring(60)), true);
    },
  },
  {
    name: 'neither lifts nor shortens a tombstone by another delete',
    run: async ({ a, clock, expiring }) => {
      await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt });
      assert.equal(await a.delete(keyOf('one')), false);
      assert.equal(await a.delete(keyOf('one'), { tombstoneUntil: expiring(10).expiresAt }), false);
      clock.advance(30_000);
      assert.equal(await a.create(keyOf('one'), note('early'), expiring(60)), false);
    },
  },
  {
    name: 'tombstones each record that it deletes by index when asked to',
    run: async ({ a, b, expiring }) => {
      for (const id of ['one', 'two']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'] }));
      const deleted = await a.deleteBy(
        { type: 'marker', realmId: REALM, index: 'user', value: 'alice' },
        { tombstoneUntil: expiring(60).expiresAt },
      );
      assert.equal(deleted, 2);
      for (const id of ['one', 'two']) assert.equal(await b.create(keyOf(id), note(id), expiring(60)), false);
    },
  },
];
