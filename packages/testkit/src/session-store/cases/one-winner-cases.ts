import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, together } from '../harness.ts';

const ROUNDS = 5;

export const oneWinnerCases: readonly ContractCase[] = [
  {
    name: 'consumes once, and the record stays readable as consumed',
    run: async ({ a, b, clock, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      clock.advance(1000);
      const consumed = await a.consume(keyOf('one'));
      same([consumed?.value.note, consumed?.consumedAt?.getTime()], ['first', clock.now().getTime()]);
      assert.equal(await a.consume(keyOf('one')), null);
      same(await b.get(keyOf('one')), consumed);
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
    },
  },
  {
    name: 'consumes and takes nothing that is not there',
    run: async ({ a }) => {
      assert.equal(await a.consume(keyOf('nobody')), null);
      assert.equal(await a.take(keyOf('nobody')), null);
    },
  },
  {
    name: 'takes once, and nothing is left in the store',
    run: async ({ a, raw, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      same((await a.take(keyOf('one')))?.value, note('first'));
      assert.equal(await a.take(keyOf('one')), null);
      assert.equal(await a.get(keyOf('one')), null);
      same([await raw.rows(), await raw.indexEntries()], [0, 0]);
    },
  },
  {
    name: 'does not take what was consumed',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60));
      await a.consume(keyOf('one'));
      assert.equal(await a.take(keyOf('one')), null);
      assert.notEqual((await a.get(keyOf('one')))?.consumedAt ?? null, null);
    },
  },
  {
    name: 'lets exactly one of many callers consume',
    run: async ({ a, slow, expiring }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await a.create(keyOf(`code-${round}`), note('first'), expiring(60));
        const answers = await together(slow, 10, (store) => store.consume(keyOf(`code-${round}`)));
        assert.equal(answers.filter((answer) => answer !== null).length, 1, `round ${round}`);
      }
    },
  },
  {
    name: 'lets exactly one of many callers take',
    run: async ({ a, slow, expiring }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await a.create(keyOf(`code-${round}`), note('first'), expiring(60));
        const answers = await together(slow, 10, (store) => store.take(keyOf(`code-${round}`)));
        assert.equal(answers.filter((answer) => answer !== null).length, 1, `round ${round}`);
      }
    },
  },
  {
    name: 'lets exactly one of many callers create',
    run: async ({ a, slow, expiring }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const won = await together(slow, 10, (store, caller) => store.create(keyOf(`jti-${round}`), note(String(caller)), expiring(60)));
        assert.equal(won.filter(Boolean).length, 1, `round ${round}`);
        assert.equal((await a.get(keyOf(`jti-${round}`)))?.value.note, String(won.indexOf(true)));
      }
    },
  },
];
