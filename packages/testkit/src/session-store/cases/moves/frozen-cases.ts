import assert from 'node:assert/strict';
import { same } from '../../../same.ts';
import { type ContractCase, keyOf, note, REALM } from '../../harness.ts';
import { frozen, movesOf } from './moving.ts';

const ofAlice = { type: 'marker', realmId: REALM, index: 'user', value: 'alice' } as const;

export const frozenCases: readonly ContractCase[] = [
  {
    name: 'reads what is frozen, by every verb that reads',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      const before = await a.get(keyOf('one'));
      await frozen(a, keyOf('one'));
      same(await b.get(keyOf('one')), before);
      same(await b.find(ofAlice), [before]);
      same(await b.list({ type: 'marker', realmId: REALM, limit: 9 }), [before]);
      same([await b.count(ofAlice), await b.count({ type: 'marker', realmId: REALM })], [1, 1]);
    },
  },
  {
    name: 'changes nothing that is frozen, by no verb',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      const before = await a.get(keyOf('one'));
      await frozen(a, keyOf('one'));
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
      assert.equal(await b.put(keyOf('one'), 1, note('second'), expiring(60, { user: ['alice'] })), false);
      assert.equal(await b.put(keyOf('one'), 1, note('second'), expiring(60, { user: ['bob'] })), false);
      same([await b.consume(keyOf('one')), await b.take(keyOf('one'))], [null, null]);
      assert.equal(await b.delete(keyOf('one')), false);
      assert.equal(await b.delete(keyOf('one'), { tombstoneUntil: expiring(90).expiresAt }), false);
      assert.equal(await b.deleteBy(ofAlice, { tombstoneUntil: expiring(90).expiresAt }), 0);
      same(await b.get(keyOf('one')), before);
      same(await b.find(ofAlice), [before]);
    },
  },
  {
    name: 'freezes once: who comes later is given the first ticket',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'] }));
      await a.consume(keyOf('one'));
      const first = await frozen(a, keyOf('one'), 'first');
      const again = await frozen(b, keyOf('one'), 'second');
      same(again, first);
      same([first.kind === 'record' && first.record.version, first.kind === 'record' && first.ticket], [2, 'first']);
      same(await movesOf(b).peek(keyOf('one')), first);
    },
  },
  {
    name: 'freezes nothing that is absent, expired or moved',
    run: async ({ a, clock, expiring }) => {
      const { freeze, release, claim } = movesOf(a);
      assert.equal(await freeze(keyOf('never'), 'ticket'), null);
      await a.create(keyOf('expired'), note('old'), expiring(1));
      clock.advance(1000);
      assert.equal(await freeze(keyOf('expired'), 'ticket'), null);
      await claim(keyOf('moved'), expiring(60).expiresAt);
      assert.equal(await freeze(keyOf('moved'), 'ticket'), null);
      assert.equal(await release(keyOf('never'), 'ticket', expiring(60).expiresAt), false);
    },
  },
  {
    name: 'freezes a tombstone, which refuses creation and is neither lifted nor lengthened',
    run: async ({ a, b, clock, expiring }) => {
      await a.delete(keyOf('one'), { tombstoneUntil: expiring(60).expiresAt });
      const held = await frozen(a, keyOf('one'));
      same(held, { kind: 'tombstone', key: keyOf('one'), expiresAt: expiring(60).expiresAt, ticket: 'ticket' });
      assert.equal(await b.create(keyOf('one'), note('again'), expiring(60)), false);
      assert.equal(await b.delete(keyOf('one'), { tombstoneUntil: expiring(90).expiresAt }), false);
      same(await movesOf(b).peek(keyOf('one')), held);
      clock.advance(60_000);
      assert.equal(await movesOf(b).peek(keyOf('one')), null);
    },
  },
  {
    name: 'lets a put happen before the freeze or not at all, however close they come',
    run: async ({ a, b, slow, expiring }) => {
      for (let round = 0; round < 5; round += 1) {
        const key = keyOf(`session-${round}`);
        await a.create(key, note('first'), expiring(60, { user: ['alice'] }));
        const [done, held] = await Promise.all([
          slow.a.put(key, 1, note('second'), expiring(60, { user: [round % 2 === 0 ? 'alice' : 'bob'] })),
          movesOf(slow.b).freeze(key, 'ticket'),
        ]);
        assert.equal(held?.kind === 'record' && held.record.version, done ? 2 : 1, `round ${round}`);
        same(held?.kind === 'record' && held.record, await b.get(key));
      }
    },
  },
  {
    name: 'lets a consume happen before the freeze or not at all, however close they come',
    run: async ({ a, slow, expiring }) => {
      for (let round = 0; round < 5; round += 1) {
        const key = keyOf(`code-${round}`);
        await a.create(key, note('first'), expiring(60));
        const [won, held] = await Promise.all([slow.a.consume(key), movesOf(slow.b).freeze(key, 'ticket')]);
        assert.equal(held?.kind === 'record' && held.record.consumedAt !== null, won !== null, `round ${round}`);
      }
    },
  },
];
