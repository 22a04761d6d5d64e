import { recordSchemas, type SessionStore } from '@anteroom/core';
import { breaking, type Mutant, nameOf } from './mutant.ts';

/** Mistakes of the verbs that write. */
export const writeMutants: readonly Mutant[] = [
  {
    name: 'compare-and-set without a version: the last writer wins',
    fails: [
      'refuses a put with an old or a future version and leaves the record as it is',
      'raises the version when it consumes, so a put that was read before is refused',
      'lets exactly one of many writers of one version win, each round',
      'loses no change of many writers that read, change and try again',
    ],
    open: breaking((store) => ({
      put: async (key, _version, value, options) => {
        const now = await store.get(key);
        return now !== null && store.put(key, now.version, value, options);
      },
    })),
  },
  {
    name: 'resurrection: a put brings a deleted record back',
    fails: ['refuses a put to what was deleted, so that no write on its way brings it back'],
    open: breaking((store, { shared }) => ({
      delete: async (key, options) => {
        const there = await store.delete(key, options);
        if (there) shared.set(nameOf(key), true);
        return there;
      },
      put: async (key, version, value, options) =>
        (await store.put(key, version, value, options)) || (shared.has(nameOf(key)) && (await store.create(key, value, options))),
    })),
  },
  {
    name: 'upsert: a create writes over what is there',
    fails: [
      'refuses to create what is there and leaves it as it is',
      'consumes once, and the record stays readable as consumed',
      'lets exactly one of many callers create',
    ],
    open: breaking((store) => ({
      create: async (key, value, options) => {
        if (await store.create(key, value, options)) return true;
        const there = (await store.get(key)) !== null;
        if (there) await store.delete(key);
        return there && store.create(key, value, options);
      },
    })),
  },
  {
    name: 'consume deletes: a replay cannot be told from an unknown code',
    fails: [
      'consumes once, and the record stays readable as consumed',
      'raises the version when it consumes, so a put that was read before is refused',
      'stays consumed through a put',
      'does not take what was consumed',
      'keeps the indexes of a consumed record',
    ],
    open: breaking((store) => ({ consume: (key) => store.take(key) })),
  },
  {
    name: 'forgets that a record was consumed when it is written again',
    fails: ['stays consumed through a put'],
    open: breaking((store) => ({
      put: async (key, version, value, options) => {
        const before = await store.get(key);
        if (before?.version !== version || before.consumedAt === null) return store.put(key, version, value, options);
        await store.delete(key);
        return store.create(key, value, options);
      },
    })),
  },
  {
    name: 'keeps the expiry a record was created with',
    fails: ['moves the expiry with a put, forward and back'],
    open: breaking((store) => ({
      put: async (key, version, value, options) => {
        const before = await store.get(key);
        return store.put(key, version, value, { ...options, expiresAt: before?.expiresAt ?? options.expiresAt });
      },
    })),
  },
  {
    name: 'index not updated: a put leaves the values of the create in the index',
    fails: ['replaces the index values of a record with a put'],
    open: breaking((store, { shared }) => ({
      create: (key, value, options) => {
        shared.set(nameOf(key), options.indexes);
        return store.create(key, value, options);
      },
      put: (key, version, value, { expiresAt }) => {
        const indexes = shared.get(nameOf(key)) as Parameters<SessionStore['put']>[3]['indexes'];
        return store.put(key, version, value, indexes === undefined ? { expiresAt } : { expiresAt, indexes });
      },
    })),
  },
  {
    name: 'drops the fields it does not know',
    fails: ['keeps fields it does not know, at every depth'],
    open: breaking((store) => {
      const known = <T extends object>(type: keyof typeof recordSchemas, value: T): T =>
        Object.fromEntries(Object.entries(value).filter(([field]) => field in recordSchemas[type].shape)) as T;
      return {
        create: (key, value, options) => store.create(key, known(key.type, value), options),
        put: (key, version, value, options) => store.put(key, version, known(key.type, value), options),
      };
    }),
  },
];
