import { breaking, type Mutant } from './mutant.ts';

/** Mistakes that only show when two callers come at once. */
export const raceMutants: readonly Mutant[] = [
  {
    name: 'blind consume: looks, then marks, and ignores whether the mark was its own',
    fails: ['lets exactly one of many callers consume'],
    open: breaking((store, { clock, gap }) => ({
      consume: async (key) => {
        const record = await store.get(key);
        if (record === null || record.consumedAt !== null) return null;
        await gap();
        return (await store.consume(key)) ?? { ...record, version: record.version + 1, consumedAt: clock.now() };
      },
    })),
  },
  {
    name: 'blind take: reads, then deletes, and ignores whether it deleted anything',
    fails: ['lets exactly one of many callers take'],
    open: breaking((store, { gap }) => ({
      take: async (key) => {
        const record = await store.get(key);
        if (record === null || record.consumedAt !== null) return null;
        await gap();
        await store.take(key);
        return record;
      },
    })),
  },
  {
    name: 'blind create: looks whether the id is free, then writes and claims to have won',
    fails: ['lets exactly one of many callers create'],
    open: breaking((store, { gap }) => ({
      create: async (key, value, options) => {
        if ((await store.get(key)) !== null) return false;
        await gap();
        return (await store.create(key, value, options)) || (await store.get(key)) !== null;
      },
    })),
  },
  {
    name: 'lost merge: compares the version in one step and sets in another',
    fails: [
      'lets exactly one of many writers of one version win, each round',
      'loses no change of many writers that read, change and try again',
    ],
    open: breaking((store, { gap }) => ({
      put: async (key, version, value, options) => {
        if ((await store.get(key))?.version !== version) return store.put(key, version, value, options);
        await gap();
        const now = await store.get(key);
        return now !== null && store.put(key, now.version, value, options);
      },
    })),
  },
];
