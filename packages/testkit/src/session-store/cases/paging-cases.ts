import assert from 'node:assert/strict';
import type { SessionStore, WriteOptions } from '@anteroom/core';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, REALM, type SessionStoreHarness } from '../harness.ts';

const IDS = ['a1', 'a2', 'b1', 'c1', 'd1'];

export const pagingCases: readonly ContractCase[] = [
  {
    name: 'lists pages in order of id that meet without overlap or gap',
    run: async (harness) => {
      await fill(harness);
      const pages = await walk((after) => harness.b.list({ type: 'marker', realmId: REALM, limit: 2, ...after }));
      same(pages, [['a1', 'a2'], ['b1', 'c1'], ['d1']]);
    },
  },
  {
    name: 'finds pages in order of id that meet without overlap or gap',
    run: async (harness) => {
      await fill(harness);
      const pages = await walk((after) =>
        harness.b.find({ type: 'marker', realmId: REALM, index: 'user', value: 'alice', limit: 2, ...after }),
      );
      same(pages, [['a1', 'a2'], ['b1', 'c1'], ['d1']]);
    },
  },
  {
    name: 'finds everything in order of id without a limit',
    run: async (harness) => {
      await fill(harness);
      const found = await harness.a.find({ type: 'marker', realmId: REALM, index: 'user', value: 'alice' });
      same(
        found.map((record) => record.id),
        IDS,
      );
    },
  },
  {
    name: 'goes on behind an id that is gone',
    run: async (harness) => {
      await fill(harness);
      await harness.a.delete(keyOf('b1'));
      const page = await harness.a.list({ type: 'marker', realmId: REALM, limit: 10, after: 'b1' });
      same(
        page.map((record) => record.id),
        ['c1', 'd1'],
      );
    },
  },
  {
    name: 'counts the records of a type in a realm',
    run: async (harness) => {
      assert.equal(await harness.a.count({ type: 'marker', realmId: REALM }), 0);
      await fill(harness);
      assert.equal(await harness.a.count({ type: 'marker', realmId: REALM }), IDS.length);
    },
  },
];

async function fill({ a, expiring }: { readonly a: SessionStore; readonly expiring: SessionStoreHarness['expiring'] }): Promise<void> {
  const options: WriteOptions = expiring(60, { user: ['alice'] });
  for (const id of IDS.toReversed()) await a.create(keyOf(id), note(id), options);
}

type ReadPage = (after: { readonly after?: string }) => Promise<readonly { readonly id: string }[]>;

/** At most as many pages as there are records, so that a store that does not move on ends here too. */
async function walk(read: ReadPage): Promise<string[][]> {
  const pages: string[][] = [];
  let page = await read({});
  while (page.length > 0 && pages.length < IDS.length) {
    pages.push(page.map((record) => record.id));
    page = await read({ after: page.at(-1)?.id ?? '' });
  }
  return pages;
}
