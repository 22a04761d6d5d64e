import { type Indexes, type IndexName, RECORD_TYPES, type RecordKey, type RecordType } from '@anteroom/core';
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
  /** What lets a record come here from another store. */
  ticket(key: RecordKey, ticket: string): string;
  index(scope: Scope, name: IndexName, value: string): string;
  /** Every set that the record is to be found in, as the text that is kept with it. */
  indexes(scope: Scope, indexes: Indexes | undefined): string;
  ledger(key: RecordKey): Ledger;
  ledgers(scope: Scope): readonly Ledger[];
  /** The realms that have, or had, records. */
  readonly realms: string;
  /** Pattern of every key of a realm. */
  realmPattern(realmId: string): string;
  /** What the name of a key says; null for sets and other keys. */
  parse(name: string): { readonly key: RecordKey; readonly ticket: string | null } | null;
  /** The index values that `indexes` made this text of. */
  parseIndexes(scope: Scope, text: string): Indexes;
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
  const record = ({ type, realmId, id }: RecordKey) => `${prefix}:{${plain(realmId)}:${braceless(id)}}:${type}`;
  return {
    record,
    ticket: (key, ticket) => `${record(key)}:ticket:${ticket}`,
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

    parse: (name) => {
      if (!name.startsWith(`${prefix}:{`)) return null;
      const [, realmId, id, type, ticket] = /^([^:]*):(.*)\}:([a-z-]+)(?::ticket:(.*))?$/s.exec(name.slice(prefix.length + 2)) ?? [];
      if (realmId === undefined || id === undefined || !isRecordType(type)) return null;
      return { key: { type, realmId, id: decodeURIComponent(id) }, ticket: ticket ?? null };
    },

    parseIndexes: (scope, text) => {
      const start = `${prefix}:{${plain(scope.realmId)}:${scope.type}:`.length;
      const found: { [name in IndexName]?: string[] } = {};
      for (const key of indexKeysIn(text)) {
        const [name = '', ...value] = key.slice(start, -'}:ix'.length).split(':');
        const values = found[name as IndexName] ?? [];
        found[name as IndexName] = [...values, decodeURIComponent(value.join(':'))];
      }
      return found;
    },
  };
}

export function indexKeysIn(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : JSON.parse(text);
}

function isRecordType(text: string | undefined): text is RecordType {
  return (RECORD_TYPES as readonly (string | undefined)[]).includes(text);
}

/** Without braces, so that the slot is decided by all of it. */
function braceless(text: string): string {
  return text.replace(/[%{}]/g, encodeURIComponent);
}

/** A realm's id is a UUID; one that is not must neither end the name of a key early nor be a pattern. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/gu, (character) => `%${Buffer.from(character).toString('hex')}`);
}
