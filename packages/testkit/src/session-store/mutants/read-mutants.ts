import type { StoredRecord } from '@anteroom/core';
import { breaking, type Mutant, nameOf } from './mutant.ts';

/** Mistakes of the verbs that read. */
export const readMutants: readonly Mutant[] = [
  {
    name: 'stale read: a handle remembers what it has read until it writes itself',
    fails: ['reads through one handle what another has written, each time anew'],
    open: breaking((store, { clock }) => {
      const remembered = new Map<string, StoredRecord>();
      const forgetting =
        <A extends readonly [{ readonly type: string; readonly realmId: string; readonly id: string }, ...unknown[]], R>(
          verb: (...args: A) => Promise<R>,
        ) =>
        (...args: A) => {
          remembered.delete(nameOf(args[0]));
          return verb(...args);
        };
      return {
        get: async <T extends StoredRecord>(key: Parameters<typeof store.get>[0]) => {
          const before = remembered.get(nameOf(key));
          const record = before !== undefined && before.expiresAt > clock.now() ? before : await store.get(key);
          if (record !== null) remembered.set(nameOf(key), record);
          return structuredClone(record) as T | null;
        },
        create: forgetting(store.create),
        put: forgetting(store.put),
        consume: forgetting(store.consume),
        take: forgetting(store.take),
        delete: forgetting(store.delete),
      } as Partial<typeof store>;
    }),
  },
  {
    name: 'shared reference: hands out the object it holds',
    fails: ['hands out a copy of what it holds'],
    open: breaking((store, { shared }) => ({
      get: async (key) => {
        const record = await store.get(key);
        const held = shared.get(nameOf(key)) as typeof record | undefined;
        if (record === null || held?.version === record.version) return record === null ? null : (held ?? record);
        shared.set(nameOf(key), record);
        return record;
      },
    })),
  },
  {
    name: 'shared reference: holds the object it was given',
    fails: ['keeps a copy of what it was given'],
    open: breaking((store, { shared }) => ({
      create: async (key, value, options) => {
        const done = await store.create(key, value, options);
        if (done) shared.set(nameOf(key), value);
        return done;
      },
      put: async (key, version, value, options) => {
        const done = await store.put(key, version, value, options);
        if (done) shared.set(nameOf(key), value);
        return done;
      },
      get: async (key) => {
        const record = await store.get(key);
        const held = shared.get(nameOf(key)) as { readonly note?: string } | undefined;
        return record === null || held?.note === undefined ? record : { ...record, value: { ...record.value, note: held.note } };
      },
    })),
  },
  {
    name: 'paging off by one: a page begins with the last record of the one before',
    fails: ['lists pages in order of id that meet without overlap or gap'],
    open: breaking((store) => ({
      list: async (query) => {
        const last = query.after === undefined ? null : await store.get({ type: query.type, realmId: query.realmId, id: query.after });
        const page = await store.list(query);
        return last === null ? page : [last, ...page].slice(0, query.limit);
      },
    })),
  },
  {
    name: 'pages in order of writing, not of id',
    fails: ['finds pages in order of id that meet without overlap or gap', 'finds everything in order of id without a limit'],
    open: breaking((store) => ({ find: async (query) => (await store.find(query)).toReversed() })),
  },
  {
    name: 'counts one too many',
    fails: [
      'counts the records of a type in a realm',
      'counts the records of an index value',
      'leaves expired records out of lists, finds, counts and deletions by index',
      'does not know an id of one type under another',
    ],
    open: breaking((store) => ({
      count: async (query) => {
        const total = await store.count(query);
        return total === 0 ? 0 : total + 1;
      },
    })),
  },
];
