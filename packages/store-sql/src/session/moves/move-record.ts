import type { HeldRecord, RecordKey, RecordType } from '@anteroom/core';
import type { Statements } from '../../statements.ts';
import { encodeIndexes, moveIndexes } from '../index-entries.ts';
import { COLUMNS, MOVED, type RecordRow, tableOf } from '../record-rows.ts';
import { readRow } from '../write-record.ts';
import { toHeld } from './held-rows.ts';
import { useTicket } from './tickets.ts';

type NewRow = Pick<RecordRow, 'version' | 'value' | 'expires_at' | 'consumed_at' | 'tombstone' | 'indexes'>;

export async function freezeRecord<T extends RecordType>(
  statements: Statements,
  key: RecordKey<T>,
  ticket: string,
  now: number,
): Promise<HeldRecord<T> | null> {
  const row = await readRow(statements, key, 'change');
  if (row === null || row.expires_at <= now || row.tombstone === MOVED) return null;
  if (row.ticket !== null) return toHeld(key, row);
  const table = tableOf(key.type);
  await statements.run(`UPDATE ${table} SET ticket = ? WHERE realm_id = ? AND id = ?`, [ticket, key.realmId, key.id]);
  return toHeld(key, { ...row, ticket });
}

export async function restoreRecord(statements: Statements, held: HeldRecord, ticket: string): Promise<boolean> {
  if (held.kind === 'moved' || !(await useTicket(statements, held.key, ticket))) return false;
  await place(statements, held.key, held.kind === 'tombstone' ? markRow(1, held.expiresAt.getTime()) : recordRow(held));
  return true;
}

export async function releaseRecord(statements: Statements, key: RecordKey, ticket: string, until: number, now: number): Promise<boolean> {
  const row = await readRow(statements, key, 'change');
  if (row === null || row.expires_at <= now || row.ticket !== ticket) return false;
  await replace(statements, key, row, markRow(MOVED, until));
  return true;
}

export async function claimPlace(statements: Statements, key: RecordKey, until: number, now: number): Promise<boolean> {
  for (;;) {
    const row = await readRow(statements, key, 'change');
    if (row !== null && row.expires_at > now) return row.tombstone === MOVED;
    if (row !== null) {
      await replace(statements, key, row, markRow(MOVED, until));
      return true;
    }
    if (await insert(statements, key, markRow(MOVED, until))) return true;
  }
}

/** Over whatever lies there. */
async function place(statements: Statements, key: RecordKey, next: NewRow): Promise<void> {
  for (;;) {
    const row = await readRow(statements, key, 'change');
    if (row !== null) return replace(statements, key, row, next);
    if (await insert(statements, key, next)) return moveIndexes(statements, key, '', next.indexes);
  }
}

function insert(statements: Statements, key: RecordKey, next: NewRow): Promise<boolean> {
  return statements.insert(`INSERT INTO ${tableOf(key.type)} (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    key.realmId,
    key.id,
    next.version,
    next.value,
    next.expires_at,
    next.consumed_at,
    next.tombstone,
    next.indexes,
  ]);
}

async function replace(statements: Statements, key: RecordKey, row: RecordRow, next: NewRow): Promise<void> {
  await statements.run(
    `UPDATE ${tableOf(key.type)} SET version = ?, value = ?, expires_at = ?, consumed_at = ?, tombstone = ?, indexes = ?, ticket = NULL WHERE realm_id = ? AND id = ?`,
    [next.version, next.value, next.expires_at, next.consumed_at, next.tombstone, next.indexes, key.realmId, key.id],
  );
  await moveIndexes(statements, key, row.indexes, next.indexes);
}

function markRow(tombstone: number, until: number): NewRow {
  return { version: 0, value: '', expires_at: until, consumed_at: null, tombstone, indexes: '' };
}

function recordRow({ record, indexes }: Extract<HeldRecord, { kind: 'record' }>): NewRow {
  return {
    version: record.version,
    value: JSON.stringify(record.value),
    expires_at: record.expiresAt.getTime(),
    consumed_at: record.consumedAt?.getTime() ?? null,
    tombstone: 0,
    indexes: encodeIndexes(indexes),
  };
}
