import { type HeldRecord, RECORD_TYPES, type RecordKey, type RecordMoves, type RecordType } from '@anteroom/core';
import type { Argument, Script } from '../../connection/redis-command.ts';
import type { RedisConnection } from '../../connection/redis-connection.ts';
import { type RecordHash, readHash, toHash, toStored } from '../record-hash.ts';
import { indexKeysIn, type RecordKeys } from '../record-keys.ts';
import { settleIndexes } from '../settle-indexes.ts';
import { CLAIM, FREEZE, RELEASE, RESTORE } from './scripts.ts';
import { walkKeys } from './walk-keys.ts';

/** Redis forgets a key so long after its time, which the caller's clock decides. */
const SLACK_MS = 86_400_000;

/** Of keys looked at together. */
const PORTION = 500;

/** Moving records out of Redis and into it: one script per step, as for the verbs. */
export function createRedisMoves({
  redis,
  keys,
  now,
}: {
  readonly redis: RedisConnection;
  readonly keys: RecordKeys;
  readonly now: () => number;
}): RecordMoves {
  const life = (until: number) => Math.max(until - now(), 0) + SLACK_MS;
  const run = (script: Script, key: RecordKey, args: readonly Argument[], more: readonly string[] = []): Promise<unknown> => {
    const record = keys.record(key);
    const { all, due, gone } = keys.ledger(key);
    const scope = redis.clustered ? [record] : [record, all, due, gone, keys.realms];
    return redis.write(record, { script, keys: [...scope, ...more], args: [now(), key.id, key.realmId, ...args] });
  };
  const settle = async (key: RecordKey, ...lists: readonly string[]): Promise<void> => {
    if (redis.clustered) await settleIndexes(redis, keys, key, [...new Set(lists.flatMap(indexKeysIn))]);
  };
  const read = async (key: RecordKey) => toHash(await redis.read(keys.record(key), readHash(keys.record(key))));

  const toHeld = <T extends RecordType>(key: RecordKey<T>, hash: RecordHash | null): HeldRecord<T> | null => {
    if (hash === null || hash.expiresAt <= now()) return null;
    if (hash.moved) return { kind: 'moved', key };
    const ticket = hash.frozenBy;
    if (hash.tombstone) return { kind: 'tombstone', key, expiresAt: new Date(hash.expiresAt), ticket };
    return { kind: 'record', key, record: toStored<T>(key.id, hash), indexes: keys.parseIndexes(key, hash.indexes), ticket };
  };

  return {
    peek: async (key) => toHeld(key, await read(key)),

    scan: async ({ after, limit }) => {
      const { names, next } = await walkKeys(redis, after, limit);
      const found = names.map((name) => keys.parse(name)).filter((parsed) => parsed !== null && parsed.ticket === null);
      const held = await Promise.all(found.map(async (parsed) => (parsed === null ? null : toHeld(parsed.key, await read(parsed.key)))));
      return { held: held.filter((one) => one !== null && one.kind !== 'moved') as HeldRecord[], next };
    },

    size: async () => {
      const realms = (await redis.read(keys.realms, ['smembers', keys.realms])) as string[];
      const sets = realms.flatMap((realmId) => RECORD_TYPES.flatMap((type) => keys.ledgers({ type, realmId })));
      const counts = await Promise.all(
        sets.flatMap(({ due, gone }) => [due, gone]).map((set) => redis.read(set, ['zcount', set, `(${now()}`, '+inf'])),
      );
      return counts.reduce<number>((total, count) => total + Number(count), 0);
    },

    reserve: async (key, ticket, until) => {
      const name = keys.ticket(key, ticket);
      await redis.write(name, ['set', name, '1', 'px', life(until.getTime())]);
    },

    freeze: async (key, ticket) => {
      const reply = await run(FREEZE, key, [ticket]);
      return reply === null ? null : toHeld(key, toHash(reply));
    },

    restore: async (held, ticket) => {
      if (held.kind === 'moved') return false;
      const { key } = held;
      const expiresAt = (held.kind === 'record' ? held.record.expiresAt : held.expiresAt).getTime();
      const indexes = held.kind === 'record' ? keys.indexes(key, held.indexes) : '';
      const before = await run(
        RESTORE,
        key,
        [
          held.kind === 'record' ? JSON.stringify(held.record.value) : '',
          expiresAt,
          life(expiresAt),
          indexes,
          held.kind === 'record' ? held.record.version : 0,
          held.kind === 'record' ? (held.record.consumedAt?.getTime() ?? '') : '',
          held.kind,
        ],
        [keys.ticket(key, ticket)],
      );
      if (before === null) return false;
      await settle(key, String(before), indexes);
      return true;
    },

    release: async (key, ticket, until) => {
      const before = await run(RELEASE, key, [until.getTime(), life(until.getTime()), ticket]);
      if (before === null) return false;
      await settle(key, String(before));
      return true;
    },

    claim: async (key, until) => {
      const [marked, before] = (await run(CLAIM, key, [until.getTime(), life(until.getTime())])) as [number, string];
      if (before !== '') await settle(key, before);
      return marked === 1;
    },

    clear: async () => {
      let after: string | undefined;
      do {
        const { names, next } = await walkKeys(redis, after, PORTION);
        await Promise.all(names.map((name) => redis.write(name, ['unlink', name])));
        after = next ?? undefined;
      } while (after !== undefined);
      await redis.write(keys.realms, ['unlink', keys.realms]);
    },
  };
}
