import { RECORD_TYPES, type RecordMoves, type RecordType } from '@anteroom/core';
import type { Statements } from '../../statements.ts';
import type { WriteBatcher } from '../../unit-of-work.ts';
import { tableOf } from '../record-rows.ts';
import { readRow } from '../write-record.ts';
import { toHeld } from './held-rows.ts';
import { claimPlace, freezeRecord, releaseRecord, restoreRecord } from './move-record.ts';
import { countHeld, scanRecords } from './scan-records.ts';
import { addTicket } from './tickets.ts';

/** Removed in one unit: others get the lock in between. */
const PORTION = 1000;

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

    clear: async () => {
      await batcher.run((statements) => statements.run('DELETE FROM record_ticket', []));
      for (const type of RECORD_TYPES) {
        let cleared: number;
        do cleared = await batcher.run((statements) => clearSome(statements, type));
        while (cleared > 0);
      }
      await batcher.run((statements) => statements.run('DELETE FROM record_index', []));
    },
  };
}

/** Some rows of a type; the number of those. */
function clearSome(statements: Statements, type: RecordType): Promise<number> {
  const table = tableOf(type);
  return statements.run(
    statements.dialect === 'mysql'
      ? `DELETE FROM ${table} LIMIT ${PORTION}`
      : `DELETE FROM ${table} WHERE (realm_id, id) IN (SELECT realm_id, id FROM ${table} LIMIT ${PORTION})`,
    [],
  );
}
