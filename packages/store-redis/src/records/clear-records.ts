import { RECORD_TYPES } from '@anteroom/core';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RecordKeys } from './record-keys.ts';
import type { RecordWriter } from './write-records.ts';

/** At once, so that a sweep is no burst that others wait behind. */
const PORTION = 100;

/** Frees up to `limit` expired records and tombstones; each is judged again by its own script. */
export async function sweepRecords(
  redis: RedisConnection,
  keys: RecordKeys,
  writer: RecordWriter,
  limit: number,
  now: number,
): Promise<number> {
  let freed = 0;
  for (const realmId of (await redis.read(keys.realms, ['smembers', keys.realms])) as string[]) {
    for (const type of RECORD_TYPES) {
      const sets = keys.ledgers({ type, realmId }).flatMap(({ due, gone }) => [due, gone]);
      for (const set of sets) {
        while (freed < limit) {
          const portion = Math.min(PORTION, limit - freed);
          const ids = (await redis.read(set, ['zrangebyscore', set, '-inf', now, 'limit', 0, portion])) as string[];
          const done = await Promise.all(ids.map((id) => writer.free({ type, realmId, id }, now)));
          freed += done.filter(Boolean).length;
          if (ids.length < portion) break;
        }
      }
    }
  }
  return freed;
}

/** Everything of a realm, found by its name in the keys and not by an index. */
export async function deleteRealmRecords(redis: RedisConnection, keys: RecordKeys, realmId: string): Promise<void> {
  for (const master of redis.masters()) {
    let cursor = '0';
    do {
      const [next, found] = (await master.read(['scan', cursor, 'match', keys.realmPattern(realmId), 'count', 500])) as [string, string[]];
      await Promise.all(found.map((key) => redis.write(key, ['unlink', key])));
      cursor = next;
    } while (cursor !== '0');
  }
  await redis.write(keys.realms, ['srem', keys.realms, realmId]);
}
