import { createStoreRouter, newRecordId, type RecordKey, type SessionStore, storeTagOf } from '@anteroom/core';
import { createSequentialIds, createTestClock, sessionStoreContract } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createMemoryRecords, createMemorySessionStore } from './index.ts';

const clock = createTestClock();
const expiresAt = new Date(clock.now().getTime() + 60_000);
const key = (id: string): RecordKey<'marker'> => ({ type: 'marker', realmId: 'acme', id });
const note = (text: string) => ({ v: 1 as const, note: text });

function open(): { readonly fresh: SessionStore; readonly old: SessionStore; readonly router: SessionStore } {
  const fresh = createMemorySessionStore({ clock, tag: 's' });
  const old = createMemorySessionStore({ clock, tag: 'r' });
  return { fresh, old, router: createStoreRouter([fresh, old]) };
}

sessionStoreContract({
  name: 'router over two memory stores',
  runner: { describe, it },
  open: async (context) => {
    const records = [createMemoryRecords(), createMemoryRecords()] as const;
    const router = () =>
      createStoreRouter([
        createMemorySessionStore({ ...context, tag: 's', records: records[0] }),
        createMemorySessionStore({ ...context, tag: 'm', records: records[1] }),
      ]);
    return {
      a: router(),
      b: router(),
      raw: {
        rows: async () => records[0].size().rows + records[1].size().rows,
        indexEntries: async () => records[0].size().indexEntries + records[1].size().indexEntries,
      },
      close: async () => {},
    };
  },
});

describe('the store router', () => {
  it('sends an id to the store whose tag it carries, and one without a tag to the first', async () => {
    const { fresh, old, router } = open();
    for (const id of ['s.new', 'r.old', 'taken-over', 'hash.tab']) await router.create(key(id), note(id), { expiresAt });
    expect((await fresh.list({ type: 'marker', realmId: 'acme', limit: 9 })).map((record) => record.id)).toEqual([
      'hash.tab',
      's.new',
      'taken-over',
    ]);
    expect((await old.list({ type: 'marker', realmId: 'acme', limit: 9 })).map((record) => record.id)).toEqual(['r.old']);
  });

  it('mints ids of its first store, so that a store put behind another is drained', async () => {
    const { router, old } = open();
    expect(storeTagOf(newRecordId(router, createSequentialIds()))).toBe('s');
    expect(storeTagOf(newRecordId(old, createSequentialIds()))).toBe('r');
  });

  it('ends a session of the old store, with its tombstone there', async () => {
    const { router, old } = open();
    await router.create(key('r.old'), note('old'), { expiresAt });
    expect(await router.delete(key('r.old'), { tombstoneUntil: expiresAt })).toBe(true);
    expect(await old.create(key('r.old'), note('again'), { expiresAt })).toBe(false);
  });

  it('merges pages of all stores in order of id', async () => {
    const { router } = open();
    for (const id of ['s.2', 'r.1', 's.1', 'r.2']) await router.create(key(id), note(id), { expiresAt, indexes: { user: ['alice'] } });
    const query = { type: 'marker', realmId: 'acme' } as const;
    const first = await router.list({ ...query, limit: 3 });
    const rest = await router.list({ ...query, limit: 3, after: first[2]?.id ?? '' });
    expect([...first, ...rest].map((record) => record.id)).toEqual(['r.1', 'r.2', 's.1', 's.2']);
    expect((await router.find({ ...query, index: 'user', value: 'alice', limit: 2 })).map((record) => record.id)).toEqual(['r.1', 'r.2']);
    expect(await router.count(query)).toBe(4);
    expect(await router.deleteBy({ ...query, index: 'user', value: 'alice' })).toBe(4);
  });

  it('knows nothing under a tag that no store has, and refuses to create there', async () => {
    const { router } = open();
    expect(await router.get(key('x.1'))).toBeNull();
    expect(await router.put(key('x.1'), 1, note(''), { expiresAt })).toBe(false);
    expect(await router.consume(key('x.1'))).toBeNull();
    expect(await router.delete(key('x.1'))).toBe(false);
    await expect(router.create(key('x.1'), note(''), { expiresAt })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses two stores of one tag, and none at all', () => {
    const store = createMemorySessionStore({ clock });
    expect(() => createStoreRouter([store, createMemorySessionStore({ clock })])).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
    expect(() => createStoreRouter([])).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});
