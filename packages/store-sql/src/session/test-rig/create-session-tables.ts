import type { Knex } from 'knex';
import { sessionStore } from '../../migrations/002-session-store.ts';
import { recordMoves } from '../../migrations/004-record-moves.ts';

/** The tables of the session store alone, as all migrations leave them. */
export function createSessionTables(db: Knex): Promise<void> {
  return db.transaction(async (trx) => {
    await sessionStore.up(trx);
    await recordMoves.up(trx);
  });
}
