import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note } from '../harness.ts';

export const copyCases: readonly ContractCase[] = [
  {
    name: 'keeps a copy of what it was given',
    run: async ({ a, expiring }) => {
      const created = note('first');
      await a.create(keyOf('one'), created, expiring(60));
      created.note = 'changed by the caller';
      assert.equal((await a.get(keyOf('one')))?.value.note, 'first');
      const replaced = note('second');
      await a.put(keyOf('one'), 1, replaced, expiring(60));
      replaced.note = 'changed by the caller';
      assert.equal((await a.get(keyOf('one')))?.value.note, 'second');
    },
  },
  {
    name: 'hands out a copy of what it holds',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      const read = await a.get(keyOf('one'));
      assert.ok(read);
      read.value.note = 'changed by the caller';
      read.expiresAt.setTime(0);
      const again = await a.get(keyOf('one'));
      same([again?.value.note, again?.expiresAt], ['first', expiring(60).expiresAt]);
    },
  },
  {
    name: 'keeps fields it does not know, at every depth',
    run: async ({ a, expiring }) => {
      const value = { ...note('first'), later: { list: [1, { deep: true }], none: null }, another: 'field' };
      await a.create(keyOf('one'), value, expiring(60));
      same((await a.get(keyOf('one')))?.value, value);
      const changed = { ...value, more: 1.5 };
      await a.put(keyOf('one'), 1, changed, expiring(60));
      same((await a.consume(keyOf('one')))?.value, changed);
    },
  },
];
