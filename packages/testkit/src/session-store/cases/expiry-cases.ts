import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, REALM } from '../harness.ts';

export const expiryCases: readonly ContractCase[] = [
  {
    name: 'gives a record until the moment it expires by the given clock, and not from then on',
    run: async ({ a, clock, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      clock.advance(59_999);
      assert.notEqual(await a.get(keyOf('one')), null);
      clock.advance(1);
      assert.equal(await a.get(keyOf('one')), null);
    },
  },
  {
    name: 'lets an expired id be created again at version 1, with nothing left of the old record',
    run: async ({ a, clock, expiring }) => {
      await a.create(keyOf('one', 'code'), code('alice'), expiring(60, { user: ['alice'] }));
      await a.consume(keyOf('one', 'code'));
      clock.advance(60_000);
      assert.equal(await a.create(keyOf('one', 'code'), code('bob'), expiring(60, { user: ['bob'] })), true);
      const stored = await a.get(keyOf('one', 'code'));
      same([stored?.version, stored?.consumedAt, stored?.value.user], [1, null, 'bob']);
      same(await a.find({ type: 'code', realmId: REALM, index: 'user', value: 'alice' }), []);
    },
  },
  {
    name: 'neither changes, consumes, takes nor deletes an expired record',
    run: async ({ a, clock, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      clock.advance(60_000);
      assert.equal(await a.put(keyOf('one'), 1, note('second'), expiring(60)), false);
      assert.equal(await a.consume(keyOf('one')), null);
      assert.equal(await a.take(keyOf('one')), null);
      assert.equal(await a.delete(keyOf('one')), false);
    },
  },
  {
    name: 'leaves expired records out of lists, finds, counts and deletions by index',
    run: async ({ a, clock, expiring }) => {
      const query = { type: 'marker', realmId: REALM, index: 'user', value: 'alice' } as const;
      await a.create(keyOf('old'), note('old'), expiring(60, { user: ['alice'] }));
      await a.create(keyOf('young'), note('young'), expiring(120, { user: ['alice'] }));
      clock.advance(60_000);
      same(ids(await a.find(query)), ['young']);
      same(ids(await a.list({ type: 'marker', realmId: REALM, limit: 10 })), ['young']);
      assert.equal(await a.count({ type: 'marker', realmId: REALM }), 1);
      assert.equal(await a.count(query), 1);
      assert.equal(await a.deleteBy(query), 1);
    },
  },
  {
    name: 'moves the expiry with a put, forward and back',
    run: async ({ a, clock, expiring }) => {
      await a.create(keyOf('longer'), note('first'), expiring(60));
      await a.create(keyOf('shorter'), note('first'), expiring(60));
      await a.put(keyOf('longer'), 1, note('second'), expiring(120));
      await a.put(keyOf('shorter'), 1, note('second'), expiring(30));
      clock.advance(30_000);
      assert.equal(await a.get(keyOf('shorter')), null);
      clock.advance(30_000);
      assert.equal((await a.get(keyOf('longer')))?.expiresAt.getTime(), clock.now().getTime() + 60_000);
    },
  },
];

const ids = (records: readonly { readonly id: string }[]) => records.map((record) => record.id);

const code = (user: string) => ({ v: 1 as const, client: 'c', user, session: null, generation: null, protocolState: {}, snapshot: null });
