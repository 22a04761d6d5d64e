import { randomUUID } from 'node:crypto';
import { createMemoryLog, type OpenSessionStore } from '@anteroom/testkit';
import { openRedis, type RedisConnection } from '../index.ts';
import { createRedisSessionStore } from '../redis-session-store.ts';

/** Two connections to one Redis, each case under a prefix of its own. */
export function openRedisPair(url: () => string): OpenSessionStore {
  return async ({ clock }) => {
    const own = `${url()}${url().includes('?') ? '&' : '?'}prefix=test-${randomUUID()}`;
    const [one, other] = await Promise.all([1, 2].map(() => openRedis({ url: own, log: createMemoryLog() })));
    if (one === undefined || other === undefined) throw new Error('two connections are needed');
    const handles = [createRedisSessionStore({ redis: one, clock }), createRedisSessionStore({ redis: other, clock })] as const;
    return {
      a: handles[0],
      b: handles[1],
      raw: {
        rows: async () => (await keysOf(one)).filter((key) => /\}:(?!ix$|all$|due$|gone$)[a-z-]+$/.test(key)).length,
        indexEntries: async () => {
          const sets = (await keysOf(one)).filter((key) => key.endsWith('}:ix'));
          const sizes = await Promise.all(sets.map((set) => one.read(set, ['zcard', set])));
          return sizes.reduce<number>((total, size) => total + Number(size), 0);
        },
      },
      close: async () => {
        await Promise.all((await keysOf(one)).map((key) => one.write(key, ['unlink', key])));
        await Promise.all(handles.map((handle) => handle.close()));
      },
    };
  };
}

async function keysOf(redis: RedisConnection): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const master of redis.masters()) {
    let cursor = '0';
    do {
      const [next, keys] = (await master.read(['scan', cursor, 'match', `${redis.prefix}:*`, 'count', 1000])) as [string, string[]];
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  found.delete(`${redis.prefix}:beat`);
  return [...found];
}
