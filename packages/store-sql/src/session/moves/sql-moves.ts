import { RECORD_TYPES, type RecordMoves, type RecordType } from '@anteroom/core';
import type { Statements } from '../../statements.ts';
import type { WriteBatcher } from '../../unit-of-work.ts';
import { MOVED, tableOf } from '../record-rows.ts';
import { readRow } from '../write-record.ts';
import { toHeld } from './held-rows.ts';
import { claimPlace, freezeRecord, releaseRecord, restoreRecord } from './move-record.ts';
import { countHeld, scanRecords } from './scan-records.ts';
import { addTicket } from './tickets.ts';

/** Removed in one unit: others get the lock in between. */
const PORTION = 200;

export function createSqlMoves({
  read,
  batcher,
  now,
}: {
  readonly read: <T>(query: (statements: Statements) => Promise<T>) => Promise<T>;
  readonly batcher: WriteBatcher;
  readonly now: () => number;
}): RecordMoves {
  return {
    peek: (key) =>
      read(async (statements) => {
        const row = await readRow(statements, key);
        return row === null || row.expires_at <= now() ? null : toHeld(key, row);
      }),
    scan: ({ after, limit }) => read((statements) => scanRecords(statements, after, limit, now())),
    size: () => read((statements) => countHeld(statements, now())),

    reserve: (key, ticket, until) => batcher.run((statements) => addTicket(statements, key, ticket, until.getTime())),
    freeze: (key, ticket) => batcher.run((statements) => freezeRecord(statements, key, ticket, now())),
    restore: (held, ticket) => batcher.run((statements) => restoreRecord(statements, held, ticket)),
    release: (key, ticket, until) => batcher.run((statements) => releaseRecord(statements, key, ticket, until.getTime(), now())),
    claim: (key, until) => batcher.run((statements) => claimPlace(statements, key, until.getTime(), now())),

    forget: async () => {
      let removed = await batcher.run((statements) => statements.run('DELETE FROM record_ticket', []));
      for (const type of RECORD_TYPES) {
        for (;;) {
          const done = await batcher.run((statements) => forgetSome(statements, type));
          removed += done;
          if (done === 0) break;
        }
      }
      return removed;
    },
  };
}

async function forgetSome(statements: Statements, type: RecordType): Promise<number> {
  const table = tableOf(type);
  const rows = await statements.all<{ realm_id: string; id: string }>(
    `SELECT realm_id, id FROM ${table} WHERE tombstone = ${MOVED} LIMIT ${PORTION}`,
    [],
  );
  let removed = 0;
  // Judged again: a record may have been put in the mark's place.
  for (const { realm_id, id } of rows) {
    removed += await statements.run(`DELETE FROM ${table} WHERE realm_id = ? AND id = ? AND tombstone = ${MOVED}`, [realm_id, id]);
  }
  return removed;
}
