import type { RecordType, StoredRecord } from '@anteroom/core';

/** A row of any record table. */
export interface RecordRow {
  readonly realm_id: string;
  readonly id: string;
  readonly version: number;
  readonly value: string;
  readonly expires_at: number;
  readonly consumed_at: number | null;
  /** 0: a record, 1: a tombstone, 2: the mark that it went to another store. */
  readonly tombstone: number;
  readonly indexes: string;
  /** Of whoever is moving it to another store; it cannot be changed then. */
  readonly ticket: string | null;
}

/** `tombstone` of a moved mark. */
export const MOVED = 2;

/** Of a row that is written: nothing is frozen from the start. */
export const COLUMNS = 'realm_id, id, version, value, expires_at, consumed_at, tombstone, indexes';

/** The closed list of types makes these the only table names there can be. */
export function tableOf(type: RecordType): string {
  return `record_${type.replace('-', '_')}`;
}

export function toStored<T extends RecordType>(row: RecordRow): StoredRecord<T> {
  return {
    id: row.id,
    version: Number(row.version),
    value: JSON.parse(row.value),
    expiresAt: new Date(Number(row.expires_at)),
    consumedAt: row.consumed_at === null ? null : new Date(Number(row.consumed_at)),
  };
}

export function isRecord(row: RecordRow, now: number): boolean {
  return row.tombstone === 0 && row.expires_at > now;
}
