import type { RecordKey, RecordType, StoredRecord, WriteOptions } from '@anteroom/core';
import type { Argument, Script } from '../connection/redis-command.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import { toHash, toStored } from './record-hash.ts';
import { indexKeysIn, type RecordKeys } from './record-keys.ts';
import { CONSUME, CREATE, DELETE, FREE, PUT, TAKE } from './scripts.ts';
import { settleIndexes } from './settle-indexes.ts';

export interface RecordWriter {
  create(key: RecordKey, value: unknown, options: WriteOptions, now: number): Promise<boolean>;
  put(key: RecordKey, version: number, value: unknown, options: WriteOptions, now: number): Promise<boolean>;
  consume<T extends RecordType>(key: RecordKey<T>, now: number): Promise<StoredRecord<T> | null>;
  take<T extends RecordType>(key: RecordKey<T>, now: number): Promise<StoredRecord<T> | null>;
  delete(key: RecordKey, tombstoneUntil: number, now: number): Promise<boolean>;
  /** Frees it if it has expired; true when something was freed. */
  free(key: RecordKey, now: number): Promise<boolean>;
}

/**
 * Redis forgets a key so long after its time: the sweep has had its chance to clear its index entries, and no clock is that wrong. It is
 * a length of time and no date, so Redis's own clock does not matter.
 */
const SLACK_MS = 86_400_000;

export function createRecordWriter(redis: RedisConnection, keys: RecordKeys): RecordWriter {
  const run = (script: Script, key: RecordKey, now: number, ...args: readonly Argument[]): Promise<unknown> => {
    const record = keys.record(key);
    const { all, due, gone } = keys.ledger(key);
    const scope = redis.clustered ? [record] : [record, all, due, gone, keys.realms];
    return redis.write(record, { script, keys: scope, args: [now, key.id, key.realmId, ...args] });
  };
  const settle = async (key: RecordKey, ...lists: readonly string[]): Promise<void> => {
    if (redis.clustered) await settleIndexes(redis, keys, key, [...new Set(lists.flatMap(indexKeysIn))]);
  };
  const write = (key: RecordKey, value: unknown, options: WriteOptions, now: number) => {
    const expiresAt = options.expiresAt.getTime();
    const indexes = keys.indexes(key, options.indexes);
    return { expiresAt, indexes, args: [JSON.stringify(value), expiresAt, Math.max(expiresAt - now, 0) + SLACK_MS, indexes] as const };
  };

  return {
    create: async (key, value, options, now) => {
      const { indexes, args } = write(key, value, options, now);
      const before = await run(CREATE, key, now, ...args);
      if (before === null) return false;
      await settle(key, String(before), indexes);
      return true;
    },

    put: async (key, version, value, options, now) => {
      const { expiresAt, indexes, args } = write(key, value, options, now);
      const before = await run(PUT, key, now, ...args, version);
      if (before === null) return false;
      if (before !== indexes) await settle(key, String(before), indexes);
      else if (redis.clustered) {
        // Most writes leave the index values as they are. `XX`: whoever has deleted the record meanwhile has cleared the ledger.
        const { due } = keys.ledger(key);
        await redis.write(due, ['zadd', due, 'XX', expiresAt, key.id]);
      }
      return true;
    },

    consume: async (key, now) => {
      const hash = toHashOrNull(await run(CONSUME, key, now));
      return hash === null ? null : toStored(key.id, hash);
    },

    take: async (key, now) => {
      const hash = toHashOrNull(await run(TAKE, key, now));
      if (hash === null) return null;
      await settle(key, hash.indexes);
      return toStored(key.id, hash);
    },

    delete: async (key, tombstoneUntil, now) => {
      const [there, before] = (await run(DELETE, key, now, tombstoneUntil, SLACK_MS)) as [number, string];
      if (there === 1 || tombstoneUntil > now || before !== '') await settle(key, before);
      return there === 1;
    },

    free: async (key, now) => {
      const [freed, before] = (await run(FREE, key, now)) as [number, string];
      await settle(key, before);
      return freed === 1;
    },
  };
}

function toHashOrNull(reply: unknown) {
  return reply === null ? null : toHash(reply);
}
