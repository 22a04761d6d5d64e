import type { IndexName, RecordType, StoredRecord } from '@anteroom/core';
import type { SqlValue, Statements } from '../statements.ts';
import { type RecordRow, tableOf, toStored } from './record-rows.ts';

export interface RecordQuery<T extends RecordType = RecordType> {
  readonly type: T;
  readonly realmId: string;
  readonly index?: IndexName;
  readonly value?: string;
  readonly after?: string;
  readonly limit?: number;
}

/** Keyset pages: `after` is a place in the order, so a page costs the same wherever it is. */
export async function findRecords<T extends RecordType>(
  statements: Statements,
  query: RecordQuery<T>,
  now: number,
): Promise<readonly StoredRecord<T>[]> {
  const { from, values } = scope(query, now);
  const page = query.after === undefined ? '' : ' AND r.id > ?';
  const limit = query.limit === undefined ? '' : ' LIMIT ?';
  const rows = await statements.all<RecordRow>(
    `SELECT r.realm_id, r.id, r.version, r.value, r.expires_at, r.consumed_at, r.tombstone, r.indexes ${from}${page} ORDER BY r.id${limit}`,
    [...values, ...(query.after === undefined ? [] : [query.after]), ...(query.limit === undefined ? [] : [query.limit])],
  );
  return rows.map((row) => toStored<T>(row));
}

export async function countRecords(statements: Statements, query: RecordQuery, now: number): Promise<number> {
  const { from, values } = scope(query, now);
  const rows = await statements.all<{ total: number }>(`SELECT count(*) AS total ${from}`, values);
  return Number(rows[0]?.total ?? 0);
}

function scope(query: RecordQuery, now: number): { readonly from: string; readonly values: readonly SqlValue[] } {
  const table = tableOf(query.type);
  const live = 'r.tombstone = 0 AND r.expires_at > ?';
  if (query.index === undefined || query.value === undefined) {
    return { from: `FROM ${table} r WHERE r.realm_id = ? AND ${live}`, values: [query.realmId, now] };
  }
  return {
    from: `FROM record_index i JOIN ${table} r ON r.realm_id = i.realm_id AND r.id = i.id WHERE i.type = ? AND i.realm_id = ? AND i.name = ? AND i.value = ? AND ${live}`,
    values: [query.type, query.realmId, query.index, query.value, now],
  };
}
