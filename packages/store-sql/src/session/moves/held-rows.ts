import type { HeldRecord, Indexes, RecordKey, RecordType } from '@anteroom/core';
import { decodeIndexes } from '../index-entries.ts';
import { MOVED, type RecordRow, toStored } from '../record-rows.ts';

/** An unexpired row as it is carried to another store. */
export function toHeld<T extends RecordType>(key: RecordKey<T>, row: RecordRow): HeldRecord<T> {
  const { ticket } = row;
  if (row.tombstone === MOVED) return { kind: 'moved', key };
  if (row.tombstone !== 0) return { kind: 'tombstone', key, expiresAt: new Date(Number(row.expires_at)), ticket };
  return { kind: 'record', key, record: toStored<T>(row), indexes: toIndexes(row.indexes), ticket };
}

function toIndexes(encoded: string): Indexes {
  const indexes: Record<string, string[]> = {};
  for (const [name, value] of decodeIndexes(encoded)) {
    indexes[name] = [...(indexes[name] ?? []), value];
  }
  return indexes;
}
