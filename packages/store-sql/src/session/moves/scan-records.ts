import { type HeldRecord, RECORD_TYPES } from '@anteroom/core';
import type { Statements } from '../../statements.ts';
import { COLUMNS, MOVED, type RecordRow, tableOf } from '../record-rows.ts';
import { toHeld } from './held-rows.ts';

/** Where a scan is: a type (by its place in the list), a realm of it, the last id seen there. */
type Place = readonly [type: number, realmId: string, id: string];

const STILL_HERE = `tombstone <> ${MOVED} AND expires_at > ?`;

/** One realm of one type at a time, in order of id: a page costs the same wherever it is. */
export async function scanRecords(
  statements: Statements,
  after: string | undefined,
  limit: number,
  now: number,
): Promise<{ readonly held: readonly HeldRecord[]; readonly next: string | null }> {
  const [number, realmId, id]: Place = after === undefined ? [0, '', ''] : JSON.parse(after);
  const type = RECORD_TYPES[number];
  if (type === undefined) return { held: [], next: null };
  const rows = await statements.all<RecordRow>(
    `SELECT ${COLUMNS}, ticket FROM ${tableOf(type)} WHERE realm_id = ? AND id > ? AND ${STILL_HERE} ORDER BY id LIMIT ?`,
    [realmId, id, now, limit],
  );
  const held = rows.map((row) => toHeld({ type, realmId, id: row.id }, row));
  const last = rows.length < limit ? undefined : rows.at(-1);
  if (last !== undefined) return { held, next: toText([number, realmId, last.id]) };
  const [realm] = await statements.all<{ next: string | null }>(`SELECT min(realm_id) AS next FROM ${tableOf(type)} WHERE realm_id > ?`, [
    realmId,
  ]);
  if (typeof realm?.next === 'string') return { held, next: toText([number, realm.next, '']) };
  return { held, next: number + 1 < RECORD_TYPES.length ? toText([number + 1, '', '']) : null };
}

export async function countHeld(statements: Statements, now: number): Promise<number> {
  let total = 0;
  for (const type of RECORD_TYPES) {
    const [row] = await statements.all<{ total: number }>(`SELECT count(*) AS total FROM ${tableOf(type)} WHERE ${STILL_HERE}`, [now]);
    total += Number(row?.total ?? 0);
  }
  return total;
}

function toText(place: Place): string {
  return JSON.stringify(place);
}
