import { expect, it } from '@jest/globals';
import { type PromisingStore, persistenceTags } from './persistence-tags.ts';
import { kindOf, promiseOf } from './store-promises.ts';

const ADDRESSES = {
  s: 'sql',
  m: 'memory',
  r: 'redis://localhost',
  n: 'redis+sentinel://a:1,b:2/main',
  x: 'module:./store.js',
} as const;

const stores = (tags: string, database: 'sqlite' | 'postgres'): readonly PromisingStore[] =>
  [...tags].map((tag) => {
    const address = ADDRESSES[tag as keyof typeof ADDRESSES];
    return { tag, kind: kindOf(address), promise: promiseOf(address, database) };
  });

it.each([
  ['s', 'sqlite', 's', 's'],
  ['m', 'sqlite', 'm', 'm'],
  ['sm', 'sqlite', 's', 'm'],
  ['ms', 'sqlite', 's', 'm'],
  ['rs', 'postgres', 's', 'r'],
  ['sn', 'postgres', 'n', 'n'],
  ['xs', 'sqlite', 's', 'x'],
  ['rm', 'sqlite', 'r', 'm'],
] as const)('of %s over %s, %s is the durable store and %s the fast one', (tags, database, durable, fast) => {
  const tagFor = persistenceTags(stores(tags, database));
  expect([tagFor('durable'), tagFor('fast')]).toEqual([durable, fast]);
});
