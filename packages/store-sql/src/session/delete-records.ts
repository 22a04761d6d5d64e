import type { IndexName, RecordKey, RecordType } from '@anteroom/core';
import type { Statements } from '../statements.ts';
import { moveIndexes } from './index-entries.ts';
import { COLUMNS, isRecord, MOVED, type RecordRow, tableOf } from './record-rows.ts';
import { readRow } from './write-record.ts';

/** True when an unexpired record was there. `tombstoneUntil` 0 means none. */
export async function deleteRecord(statements: Statements, key: RecordKey, tombstoneUntil: number, now: number): Promise<boolean> {
  const table = tableOf(key.type);
  for (;;) {
    const row = await readRow(statements, key, 'change');
    if (row === null) {
      if (tombstoneUntil <= now) return false;
      const placed = await statements.insert(`INSERT INTO ${table} (${COLUMNS}) VALUES (?, ?, 0, '', ?, NULL, 1, '')`, [
        key.realmId,
        key.id,
        tombstoneUntil,
      ]);
      // Otherwise it was created since the look: that record is the one to delete.
      if (placed) return false;
      continue;
    }
    if (row.expires_at > now && (row.ticket !== null || row.tombstone === MOVED)) return false;
    await moveIndexes(statements, key, row.indexes, '');
    // A tombstone in place is never shortened, and a delete without one does not lift it.
    const until = Math.max(tombstoneUntil, row.tombstone === 1 ? row.expires_at : 0);
    if (until <= now) await statements.run(`DELETE FROM ${table} WHERE realm_id = ? AND id = ?`, [key.realmId, key.id]);
    else {
      await statements.run(
        `UPDATE ${table} SET version = 0, value = '', expires_at = ?, consumed_at = NULL, tombstone = 1, indexes = '', ticket = NULL WHERE realm_id = ? AND id = ?`,
        [until, key.realmId, key.id],
      );
    }
    return isRecord(row, now);
  }
}

export interface IndexQuery {
  readonly type: RecordType;
  readonly realmId: string;
  readonly index: IndexName;
  readonly value: string;
}

/** Up to `limit` records of an index value; the number deleted. */
export async function deleteSomeBy(
  statements: Statements,
  query: IndexQuery,
  tombstoneUntil: number,
  now: number,
  limit: number,
): Promise<number> {
  const rows = await statements.all<{ id: string }>(
    `SELECT i.id FROM record_index i JOIN ${tableOf(query.type)} r ON r.realm_id = i.realm_id AND r.id = i.id
     WHERE i.type = ? AND i.realm_id = ? AND i.name = ? AND i.value = ? AND r.tombstone = 0 AND r.ticket IS NULL AND r.expires_at > ? LIMIT ?`,
    [query.type, query.realmId, query.index, query.value, now, limit],
  );
  for (const { id } of rows) await deleteRecord(statements, { type: query.type, realmId: query.realmId, id }, tombstoneUntil, now);
  return rows.length;
}

export async function deleteRealmRecords(statements: Statements, type: RecordType, realmId: string): Promise<void> {
  await statements.run(`DELETE FROM ${tableOf(type)} WHERE realm_id = ?`, [realmId]);
  await statements.run('DELETE FROM record_index WHERE type = ? AND realm_id = ?', [type, realmId]);
  await statements.run('DELETE FROM record_ticket WHERE type = ? AND realm_id = ?', [type, realmId]);
}

/** Frees up to `limit` expired rows of a type, passing over those that somebody else is at. */
export async function sweepSome(statements: Statements, type: RecordType, now: number, limit: number): Promise<number> {
  const rows = await takeExpired(statements, tableOf(type), now, limit);
  for (const row of rows) await moveIndexes(statements, { type, realmId: row.realm_id, id: row.id }, row.indexes, '');
  return rows.length;
}

type SweptRow = Pick<RecordRow, 'realm_id' | 'id' | 'indexes'>;

async function takeExpired(statements: Statements, table: string, now: number, limit: number): Promise<readonly SweptRow[]> {
  const oldest = (columns: string) => `SELECT ${columns} FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?`;
  if (statements.dialect === 'mysql') {
    const rows = await statements.all<SweptRow>(`${oldest('realm_id, id, indexes')} FOR UPDATE SKIP LOCKED`, [now, limit]);
    if (rows.length === 0) return rows;
    const keys = rows.map(() => '(?, ?)').join(', ');
    await statements.run(
      `DELETE FROM ${table} WHERE (realm_id, id) IN (${keys})`,
      rows.flatMap((row) => [row.realm_id, row.id]),
    );
    return rows;
  }
  const alone = statements.dialect === 'postgres' ? ' FOR UPDATE SKIP LOCKED' : '';
  // The condition is asked again with the delete, so no row that came to life is lost.
  return statements.all<SweptRow>(
    `DELETE FROM ${table} WHERE (realm_id, id) IN (${oldest('realm_id, id')}${alone}) AND expires_at <= ? RETURNING realm_id, id, indexes`,
    [now, limit, now],
  );
}
