import type { RedisConnection } from '../../connection/redis-connection.ts';

/** Where a walk over all keys is: a master, and its cursor there. */
type Place = readonly [master: number, cursor: string];

export interface KeyPage {
  readonly names: readonly string[];
  readonly next: string | null;
}

/** A page of the keys of all masters, found by `SCAN` and not by an index; some may come twice. */
export async function walkKeys(redis: RedisConnection, after: string | undefined, limit: number): Promise<KeyPage> {
  const [at, from]: Place = after === undefined ? [0, '0'] : JSON.parse(after);
  const master = redis.masters()[at];
  if (master === undefined) return { names: [], next: null };
  const [cursor, names] = (await master.read(['scan', from, 'match', `${redis.prefix}:{*`, 'count', limit])) as [string, string[]];
  if (cursor !== '0') return { names, next: JSON.stringify([at, cursor]) };
  return { names, next: at + 1 < redis.masters().length ? JSON.stringify([at + 1, '0']) : null };
}
