import type { Indexes, IndexName, RecordKey } from '@anteroom/core';
import { keySlot } from '../connection/key-slot.ts';

type Scope = Pick<RecordKey, 'type' | 'realmId'>;

/** The sets that say what there is of a type in a realm; all of one shard lie in one slot. */
export interface Ledger {
  /** Ids of records, in order of id (all scores are 0). */
  readonly all: string;
  /** Ids of records by expiry. */
  readonly due: string;
  /** Ids of tombstones by the end of their time. */
  readonly gone: string;
}

/** Names of keys. What stands in braces decides the slot: everything of one record id, one index value, one shard lies together. */
export interface RecordKeys {
  record(key: RecordKey): string;
  index(scope: Scope, name: IndexName, value: string): string;
  /** Every set that the record is to be found in, as the text that is kept with it. */
  indexes(scope: Scope, indexes: Indexes | undefined): string;
  ledger(key: RecordKey): Ledger;
  ledgers(scope: Scope): readonly Ledger[];
  /** The realms that have, or had, records. */
  readonly realms: string;
  /** Pattern of every key of a realm. */
  realmPattern(realmId: string): string;
}

/** In a cluster one realm must not lie on one master. */
const SHARDS = 16;

export function createRecordKeys({ prefix, clustered }: { readonly prefix: string; readonly clustered: boolean }): RecordKeys {
  const shards = clustered ? SHARDS : 1;
  const index = (scope: Scope, name: IndexName, value: string) =>
    `${prefix}:{${plain(scope.realmId)}:${scope.type}:${name}:${braceless(value)}}:ix`;
  const shard = (scope: Scope, number: number): Ledger => {
    const name = `${prefix}:{${plain(scope.realmId)}:${scope.type}:${number}}`;
    return { all: `${name}:all`, due: `${name}:due`, gone: `${name}:gone` };
  };
  return {
    record: ({ type, realmId, id }) => `${prefix}:{${plain(realmId)}:${braceless(id)}}:${type}`,
    index,
    indexes: (scope, indexes) => {
      const keys = Object.entries(indexes ?? {}).flatMap(([name, values]) =>
        (values ?? []).map((value) => index(scope, name as IndexName, value)),
      );
      return keys.length === 0 ? '' : JSON.stringify([...new Set(keys)].sort());
    },
    ledger: (key) => shard(key, shards === 1 ? 0 : keySlot(key.id) % shards),
    ledgers: (scope) => Array.from({ length: shards }, (_, number) => shard(scope, number)),
    realms: `${prefix}:realms`,
    realmPattern: (realmId) => `${prefix}:{${plain(realmId)}:*`,
  };
}

export function indexKeysIn(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : JSON.parse(text);
}

/** Without braces, so that the slot is decided by all of it. */
function braceless(text: string): string {
  return text.replace(/[%{}]/g, encodeURIComponent);
}

/** A realm's id is a UUID; one that is not must neither end the name of a key early nor be a pattern. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/gu, (character) => `%${Buffer.from(character).toString('hex')}`);
}
