import type { Clock, SessionStore } from '@anteroom/core';
import type { RedisConnection } from './connection/redis-connection.ts';
import { deleteRealmRecords, sweepRecords } from './records/clear-records.ts';
import { createRecordFinder } from './records/find-records.ts';
import { createRedisMoves } from './records/moves/redis-moves.ts';
import { isRecord, readHash, toHash, toStored } from './records/record-hash.ts';
import { createRecordKeys } from './records/record-keys.ts';
import { createRecordWriter } from './records/write-records.ts';

export interface RedisSessionStoreDependencies {
  /** From `openRedis`; closed with the store. */
  readonly redis: RedisConnection;
  readonly clock: Clock;
  /** Otherwise the one its address names, otherwise `r`. */
  readonly tag?: string;
}

/** Deleted at once, so that others get a turn. */
const PORTION = 200;

/** The session plane in Redis. A write that resolved was done by the master and is with its replicas. */
export function createRedisSessionStore({ redis, clock, tag = redis.tag ?? 'r' }: RedisSessionStoreDependencies): SessionStore {
  const keys = createRecordKeys(redis);
  const writer = createRecordWriter(redis, keys);
  const finder = createRecordFinder(redis, keys);
  const now = () => clock.now().getTime();

  return {
    tag,

    get: async (key) => {
      const name = keys.record(key);
      const hash = toHash(await redis.read(name, readHash(name)));
      return isRecord(hash, now()) ? toStored(key.id, hash) : null;
    },

    create: (key, value, options) => writer.create(key, value, options, now()),
    put: (key, version, value, options) => writer.put(key, version, value, options, now()),
    consume: (key) => writer.consume(key, now()),
    take: (key) => writer.take(key, now()),
    delete: (key, options) => writer.delete(key, options?.tombstoneUntil?.getTime() ?? 0, now()),

    find: (query) => finder.find(query, now()),
    list: (query) => finder.find(query, now()),
    count: (query) => finder.count(query, now()),

    deleteBy: async ({ type, realmId, index, value }, options) => {
      const until = options?.tombstoneUntil?.getTime() ?? 0;
      let total = 0;
      let after: string | undefined;
      do {
        const page = await finder.find({ type, realmId, index, value, limit: PORTION, ...(after === undefined ? {} : { after }) }, now());
        const deleted = await Promise.all(page.map(({ id }) => writer.delete({ type, realmId, id }, until, now())));
        total += deleted.filter(Boolean).length;
        after = page.length < PORTION ? undefined : page.at(-1)?.id;
      } while (after !== undefined);
      return total;
    },

    deleteRealm: (realmId) => deleteRealmRecords(redis, keys, realmId),
    sweep: (limit) => sweepRecords(redis, keys, writer, limit, now()),
    ping: () => redis.ping(),
    close: () => redis.close(),

    moves: createRedisMoves({ redis, keys, now }),
  };
}
