import type { RecordKey } from '@anteroom/core';
import { breaking, type Mutant, nameOf } from './mutant.ts';

/** Mistakes about when a record ends, and where it may be seen. */
export const endMutants: readonly Mutant[] = [
  {
    name: 'no tombstone: a delete only deletes',
    fails: [
      'refuses to create or change a tombstoned id, and gives nothing for it',
      'tombstones an id that was never written, for the create on its way',
      'lifts a tombstone when its time is over, not before',
      'neither lifts nor shortens a tombstone by another delete',
      'keeps a tombstone until its time is over and frees it then',
    ],
    open: breaking((store) => ({ delete: (key) => store.delete(key) })),
  },
  {
    name: 'no tombstone for what is deleted by index',
    fails: ['tombstones each record that it deletes by index when asked to'],
    open: breaking((store) => ({ deleteBy: (query) => store.deleteBy(query) })),
  },
  {
    name: 'expiry by a clock of its own, which stands still here',
    fails: [
      'gives a record until the moment it expires by the given clock, and not from then on',
      'lets an expired id be created again at version 1, with nothing left of the old record',
      'neither changes, consumes, takes nor deletes an expired record',
      'leaves expired records out of lists, finds, counts and deletions by index',
      'moves the expiry with a put, forward and back',
      'consumes once, and the record stays readable as consumed',
      'lifts a tombstone when its time is over, not before',
      'frees expired records with their index entries, and no unexpired one',
      'frees at most as many as it was asked to, over all types',
      'keeps a tombstone until its time is over and frees it then',
      'is safe to run twice at once',
    ],
    open: (correct) => async (context) => {
      const start = context.clock.now();
      return correct({ clock: { now: () => new Date(start) } });
    },
  },
  {
    name: 'mixed namespaces: all types share one set of ids',
    fails: ['does not know an id of one type under another', 'keeps online and offline session of one id apart'],
    open: breaking((store) => inOneType(store)),
  },
  {
    name: 'mixed realms: all realms share one set of ids',
    fails: ['does not know an id of one realm in another', 'removes everything of a deleted realm and nothing of another'],
    open: breaking((store) => {
      const same = <K extends { readonly realmId: string }>(key: K): K => ({ ...key, realmId: 'one realm' });
      return {
        get: (key) => store.get(same(key)),
        create: (key, value, options) => store.create(same(key), value, options),
        put: (key, version, value, options) => store.put(same(key), version, value, options),
        consume: (key) => store.consume(same(key)),
        take: (key) => store.take(same(key)),
        delete: (key, options) => store.delete(same(key), options),
        find: (query) => store.find(same(query)),
        deleteBy: (query, options) => store.deleteBy(same(query), options),
        list: (query) => store.list(same(query)),
        count: (query) => store.count(same(query)),
        deleteRealm: () => store.deleteRealm('one realm'),
      };
    }),
  },
  {
    name: 'double sweep: frees a live record along with the expired ones',
    fails: ['frees expired records with their index entries, and no unexpired one', 'is safe to run twice at once'],
    open: breaking((store, { shared }) => ({
      create: (key, value, options) => {
        shared.set(nameOf(key), key);
        return store.create(key, value, options);
      },
      sweep: async (limit) => {
        const freed = await store.sweep(limit);
        for (const key of freed > 0 ? shared.values() : [])
          if ((await store.get(key as RecordKey)) !== null) await store.delete(key as RecordKey);
        return freed;
      },
    })),
  },
  {
    name: 'sweeps without a limit',
    fails: ['frees at most as many as it was asked to, over all types'],
    open: breaking((store) => ({ sweep: () => store.sweep(1000) })),
  },
  {
    name: 'deletes the first record of an index value only',
    fails: [
      'deletes the records of an index value, all of them and no other',
      'tombstones each record that it deletes by index when asked to',
    ],
    open: breaking((store) => ({
      deleteBy: async (query, options) => {
        const [first] = await store.find({ ...query, limit: 1 });
        return first !== undefined && (await store.delete({ type: query.type, realmId: query.realmId, id: first.id }, options)) ? 1 : 0;
      },
    })),
  },
];

/** Ids go to one table whatever their type, as when a type column is left out of the key. */
function inOneType(store: Parameters<Parameters<typeof breaking>[0]>[0]): ReturnType<Parameters<typeof breaking>[0]> {
  const one = <K extends { readonly type: string }>(key: K) => ({ ...key, type: 'marker' as const });
  const mixed = {
    get: (key: RecordKey) => store.get(one(key)),
    create: (key: RecordKey, value: never, options: Parameters<typeof store.create>[2]) => store.create(one(key), value, options),
    put: (key: RecordKey, version: number, value: never, options: Parameters<typeof store.put>[3]) =>
      store.put(one(key), version, value, options),
    consume: (key: RecordKey) => store.consume(one(key)),
    take: (key: RecordKey) => store.take(one(key)),
    delete: (key: RecordKey, options?: Parameters<typeof store.delete>[1]) => store.delete(one(key), options),
    find: (query: Parameters<typeof store.find>[0]) => store.find(one(query)),
    deleteBy: (query: Parameters<typeof store.deleteBy>[0], options?: Parameters<typeof store.deleteBy>[1]) =>
      store.deleteBy(one(query), options),
    list: (query: Parameters<typeof store.list>[0]) => store.list(one(query)),
    count: (query: Parameters<typeof store.count>[0]) => store.count(one(query)),
  };
  return mixed as unknown as ReturnType<Parameters<typeof breaking>[0]>;
}
