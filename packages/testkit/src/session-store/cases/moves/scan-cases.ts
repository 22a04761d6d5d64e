import assert from 'node:assert/strict';
import { same } from '../../../same.ts';
import { type ContractCase, keyOf, note, OTHER_REALM, REALM } from '../../harness.ts';
import { movedOut, movesOf, scanAll } from './moving.ts';

export const scanCases: readonly ContractCase[] = [
  {
    name: 'scans records and tombstones of all types and realms, each with all that belongs to it',
    run: async ({ a, b, expiring }) => {
      await a.create(keyOf('one'), note('first'), expiring(60, { user: ['alice'], client: ['web', 'spa'] }));
      await a.put(keyOf('one'), 1, note('second'), expiring(90, { user: ['alice'], client: ['web'] }));
      await a.create(keyOf('used', 'replay', OTHER_REALM), { v: 1 }, expiring(60));
      const used = await a.consume(keyOf('used', 'replay', OTHER_REALM));
      await a.delete(keyOf('gone', 'code'), { tombstoneUntil: expiring(30).expiresAt });
      const found = new Map((await scanAll(b, 100)).map((held) => [held.key.id, held]));
      same(found.get('one'), {
        kind: 'record',
        key: { type: 'marker', realmId: REALM, id: 'one' },
        record: { id: 'one', version: 2, value: note('second'), expiresAt: expiring(90).expiresAt, consumedAt: null },
        indexes: { user: ['alice'], client: ['web'] },
        ticket: null,
      });
      same(found.get('used'), {
        kind: 'record',
        key: { type: 'replay', realmId: OTHER_REALM, id: 'used' },
        record: used,
        indexes: {},
        ticket: null,
      });
      same(found.get('gone'), {
        kind: 'tombstone',
        key: { type: 'code', realmId: REALM, id: 'gone' },
        expiresAt: expiring(30).expiresAt,
        ticket: null,
      });
      assert.equal(found.size, 3);
      for (const [id, held] of found) same(await movesOf(a).peek(held.key), found.get(id));
    },
  },
  {
    name: 'scans page by page and leaves nothing out, whatever the ids look like',
    run: async ({ a, expiring }) => {
      const ids = Array.from({ length: 23 }, (_, number) => `r.${number}`).concat('with{brace}', 'with%25 blank', 'root.tab', "quo'te");
      for (const id of ids) await a.create(keyOf(id), note(id), expiring(60));
      for (const id of ids) await a.delete(keyOf(id, 'session'), { tombstoneUntil: expiring(60).expiresAt });
      const found = await scanAll(a, 5);
      const names = (kind: string) => [...new Set(found.filter((held) => held.kind === kind).map((held) => held.key.id))].sort();
      same([names('record'), names('tombstone')], [ids.toSorted(), ids.toSorted()]);
    },
  },
  {
    name: 'leaves out what has expired and what was moved away, and gives what is frozen',
    run: async (harness) => {
      const { a, b, clock, expiring } = harness;
      for (const id of ['expired', 'moved', 'frozen']) await a.create(keyOf(id), note(id), expiring(id === 'expired' ? 1 : 60));
      await a.delete(keyOf('over'), { tombstoneUntil: expiring(1).expiresAt });
      await movedOut(harness, keyOf('moved'));
      await movesOf(a).freeze(keyOf('frozen'), 'ticket');
      clock.advance(1000);
      same(
        (await scanAll(b, 100)).map((held) => [held.key.id, held.kind === 'moved' ? null : held.ticket]),
        [['frozen', 'ticket']],
      );
      same([await movesOf(b).peek(keyOf('expired')), await movesOf(b).peek(keyOf('never'))], [null, null]);
      same(await movesOf(b).peek(keyOf('moved')), { kind: 'moved', key: keyOf('moved') });
    },
  },
  {
    name: 'tells how many records and tombstones there are, without moved marks',
    run: async (harness) => {
      const { a, expiring } = harness;
      assert.equal(await movesOf(a).size(), 0);
      for (const id of ['one', 'two', 'moved']) await a.create(keyOf(id), note(id), expiring(60));
      await a.create(keyOf('one', 'replay', OTHER_REALM), { v: 1 }, expiring(60));
      await a.delete(keyOf('gone'), { tombstoneUntil: expiring(60).expiresAt });
      await movedOut(harness, keyOf('moved'));
      assert.equal(await movesOf(a).size(), 4);
    },
  },
];
