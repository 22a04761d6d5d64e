import type { Unit } from './unit.ts';

type Columns = Readonly<Record<string, unknown>>;

function isMysql(unit: Unit): boolean {
  return unit.dialect === 'mysql';
}

/**
 * Replaces the row of that key, or makes it. MySQL's own upsert would also replace the row of *another* key that has the same unique
 * name; a unit holds its realm's or user's row, so between the two statements nobody makes it.
 */
export async function putRow(unit: Unit, table: string, key: Columns, columns: Columns): Promise<void> {
  if (isMysql(unit)) {
    const found = await unit.trx(table).where(key).update(columns);
    if (found === 0) await unit.trx(table).insert({ ...key, ...columns });
    return;
  }
  await unit
    .trx(table)
    .insert({ ...key, ...columns })
    .onConflict(Object.keys(key))
    .merge(columns);
}

/** Leaves a row of that key as it is. MySQL's INSERT IGNORE would also swallow that the row belongs to nobody. */
export async function insertIfAbsent(unit: Unit, table: string, key: Columns): Promise<void> {
  const insert = unit.trx(table).insert(key).onConflict(Object.keys(key));
  await (isMysql(unit) ? insert.merge(key) : insert.ignore());
}
