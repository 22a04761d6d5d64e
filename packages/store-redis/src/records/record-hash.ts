import type { RecordType, StoredRecord } from '@anteroom/core';
import type { PlainCommand } from '../connection/redis-command.ts';

/** Fields of a record's hash, in this order. */
type Fields = readonly [
  version: string | null,
  value: string | null,
  expires: string | null,
  consumed: string | null,
  tombstone: string | null,
  indexes: string | null,
  frozen: string | null,
];

/** What lies under a record's key. */
export interface RecordHash {
  readonly version: number;
  readonly value: string;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
  /** Of a tombstone or a moved mark. */
  readonly tombstone: boolean;
  readonly moved: boolean;
  /** The ticket of whoever is moving it to another store. */
  readonly frozenBy: string | null;
  /** As `RecordKeys.indexes` wrote them. */
  readonly indexes: string;
}

export function readHash(key: string): PlainCommand {
  return ['hmget', key, 'v', 'd', 'e', 'c', 't', 'x', 'f'];
}

export function toHash(reply: unknown): RecordHash | null {
  const [version, value, expires, consumed, tombstone, indexes, frozen] = reply as Fields;
  if (version === null || expires === null) return null;
  return {
    version: Number(version),
    value: value ?? 'null',
    expiresAt: Number(expires),
    consumedAt: consumed === null ? null : Number(consumed),
    tombstone: tombstone !== null,
    moved: tombstone === 'm',
    frozenBy: frozen ?? null,
    indexes: indexes ?? '',
  };
}

export function isRecord(hash: RecordHash | null, now: number): hash is RecordHash {
  return hash !== null && !hash.tombstone && hash.expiresAt > now;
}

export function toStored<T extends RecordType>(id: string, hash: RecordHash): StoredRecord<T> {
  return {
    id,
    version: hash.version,
    value: JSON.parse(hash.value),
    expiresAt: new Date(hash.expiresAt),
    consumedAt: hash.consumedAt === null ? null : new Date(hash.consumedAt),
  };
}
