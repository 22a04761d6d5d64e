import type { RecordKey, RecordType, StoredRecord } from '@anteroom/core';
import type { SqlValue, Statements } from '../statements.ts';
import { decodeIndexes } from './index-entries.ts';
import { COLUMNS, type RecordRow, tableOf, toStored } from './record-rows.ts';
import { type RecordWrite, UNUSED } from './write-record.ts';

/**
 * The usual course of the hot verbs as one statement each, which a server runs as a transaction of its own: one round trip instead of
 * three to five. What a statement does not settle is left to the verbs in `write-record.ts`.
 */

/** PostgreSQL. True when the record was made, with its index entries; false says nothing yet. */
export async function createAtOnce(statements: Statements, key: RecordKey, write: RecordWrite): Promise<boolean> {
  const entries = decodeIndexes(write.indexes);
  const insert = `INSERT INTO ${tableOf(key.type)} (${COLUMNS}) VALUES (?, ?, 1, ?, ?, NULL, 0, ?)`;
  const values: SqlValue[] = [key.realmId, key.id, write.value, write.expiresAt, write.indexes];
  if (entries.length === 0) return statements.insert(insert, values);
  const pairs = entries.map(() => '(?, ?)').join(', ');
  const made = await statements.all<{ id: string }>(
    `WITH made AS (${insert} ON CONFLICT DO NOTHING RETURNING realm_id, id),
     indexed AS (
       INSERT INTO record_index (type, realm_id, name, value, id)
       SELECT ?, made.realm_id, entry.name, entry.value, made.id FROM made CROSS JOIN (VALUES ${pairs}) AS entry (name, value)
       ON CONFLICT DO NOTHING)
     SELECT id FROM made`,
    [...values, key.type, ...entries.flat()],
  );
  return made.length === 1;
}

/** Any server. True when it was replaced; false says nothing yet: the index values may be others. */
export async function putAtOnce(
  statements: Statements,
  key: RecordKey,
  version: number,
  write: RecordWrite,
  now: number,
): Promise<boolean> {
  const replaced = await statements.run(
    `UPDATE ${tableOf(key.type)} SET version = version + 1, value = ?, expires_at = ?
     WHERE realm_id = ? AND id = ? AND version = ? AND tombstone = 0 AND ticket IS NULL AND expires_at > ? AND indexes = ?`,
    [write.value, write.expiresAt, key.realmId, key.id, version, now, write.indexes],
  );
  return replaced === 1;
}

/** PostgreSQL. */
export async function takeAtOnce<T extends RecordType>(
  statements: Statements,
  key: RecordKey<T>,
  now: number,
): Promise<StoredRecord<T> | null> {
  const [row] = await statements.all<RecordRow>(
    `WITH taken AS (DELETE FROM ${tableOf(key.type)} WHERE ${UNUSED} RETURNING ${COLUMNS}),
     unindexed AS (
       DELETE FROM record_index i
       USING taken t CROSS JOIN LATERAL json_array_elements(coalesce(nullif(t.indexes, ''), '[]')::json) AS entry
       WHERE i.type = ? AND i.realm_id = t.realm_id AND i.id = t.id AND i.name = entry->>0 AND i.value = entry->>1)
     SELECT ${COLUMNS} FROM taken`,
    [key.realmId, key.id, now, key.type],
  );
  return row === undefined ? null : toStored<T>(row);
}
