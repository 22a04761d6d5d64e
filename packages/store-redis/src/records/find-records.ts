import type { IndexName, RecordType, StoredRecord } from '@anteroom/core';
import type { RedisConnection } from '../connection/redis-connection.ts';
import { isRecord, type RecordHash, readHash, toHash, toStored } from './record-hash.ts';
import { indexKeysIn, type RecordKeys } from './record-keys.ts';
import { settleIndexes } from './settle-indexes.ts';

export interface RecordQuery<T extends RecordType = RecordType> {
  readonly type: T;
  readonly realmId: string;
  readonly index?: IndexName;
  readonly value?: string;
  readonly after?: string;
  readonly limit?: number;
}

export interface RecordFinder {
  find<T extends RecordType>(query: RecordQuery<T>, now: number): Promise<readonly StoredRecord<T>[]>;
  count(query: RecordQuery, now: number): Promise<number>;
}

const PAGE = 500;

/** Sets name ids, in order; what is given out is what the records themselves say. An entry without its record is cleared away. */
export function createRecordFinder(redis: RedisConnection, keys: RecordKeys): RecordFinder {
  const idsIn = async (set: string, after: string | undefined, limit: number) =>
    (await redis.read(set, ['zrangebylex', set, after === undefined ? '-' : `(${after}`, '+', 'limit', 0, limit])) as string[];

  /** Up to `limit` ids behind `after`, of all sets together. */
  const idsBehind = async (sets: readonly string[], after: string | undefined, limit: number): Promise<readonly string[]> => {
    const pages = await Promise.all(sets.map((set) => idsIn(set, after, limit)));
    const ids = pages.flat();
    return (sets.length === 1 ? ids : ids.sort(byBytes)).slice(0, limit);
  };

  /** Live records behind `after`, page by page. */
  async function* pages(query: RecordQuery, now: number, size: number): AsyncGenerator<readonly (readonly [string, RecordHash])[]> {
    const { type, realmId, index, value } = query;
    const set = index === undefined || value === undefined ? null : keys.index(query, index, value);
    const sets = set === null ? keys.ledgers(query).map(({ all }) => all) : [set];
    let after = query.after;
    for (;;) {
      const ids = await idsBehind(sets, after, size);
      yield await livesOf(
        ids.map((id) => ({ type, realmId, id })),
        set,
        now,
      );
      after = ids.at(-1);
      if (ids.length < size || after === undefined) return;
    }
  }

  const livesOf = async (
    found: readonly { readonly type: RecordType; readonly realmId: string; readonly id: string }[],
    set: string | null,
    now: number,
  ) => {
    const hashes = await Promise.all(found.map(async (key) => toHash(await redis.read(keys.record(key), readHash(keys.record(key))))));
    const lives: (readonly [string, RecordHash])[] = [];
    for (const [at, key] of found.entries()) {
      const hash = hashes[at] ?? null;
      const isHeld = hash !== null && !hash.tombstone && (set === null || indexKeysIn(hash.indexes).includes(set));
      if (!isHeld) await settleIndexes(redis, keys, key, set === null ? [] : [set]);
      else if (isRecord(hash, now)) lives.push([key.id, hash]);
    }
    return lives;
  };

  return {
    find: async <T extends RecordType>(query: RecordQuery<T>, now: number) => {
      const limit = query.limit ?? Number.POSITIVE_INFINITY;
      const found: StoredRecord<T>[] = [];
      if (limit <= 0) return found;
      for await (const page of pages(query, now, Math.min(limit, PAGE))) {
        for (const [id, hash] of page) if (found.length < limit) found.push(toStored<T>(id, hash));
        if (found.length >= limit) break;
      }
      return found;
    },

    count: async (query, now) => {
      if (query.index !== undefined && query.value !== undefined) {
        let total = 0;
        for await (const page of pages({ ...query, index: query.index, value: query.value }, now, PAGE)) total += page.length;
        return total;
      }
      const counts = await Promise.all(keys.ledgers(query).map(({ due }) => redis.read(due, ['zcount', due, `(${now}`, '+inf'])));
      return counts.reduce<number>((total, one) => total + Number(one), 0);
    },
  };
}

/** As Redis orders them. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
