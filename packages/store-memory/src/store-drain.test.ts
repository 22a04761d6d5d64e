import {
  AnteroomError,
  checkPlaces,
  createStoreRouter,
  createStoreView,
  getStoreChange,
  newRecordId,
  type RecordKey,
  type SessionStore,
  type StorePlaces,
} from '@anteroom/core';
import { createMemoryStoreChanges, createSequentialIds, sessionStoreContract } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createMemoryRecords, createMemorySessionStore, type MemoryRecords } from './index.ts';
import { openMovingStores } from './test-rig/moving-stores.ts';

const key = (id: string, realmId = 'acme'): RecordKey<'marker'> => ({ type: 'marker', realmId, id });
const note = (text: string) => ({ v: 1 as const, note: text });
const ofAlice = { type: 'marker', realmId: 'acme', index: 'user', value: 'alice' } as const;
const movingFrom = (from: string): StorePlaces => ({
  v: 1,
  epoch: 2,
  untagged: from,
  homes: {},
  change: { id: 'change', from: [from], to: 's', state: 'moving', moved: 0, remaining: 0, startedAt: 0, finishedAt: null },
});
const moving = movingFrom('r');

sessionStoreContract({
  name: 'router whose first store is being emptied',
  runner: { describe, it },
  open: async ({ clock }) => {
    const records = [createMemoryRecords(), createMemoryRecords()] as const;
    const changes = createMemoryStoreChanges(movingFrom('m'));
    const ids = createSequentialIds();
    const router = async (process: string) => {
      const view = createStoreView({ changes, tags: ['m', 's'], process });
      const stores = [
        createMemorySessionStore({ clock, tag: 'm', records: records[0] }),
        createMemorySessionStore({ clock, tag: 's', records: records[1] }),
      ];
      // The first knows of the change, the second hears of it with its first call.
      if (process === 'a') await view.poll();
      return createStoreRouter(stores, { view, clock, ids });
    };
    const unmoved = (one: MemoryRecords) => [...one.entries()].filter(([, row]) => !row.moved).length;
    return {
      a: await router('a'),
      b: await router('b'),
      raw: {
        rows: async () => unmoved(records[0]) + unmoved(records[1]),
        indexEntries: async () => records[0].size().indexEntries + records[1].size().indexEntries,
      },
      close: async () => {},
    };
  },
});

describe('a change of session store', () => {
  const expiresAt = new Date('2030-01-01T01:00:00.000Z');

  it('moves everything, of all realms, and new ids are the target’s', async () => {
    const { r, s, routers, drain, changes } = openMovingStores();
    const [one, other] = routers;
    expect(newRecordId(one, createSequentialIds())).toMatch(/^r\./);
    await one.create(key('r.1'), note('tagged'), { expiresAt, indexes: { user: ['alice'] } });
    await one.create(key('untagged', 'another'), note('untagged'), { expiresAt });
    await one.delete(key('r.gone'), { tombstoneUntil: expiresAt });
    await one.create(key('r.used'), note('used'), { expiresAt });
    await one.consume(key('r.used'));
    await drain('s');
    expect([await r.moves?.size(), await s.moves?.size()]).toEqual([0, 4]);
    expect(newRecordId(other, createSequentialIds())).toMatch(/^s\./);
    expect((await other.find(ofAlice)).map((record) => record.id)).toEqual(['r.1']);
    expect((await other.get(key('untagged', 'another')))?.value.note).toBe('untagged');
    expect(await other.create(key('r.gone'), note('again'), { expiresAt })).toBe(false);
    expect(await other.consume(key('r.used'))).toBeNull();
    expect(await getStoreChange(changes)).toMatchObject({ from: ['r'], to: 's', state: 'finished', moved: 4, remaining: 0 });
  });

  it('brings ids home again on the way back', async () => {
    const { r, routers, drain } = openMovingStores();
    const [one, other] = routers;
    await one.create(key('r.1'), note('first'), { expiresAt });
    await one.create(key('r.2'), note('deleted there'), { expiresAt });
    await drain('s');
    await other.create(key('r.late'), note('late'), { expiresAt });
    await other.take(key('r.2'));
    await drain('r');
    expect((await r.list({ type: 'marker', realmId: 'acme', limit: 9 })).map((record) => record.id)).toEqual(['r.1', 'r.late']);
    expect(await one.create(key('r.2'), note('again'), { expiresAt })).toBe(true);
    expect(one.tag).toBe('r');
  });

  it('needs the old store no more when it is finished', async () => {
    const { s, routers, drain, changes, clock, ids } = openMovingStores();
    await routers[0].create(key('r.1'), note('first'), { expiresAt });
    await drain('s');
    const view = createStoreView({ changes, tags: ['s'], process: 'restarted' });
    await view.poll();
    const alone = createStoreRouter([s], { view, clock, ids });
    expect((await alone.get(key('r.1')))?.value.note).toBe('first');
    expect(await alone.create(key('untagged'), note('new'), { expiresAt })).toBe(true);
  });

  it('moves nothing when a process does not know the target, and says which', async () => {
    const { r, drain, changes } = openMovingStores();
    await r.create(key('r.1'), note('first'), { expiresAt });
    const stranger = createStoreView({ changes, tags: ['r'], process: 'stranger' });
    await expect(drain('s', { meanwhile: () => stranger.poll() })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('stranger'),
    });
    expect([await r.moves?.size(), await getStoreChange(changes)]).toEqual([1, null]);
  });

  it('is refused while another command runs it', async () => {
    const { drain, leases } = openMovingStores();
    await leases.take('session-store-drain', 'another', 60);
    await expect(drain('s')).rejects.toMatchObject({ code: 'busy' });
  });

  it('is refused for a store that is not there, that cannot move, or while a change to another is half-way', async () => {
    const { drain, r, s, changes } = openMovingStores();
    await expect(drain('x')).rejects.toMatchObject({ code: 'configuration' });
    const { moves: _, ...fixed } = s;
    await expect(drain('s', { stores: [r, fixed] })).rejects.toMatchObject({ code: 'configuration' });
    await changes.put(0, moving);
    await expect(drain('r')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('goes on by itself when a store was away', async () => {
    const { r, s, drain, routers } = openMovingStores();
    for (const id of ['r.1', 'r.2', 'r.3']) await routers[0].create(key(id), note(id), { expiresAt });
    let refusals = 3;
    const trouble: string[] = [];
    const away: SessionStore = {
      ...s,
      moves: {
        ...(s.moves as NonNullable<SessionStore['moves']>),
        restore: async (held, ticket) => {
          refusals -= 1;
          if (refusals >= 0) throw new AnteroomError('store_unavailable', 'away');
          return (s.moves as NonNullable<SessionStore['moves']>).restore(held, ticket);
        },
      },
    };
    await drain('s', { stores: [r, away], listener: { trouble: (error) => trouble.push(error.message) } });
    expect(trouble).toEqual(['away', 'away', 'away']);
    expect(await routers[1].count({ type: 'marker', realmId: 'acme' })).toBe(3);
  });

  it('reads what is frozen while the target is away, and refuses to change it', async () => {
    const { r, s, changes, clock, ids } = openMovingStores();
    await r.create(key('r.1'), note('first'), { expiresAt });
    await changes.put(0, moving);
    const away = async () => {
      throw new AnteroomError('store_unavailable', 'away');
    };
    const target: SessionStore = { ...s, moves: { ...(s.moves as NonNullable<SessionStore['moves']>), restore: away } };
    const view = createStoreView({ changes, tags: ['r', 's'], process: 'one' });
    await view.poll();
    const router = createStoreRouter([r, target], { view, clock, ids });
    await expect(router.consume(key('r.1'))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect((await router.get(key('r.1')))?.value.note).toBe('first');
    expect((await createStoreRouter([r, s], { view, clock, ids }).consume(key('r.1')))?.value.note).toBe('first');
  });

  it('has nothing to do when everything is there already', async () => {
    const { drain } = openMovingStores();
    await drain('s');
    expect(await drain('s')).toMatchObject({ state: 'finished', from: ['r'], to: 's' });
  });

  it('empties several stores into one', async () => {
    const { r, s, drain, clock } = openMovingStores();
    const t = createMemorySessionStore({ clock, tag: 't' });
    await r.create(key('r.1'), note('first'), { expiresAt });
    await s.create(key('s.1'), note('second'), { expiresAt });
    await drain('t', { stores: [r, s, t], meanwhile: async () => {} });
    expect((await t.list({ type: 'marker', realmId: 'acme', limit: 9 })).map((record) => record.id)).toEqual(['r.1', 's.1']);
  });

  it('ends all of a user’s records and all of a realm’s, in both stores', async () => {
    const { r, s, changes, routers, views } = openMovingStores();
    for (const id of ['r.1', 'r.2']) await r.create(key(id), note(id), { expiresAt, indexes: { user: ['alice'] } });
    await s.create(key('s.3'), note('s.3'), { expiresAt, indexes: { user: ['alice'] } });
    await r.create(key('r.4'), note('r.4'), { expiresAt });
    await changes.put(0, moving);
    await views[0].poll();
    expect((await routers[0].find({ ...ofAlice, limit: 2 })).map((record) => record.id)).toEqual(['r.1', 'r.2']);
    expect(await routers[0].deleteBy(ofAlice, { tombstoneUntil: expiresAt })).toBe(3);
    for (const id of ['r.1', 's.3']) expect(await routers[1].create(key(id), note('again'), { expiresAt })).toBe(false);
    await routers[0].deleteRealm('acme');
    expect([await r.moves?.size(), await s.moves?.size()]).toEqual([0, 0]);
  });

  it('does not let a process start that lacks a store in which its records lie', () => {
    const moved = { ...moving, homes: { r: 's' }, change: null };
    expect(() => checkPlaces(['r'], moved)).toThrow(expect.objectContaining({ code: 'configuration' }));
    expect(() => checkPlaces(['r'], moving)).toThrow(expect.objectContaining({ code: 'configuration' }));
    expect(() => checkPlaces(['s'], moving)).toThrow(expect.objectContaining({ code: 'configuration' }));
    for (const tags of [['s'], ['r', 's']]) expect(() => checkPlaces(tags, moved)).not.toThrow();
  });
});
