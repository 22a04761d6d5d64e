import assert from 'node:assert/strict';
import type { SessionStore } from '@anteroom/core';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, together } from '../harness.ts';

export const compareAndSetCases: readonly ContractCase[] = [
  {
    name: 'replaces the value and raises the version when the version is the stored one',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal(await a.put(keyOf('one'), 1, note('second'), expiring(60)), true);
      const stored = await a.get(keyOf('one'));
      same([stored?.value.note, stored?.version], ['second', 2]);
    },
  },
  {
    name: 'refuses a put with an old or a future version and leaves the record as it is',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      await a.put(keyOf('one'), 1, note('second'), expiring(60));
      for (const version of [0, 1, 3])
        assert.equal(await b.put(keyOf('one'), version, note('lost'), expiring(60)), false, `version ${version}`);
      const stored = await a.get(keyOf('one'));
      same([stored?.value.note, stored?.version], ['second', 2]);
    },
  },
  {
    name: 'refuses a put to what was never there',
    run: async ({ a, expiring }) => {
      assert.equal(await a.put(keyOf('one'), 1, note('first'), expiring(60)), false);
      assert.equal(await a.get(keyOf('one')), null);
    },
  },
  {
    name: 'refuses a put to what was deleted, so that no write on its way brings it back',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      await b.delete(keyOf('one'));
      assert.equal(await a.put(keyOf('one'), 1, note('second'), expiring(60)), false);
      assert.equal(await b.get(keyOf('one')), null);
    },
  },
  {
    name: 'raises the version when it consumes, so a put that was read before is refused',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      assert.equal((await b.consume(keyOf('one')))?.version, 2);
      assert.equal(await a.put(keyOf('one'), 1, note('second'), expiring(60)), false);
    },
  },
  {
    name: 'stays consumed through a put',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      await a.consume(keyOf('one'));
      assert.equal(await a.put(keyOf('one'), 2, note('second'), expiring(60)), true);
      assert.notEqual((await a.get(keyOf('one')))?.consumedAt, null);
      assert.equal(await a.consume(keyOf('one')), null);
    },
  },
  {
    name: 'lets exactly one of many writers of one version win, each round',
    run: async ({ a, slow, expiring }) => {
      await a.create(keyOf('one'), note('start'), expiring(60));
      for (let version = 1; version <= 5; version += 1) {
        const won = await together(slow, 8, (store, caller) =>
          store.put(keyOf('one'), version, note(`${version}/${caller}`), expiring(60)),
        );
        assert.equal(won.filter(Boolean).length, 1, `round ${version}`);
        assert.equal((await a.get(keyOf('one')))?.value.note, `${version}/${won.indexOf(true)}`);
      }
    },
  },
  {
    name: 'loses no change of many writers that read, change and try again',
    run: async ({ a, slow, expiring }) => {
      await a.create(keyOf('one'), note('0'), expiring(60));
      const addOne = async (store: SessionStore): Promise<void> => {
        const stored = await store.get(keyOf('one'));
        assert.ok(stored);
        if (!(await store.put(keyOf('one'), stored.version, note(String(Number(stored.value.note) + 1)), expiring(60))))
          await addOne(store);
      };
      await together(slow, 8, addOne);
      assert.equal((await a.get(keyOf('one')))?.value.note, '8');
    },
  },
];
