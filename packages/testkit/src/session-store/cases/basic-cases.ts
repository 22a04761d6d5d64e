import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note } from '../harness.ts';

export const basicCases: readonly ContractCase[] = [
  {
    name: 'gives null for an id that was never written',
    run: async ({ a }) => assert.equal(await a.get(keyOf('nobody')), null),
  },
  {
    name: 'gives what was created, at version 1 and not consumed',
    run: async ({ a, expiring }) => {
      const options = expiring(60);
      assert.equal(await a.create(keyOf('one'), note('first'), options), true);
      same(await a.get(keyOf('one')), {
        id: 'one',
        version: 1,
        value: note('first'),
        expiresAt: options.expiresAt,
        consumedAt: null,
      });
    },
  },
  {
    name: 'reads through one handle what another has written, each time anew',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal((await b.get(keyOf('one')))?.value.note, 'first');
      await a.put(keyOf('one'), 1, note('second'), expiring(60));
      assert.equal((await b.get(keyOf('one')))?.value.note, 'second');
    },
  },
  {
    name: 'refuses to create what is there and leaves it as it is',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal(await b.create(keyOf('one'), note('second'), expiring(90)), false);
      const stored = await a.get(keyOf('one'));
      same([stored?.value.note, stored?.version], ['first', 1]);
    },
  },
  {
    name: 'deletes, says whether there was something, and lets the id be created again',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal(await a.delete(keyOf('one')), true);
      assert.equal(await a.delete(keyOf('one')), false);
      assert.equal(await a.get(keyOf('one')), null);
      assert.equal(await a.create(keyOf('one'), note('second'), expiring(60)), true);
    },
  },
  {
    name: 'takes ids and values of any characters',
    run: async ({ a, expiring }) => {
      const id = `m.%_'"\\:{}*?[a]-~ä☃`;
      const value = note(`' OR 1=1; -- "\\ \u0000 \u{1f600}`);
      await a.create(keyOf(id), value, expiring(60));
      same((await a.get(keyOf(id)))?.value, value);
    },
  },
  {
    name: 'tells ids apart that differ only in case or in a trailing space',
    run: async ({ a, expiring }) => {
      for (const id of ['id', 'ID', 'id ', 'íd']) assert.equal(await a.create(keyOf(id), note(id), expiring(60)), true, JSON.stringify(id));
      assert.equal((await a.get(keyOf('ID')))?.value.note, 'ID');
    },
  },
  {
    name: 'answers a ping',
    run: async ({ a, b }) => {
      await a.ping();
      await b.ping();
    },
  },
];
