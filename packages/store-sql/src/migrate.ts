import type { Clock, Log } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { MARKS, underMigrationLock } from './migration-lock.ts';

/**
 * A step of the schema. It imports nothing that changes, so that it stays what it was. MySQL commits at every statement that changes the
 * schema: a step that was interrupted there is taken back first, so `down` must cope with a half-done `up`.
 */
export interface Migration {
  readonly id: string;
  up(trx: Knex.Transaction): Promise<void>;
  down(trx: Knex.Transaction): Promise<void>;
}

/** `applied_at` of a step that began and did not end. */
const BEGUN = -1;

/**
 * Brings the schema up to date. Many processes may call it at once: the steps run under a lock of the database, and whoever comes second
 * finds them done. A process killed half-way leaves nothing behind (on MySQL nothing that the next start does not take away).
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  dependencies: { readonly clock: Clock; readonly log: Log },
): Promise<readonly string[]> {
  if ((await pendingMigrations(connection, migrations)).length === 0) return [];
  const applied = await underMigrationLock(connection, async (trx) => {
    const pending = await missing(trx, migrations);
    for (const { migration, begun } of pending) {
      if (begun) await migration.down(trx);
      else if (connection.dialect === 'mysql') await trx(MARKS).insert({ id: migration.id, applied_at: BEGUN });
      await migration.up(trx);
      const applied_at = dependencies.clock.now().getTime();
      const marked = await trx(MARKS).where({ id: migration.id }).update({ applied_at });
      if (marked === 0) await trx(MARKS).insert({ id: migration.id, applied_at });
    }
    return pending.map(({ migration }) => migration.id);
  });
  if (applied.length > 0) dependencies.log.info('database.migrated', { applied });
  return applied;
}

/** Ids of the steps an up-to-date schema lacks; reads only. */
export async function pendingMigrations({ db }: Connection, migrations: readonly Migration[]): Promise<readonly string[]> {
  if (!(await db.schema.hasTable(MARKS))) return migrations.map((migration) => migration.id);
  return (await missing(db, migrations)).map(({ migration }) => migration.id);
}

async function missing(
  db: Knex,
  migrations: readonly Migration[],
): Promise<readonly { readonly migration: Migration; readonly begun: boolean }[]> {
  const rows: { id: string; applied_at: number }[] = await db(MARKS).select('id', 'applied_at');
  const known = new Map(rows.map((row) => [row.id, Number(row.applied_at)]));
  return migrations
    .filter((migration) => !known.has(migration.id) || known.get(migration.id) === BEGUN)
    .map((migration) => ({ migration, begun: known.has(migration.id) }));
}
