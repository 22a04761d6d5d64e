import type { Unit } from './unit.ts';

/** Rows of one statement: it must end long before the time that a server gives it. */
const ROWS = 1000;
/** What a realm may have very many of, most of all with what hangs on it. */
const LARGE = ['realm_user', 'login_event', 'admin_event', 'outbox'];

/** A realm with everything in it. Its many rows go in parts, because one statement that took along a hundred thousand users would time out. */
export async function deleteRealm({ trx }: Unit, id: string): Promise<void> {
  for (const table of LARGE) {
    for (;;) {
      const rows: { id: string }[] = await trx(table).select('id').where({ realm_id: id }).limit(ROWS);
      if (rows.length === 0) break;
      await trx(table)
        .where({ realm_id: id })
        .whereIn(
          'id',
          rows.map((row) => row.id),
        )
        .delete();
    }
  }
  await trx('realm').where({ id }).delete();
}
