import type { RecordKey } from '@anteroom/core';
import type { RedisConnection } from '../connection/redis-connection.ts';
import { type RecordHash, readHash, toHash } from './record-hash.ts';
import { indexKeysIn, type RecordKeys } from './record-keys.ts';

const ROUNDS = 5;

/**
 * Makes the sets agree with the record, wherever they lie: those in `touched` and the ledger. The record is what counts; it is looked at
 * again afterwards, so that of two writers (or a writer and a reader that repairs) the later state wins whoever comes last.
 */
export async function settleIndexes(redis: RedisConnection, keys: RecordKeys, key: RecordKey, touched: readonly string[]): Promise<void> {
  const read = async () => toHash(await redis.read(keys.record(key), readHash(keys.record(key))));
  let state = await read();
  for (let round = 0; round < ROUNDS; round += 1) {
    await apply(redis, keys, key, touched, state);
    const after = await read();
    if (after?.version === state?.version && after?.expiresAt === state?.expiresAt && after?.indexes === state?.indexes) return;
    state = after;
  }
}

async function apply(
  redis: RedisConnection,
  keys: RecordKeys,
  key: RecordKey,
  touched: readonly string[],
  state: RecordHash | null,
): Promise<void> {
  const held = new Set(indexKeysIn(state?.indexes ?? null));
  const { all, due, gone } = keys.ledger(key);
  const add = (set: string, score: number) => redis.write(set, ['zadd', set, score, key.id]);
  const remove = (set: string) => redis.write(set, ['zrem', set, key.id]);
  const isThere = state !== null && !state.tombstone;
  await Promise.all([
    ...touched.map((set) => (held.has(set) ? add(set, 0) : remove(set))),
    isThere ? add(all, 0) : remove(all),
    isThere ? add(due, state.expiresAt) : remove(due),
    state?.tombstone && !state.moved ? add(gone, state.expiresAt) : remove(gone),
    ...(state === null ? [] : [redis.write(keys.realms, ['sadd', keys.realms, key.realmId])]),
  ]);
}
