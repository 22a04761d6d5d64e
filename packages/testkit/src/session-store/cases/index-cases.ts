import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, REALM } from '../harness.ts';

const of = (index: 'user' | 'client' | 'uid' | 'user-code' | 'session', value: string) =>
  ({ type: 'marker', realmId: REALM, index, value }) as const;
const ids = (records: readonly { readonly id: string }[]) => records.map((record) => record.id);

export const indexCases: readonly ContractCase[] = [
  {
    name: 'finds a record under every value of every index it was written with, and under no other',
    run: async ({ a, b, expiring }) => {
      const indexes = { user: ['alice'], client: ['web', 'spa'], uid: ['u1'], 'user-code': ['ABCD-EFGH'], session: ['s1'] };
      await a.create(keyOf('one'), note('first'), expiring(60, indexes));
      for (const query of [
        of('user', 'alice'),
        of('client', 'web'),
        of('client', 'spa'),
        of('uid', 'u1'),
        of('user-code', 'ABCD-EFGH'),
        of('session', 's1'),
      ]) {
        const found = await b.find(query);
        same([ids(found), found[0]?.value.note], [['one'], 'first'], JSON.stringify(query));
      }
      for (const query of [of('user', 'web'), of('client', 'alice'), of('user', 'Alice'), of('user', '')]) same(await b.find(query), []);
    },
  },
  {
    name: 'replaces the index values of a record with a put',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { client: ['web', 'spa'] }));
      await a.put(keyOf('one'), 1, note('second'), expiring(60, { client: ['spa', 'app'] }));
      same(await a.find(of('client', 'web')), []);
      same(ids(await a.find(of('client', 'spa'))), ['one']);
      same(ids(await a.find(of('client', 'app'))), ['one']);
      await a.put(keyOf('one'), 2, note('third'), expiring(60));
      same(await a.find(of('client', 'app')), []);
    },
  },
  {
    name: 'keeps the indexes of a consumed record',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { session: ['s1'] }));
      await a.consume(keyOf('one'));
      assert.notEqual((await a.find(of('session', 's1')))[0]?.consumedAt ?? null, null);
    },
  },
  {
    name: 'finds nothing of a deleted record, whatever is created under its id afterwards',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      await a.delete(keyOf('one'));
      await a.create(keyOf('one'), note('second'), expiring(60));
      same(await a.find(of('user', 'alice')), []);
    },
  },
  {
    name: 'counts the records of an index value',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('1'), expiring(60, { client: ['web', 'spa'] }));
      await a.create(keyOf('two'), note('2'), expiring(60, { client: ['web'] }));
      same([await a.count(of('client', 'web')), await a.count(of('client', 'spa')), await a.count(of('client', 'no'))], [2, 1, 0]);
    },
  },
  {
    name: 'deletes the records of an index value, all of them and no other',
    run: async ({ a, b, raw, expiring }) => {
      for (const id of ['one', 'two', 'three']) await a.create(keyOf(id), note(id), expiring(60, { user: ['alice'], client: [id] }));
      await a.create(keyOf('four'), note('four'), expiring(60, { user: ['bob'] }));
      assert.equal(await b.deleteBy(of('user', 'alice')), 3);
      same(ids(await a.list({ type: 'marker', realmId: REALM, limit: 10 })), ['four']);
      same([await raw.rows(), await raw.indexEntries()], [1, 1]);
      assert.equal(await b.deleteBy(of('user', 'alice')), 0);
    },
  },
];
