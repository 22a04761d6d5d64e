import { AnteroomError } from '../errors.ts';
import { storeTagOf } from './record-id.ts';
import type { RecordType } from './records.ts';
import type { RecordKey, SessionStore, StoredRecord } from './session-store.ts';

/**
 * Several stores as one (settled 7): an id that carries a tag goes to the store of that tag, an id without one to the first. Index
 * queries, lists and sweeps look at all of them. New ids are minted with the first store's tag, so putting another store first drains
 * the old one. An id with a tag nobody has names nothing; creating one is a mistake of the caller.
 */
export function createStoreRouter(stores: readonly SessionStore[]): SessionStore {
  const first = stores[0];
  if (first === undefined) throw new AnteroomError('configuration', 'a session store is needed');
  const byTag = new Map(stores.map((store) => [store.tag, store]));
  if (byTag.size !== stores.length) throw new AnteroomError('configuration', 'two session stores have the same tag');
  if (stores.length === 1) return first;

  const storeOf = (key: RecordKey): SessionStore | null => {
    const tag = storeTagOf(key.id);
    return tag === null ? first : (byTag.get(tag) ?? null);
  };
  const sum = async (count: (store: SessionStore) => Promise<number>) => {
    const counts = await Promise.all(stores.map(count));
    return counts.reduce((total, one) => total + one, 0);
  };
  const each = async (visit: (store: SessionStore) => Promise<void>) => {
    await Promise.all(stores.map(visit));
  };

  return {
    tag: first.tag,
    get: async (key) => (await storeOf(key)?.get(key)) ?? null,
    create: async (key, value, options) => {
      const store = storeOf(key);
      if (store === null) throw new AnteroomError('invalid_input', `no session store has the tag of a new ${key.type} id`);
      return store.create(key, value, options);
    },
    put: async (key, version, value, options) => (await storeOf(key)?.put(key, version, value, options)) ?? false,
    consume: async (key) => (await storeOf(key)?.consume(key)) ?? null,
    take: async (key) => (await storeOf(key)?.take(key)) ?? null,
    delete: async (key, options) => (await storeOf(key)?.delete(key, options)) ?? false,
    find: async (query) => merge(await Promise.all(stores.map((store) => store.find(query))), query.limit),
    deleteBy: (query, options) => sum((store) => store.deleteBy(query, options)),
    list: async (query) => merge(await Promise.all(stores.map((store) => store.list(query))), query.limit),
    count: (query) => sum((store) => store.count(query)),
    deleteRealm: (realmId) => each((store) => store.deleteRealm(realmId)),
    sweep: async (limit) => {
      let freed = 0;
      for (const store of stores) if (freed < limit) freed += await store.sweep(limit - freed);
      return freed;
    },
    ping: () => each((store) => store.ping()),
    close: () => each((store) => store.close()),
  };
}

/** Pages of several stores as one page: each is in order of id and begins behind the same `after`. */
function merge<T extends RecordType>(
  pages: readonly (readonly StoredRecord<T>[])[],
  limit: number | undefined,
): readonly StoredRecord<T>[] {
  const all = pages.flat().sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  return limit === undefined ? all : all.slice(0, limit);
}
