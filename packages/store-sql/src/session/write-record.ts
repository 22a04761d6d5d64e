import type { RecordKey, RecordType, StoredRecord } from '@anteroom/core';
import type { Statements } from '../statements.ts';
import { moveIndexes } from './index-entries.ts';
import { COLUMNS, isRecord, type RecordRow, tableOf, toStored } from './record-rows.ts';

/** What is written, ready for the database: a unit of work computes nothing that could wait. */
export interface RecordWrite {
  readonly value: string;
  readonly expiresAt: number;
  readonly indexes: string;
}

/** `purpose` `change`: the row stays as it was read until the transaction ends. */
export async function readRow(statements: Statements, key: RecordKey, purpose: 'read' | 'change' = 'read'): Promise<RecordRow | null> {
  const lock = purpose === 'change' ? statements.forUpdate : '';
  const rows = await statements.all<RecordRow>(`SELECT ${COLUMNS}, ticket FROM ${tableOf(key.type)} WHERE realm_id = ? AND id = ?${lock}`, [
    key.realmId,
    key.id,
  ]);
  return rows[0] ?? null;
}

export async function createRecord(statements: Statements, key: RecordKey, write: RecordWrite, now: number): Promise<boolean> {
  const table = tableOf(key.type);
  for (;;) {
    const inserted = await statements.insert(`INSERT INTO ${table} (${COLUMNS}) VALUES (?, ?, 1, ?, ?, NULL, 0, ?)`, [
      key.realmId,
      key.id,
      write.value,
      write.expiresAt,
      write.indexes,
    ]);
    if (inserted) {
      await moveIndexes(statements, key, '', write.indexes);
      return true;
    }
    const row = await readRow(statements, key, 'change');
    // Swept or deleted since the insert found it: the place is free.
    if (row === null) continue;
    if (row.expires_at > now) return false;
    // What lies there has expired and was not swept yet: its place is taken over, judged by affected rows.
    const replaced = await statements.run(
      `UPDATE ${table} SET version = 1, value = ?, expires_at = ?, consumed_at = NULL, tombstone = 0, indexes = ?, ticket = NULL WHERE realm_id = ? AND id = ? AND expires_at <= ?`,
      [write.value, write.expiresAt, write.indexes, key.realmId, key.id, now],
    );
    if (replaced === 1) await moveIndexes(statements, key, row.indexes, write.indexes);
    return replaced === 1;
  }
}

export async function putRecord(
  statements: Statements,
  key: RecordKey,
  version: number,
  write: RecordWrite,
  now: number,
): Promise<boolean> {
  const table = tableOf(key.type);
  const holds = 'realm_id = ? AND id = ? AND version = ? AND tombstone = 0 AND ticket IS NULL AND expires_at > ?';
  // Most writes leave the index values as they are: then one statement is all.
  const unmoved = await statements.run(
    `UPDATE ${table} SET version = version + 1, value = ?, expires_at = ? WHERE ${holds} AND indexes = ?`,
    [write.value, write.expiresAt, key.realmId, key.id, version, now, write.indexes],
  );
  if (unmoved === 1) return true;
  const row = await readRow(statements, key, 'change');
  if (row === null || row.version !== version || !isRecord(row, now)) return false;
  const moved = await statements.run(`UPDATE ${table} SET version = version + 1, value = ?, expires_at = ?, indexes = ? WHERE ${holds}`, [
    write.value,
    write.expiresAt,
    write.indexes,
    key.realmId,
    key.id,
    version,
    now,
  ]);
  if (moved === 1) await moveIndexes(statements, key, row.indexes, write.indexes);
  return moved === 1;
}

export const UNUSED = 'realm_id = ? AND id = ? AND consumed_at IS NULL AND tombstone = 0 AND ticket IS NULL AND expires_at > ?';

/** The winner is whoever touched the row while it was not consumed. */
export async function consumeRecord<T extends RecordType>(
  statements: Statements,
  key: RecordKey<T>,
  now: number,
): Promise<StoredRecord<T> | null> {
  const update = `UPDATE ${tableOf(key.type)} SET consumed_at = ?, version = version + 1 WHERE ${UNUSED}`;
  const values = [now, key.realmId, key.id, now];
  if (statements.dialect === 'postgres') {
    const [row] = await statements.all<RecordRow>(`${update} RETURNING ${COLUMNS}`, values);
    return row === undefined ? null : toStored<T>(row);
  }
  const won = await statements.run(update, values);
  const row = won === 1 ? await readRow(statements, key) : null;
  return row === null ? null : toStored<T>(row);
}

/** The winner is whoever deleted the row. */
export async function takeRecord<T extends RecordType>(
  statements: Statements,
  key: RecordKey<T>,
  now: number,
): Promise<StoredRecord<T> | null> {
  const table = tableOf(key.type);
  const values = [key.realmId, key.id, now];
  // MySQL has no RETURNING: the row is held from the read on.
  const [row] =
    statements.dialect === 'mysql'
      ? await statements.all<RecordRow>(`SELECT ${COLUMNS} FROM ${table} WHERE ${UNUSED} FOR UPDATE`, values)
      : await statements.all<RecordRow>(`DELETE FROM ${table} WHERE ${UNUSED} RETURNING ${COLUMNS}`, values);
  if (row === undefined) return null;
  if (statements.dialect === 'mysql') await statements.run(`DELETE FROM ${table} WHERE realm_id = ? AND id = ?`, [key.realmId, key.id]);
  await moveIndexes(statements, key, row.indexes, '');
  return toStored<T>(row);
}
