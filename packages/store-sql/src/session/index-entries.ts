import type { Indexes, RecordKey } from '@anteroom/core';
import type { SqlValue, Statements } from '../statements.ts';

type Entry = readonly [name: string, value: string];

/** Index values as the record's row keeps them: sorted and without doubles, so that equal sets are equal text. */
export function encodeIndexes(indexes: Indexes | undefined): string {
  const entries = Object.entries(indexes ?? {}).flatMap(([name, values]) => (values ?? []).map((value): Entry => [name, value]));
  const unique = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return unique.size === 0 ? '' : `[${[...unique.keys()].sort().join()}]`;
}

export function decodeIndexes(encoded: string): readonly Entry[] {
  return encoded === '' ? [] : JSON.parse(encoded);
}

/** Makes the index table follow a record from one set of values to another. Whoever calls holds the record's row. */
export async function moveIndexes(statements: Statements, key: RecordKey, from: string, to: string): Promise<void> {
  if (from === to) return;
  const before = decodeIndexes(from);
  const after = decodeIndexes(to);
  await remove(statements, key, missingIn(after, before));
  await add(statements, key, missingIn(before, after));
}

function missingIn(entries: readonly Entry[], candidates: readonly Entry[]): readonly Entry[] {
  const there = new Set(entries.map((entry) => JSON.stringify(entry)));
  return candidates.filter((entry) => !there.has(JSON.stringify(entry)));
}

async function remove(statements: Statements, key: RecordKey, entries: readonly Entry[]): Promise<void> {
  if (statements.dialect === 'sqlite') {
    const sql = 'DELETE FROM record_index WHERE type = ? AND realm_id = ? AND name = ? AND value = ? AND id = ?';
    for (const [name, value] of entries) await statements.run(sql, [key.type, key.realmId, name, value, key.id]);
    return;
  }
  if (entries.length === 0) return;
  const pairs = entries.map(() => '(?, ?)').join(', ');
  await statements.run(`DELETE FROM record_index WHERE type = ? AND realm_id = ? AND id = ? AND (name, value) IN (${pairs})`, [
    key.type,
    key.realmId,
    key.id,
    ...entries.flat(),
  ]);
}

const INSERT = 'INSERT INTO record_index (type, realm_id, name, value, id) VALUES';

/** An entry that is there already is left alone. Where each statement is a round trip, all go in one. */
async function add(statements: Statements, key: RecordKey, entries: readonly Entry[]): Promise<void> {
  const values = ([name, value]: Entry): SqlValue[] => [key.type, key.realmId, name, value, key.id];
  if (statements.dialect === 'sqlite') {
    for (const entry of entries) await statements.insert(`${INSERT} (?, ?, ?, ?, ?)`, values(entry));
    return;
  }
  if (entries.length === 0) return;
  const leave = statements.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE id = VALUES(id)' : 'ON CONFLICT DO NOTHING';
  await statements.run(`${INSERT} ${entries.map(() => '(?, ?, ?, ?, ?)').join(', ')} ${leave}`, entries.flatMap(values));
}
