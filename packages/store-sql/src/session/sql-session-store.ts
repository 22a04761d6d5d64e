import { type Clock, RECORD_TYPES, type RecordKey, type SessionStore, type WriteOptions } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { onConnection } from '../connection.ts';
import { translateError } from '../driver-errors.ts';
import { createLookup, type Lookup } from '../lookup.ts';
import type { Statements } from '../statements.ts';
import type { WriteBatcher } from '../unit-of-work.ts';
import { createWriteBatcher } from '../write-batcher.ts';
import { deleteRealmRecords, deleteRecord, deleteSomeBy, sweepSome } from './delete-records.ts';
import { countRecords, findRecords } from './find-records.ts';
import { encodeIndexes } from './index-entries.ts';
import { createSqlMoves } from './moves/sql-moves.ts';
import { sweepTickets } from './moves/tickets.ts';
import { createAtOnce, putAtOnce, takeAtOnce } from './one-statement.ts';
import { COLUMNS, isRecord, type RecordRow, tableOf, toStored } from './record-rows.ts';
import { consumeRecord, createRecord, putRecord, type RecordWrite, readRow, takeRecord } from './write-record.ts';

export interface SqlSessionStoreDependencies {
  /** An open database whose schema is up to date. Whoever opened it closes it. */
  readonly db: { readonly connection: Connection; readonly batcher?: WriteBatcher };
  readonly clock: Clock;
  readonly tag?: string;
}

/** Rows freed or deleted in one unit: others get the lock in between. */
const PORTION = 200;

/** The session plane in tables. Every write is one unit of work of the batcher: acknowledged means committed and synced. */
export function createSqlSessionStore({ db, clock, tag = 's' }: SqlSessionStoreDependencies): SessionStore {
  const { dialect } = db.connection;
  const batcher = db.batcher ?? createWriteBatcher(db.connection);
  const now = () => clock.now().getTime();

  const read = async <T>(query: (statements: Statements) => Promise<T>): Promise<T> => {
    try {
      return await onConnection(db.connection, query);
    } catch (error) {
      throw translateError(error);
    }
  };

  const readOne =
    dialect === 'postgres' ? coalescedRows(db.connection) : (key: RecordKey) => read((statements) => readRow(statements, key));

  return {
    tag,

    async get(key) {
      const row = await readOne(key);
      return row !== null && isRecord(row, now()) ? toStored(row) : null;
    },

    create: async (key, value, options) => {
      const write = toWrite(value, options);
      if (dialect === 'postgres' && (await batcher.runSingle((statements) => createAtOnce(statements, key, write)))) return true;
      return batcher.run((statements) => createRecord(statements, key, write, now()));
    },

    put: async (key, version, value, options) => {
      const write = toWrite(value, options);
      if (dialect !== 'sqlite' && (await batcher.runSingle((statements) => putAtOnce(statements, key, version, write, now())))) return true;
      return batcher.run((statements) => putRecord(statements, key, version, write, now()));
    },

    consume: (key) =>
      dialect === 'postgres'
        ? batcher.runSingle((statements) => consumeRecord(statements, key, now()))
        : batcher.run((statements) => consumeRecord(statements, key, now())),
    take: (key) =>
      dialect === 'postgres'
        ? batcher.runSingle((statements) => takeAtOnce(statements, key, now()))
        : batcher.run((statements) => takeRecord(statements, key, now())),
    delete: (key, options) => batcher.run((statements) => deleteRecord(statements, key, options?.tombstoneUntil?.getTime() ?? 0, now())),

    find: (query) => read((statements) => findRecords(statements, query, now())),
    list: (query) => read((statements) => findRecords(statements, query, now())),
    count: (query) => read((statements) => countRecords(statements, query, now())),

    deleteBy: (query, options) =>
      inPortions(Number.POSITIVE_INFINITY, (limit) =>
        batcher.run((statements) => deleteSomeBy(statements, query, options?.tombstoneUntil?.getTime() ?? 0, now(), limit)),
      ),

    deleteRealm: async (realmId) => {
      for (const type of RECORD_TYPES) await batcher.run((statements) => deleteRealmRecords(statements, type, realmId));
    },

    sweep: async (limit) => {
      let freed = 0;
      for (const type of RECORD_TYPES) {
        freed += await inPortions(limit - freed, (portion) => batcher.run((statements) => sweepSome(statements, type, now(), portion)));
      }
      await batcher.run((statements) => sweepTickets(statements, now()));
      return freed;
    },

    ping: async () => {
      try {
        await db.connection.check();
      } catch (error) {
        throw translateError(error);
      }
    },
    close: async () => {
      if (db.batcher === undefined) await batcher.close();
    },

    moves: createSqlMoves({ read, batcher, now }),
  };
}

/** A row by its key, where reads of one turn are one statement. */
function coalescedRows(connection: Connection): (key: RecordKey) => Promise<RecordRow | null> {
  const lookups = new Map(
    RECORD_TYPES.map((type) => {
      const sql = `SELECT ${COLUMNS} FROM ${tableOf(type)} WHERE realm_id = ? AND id = ANY(?)`;
      return [type, createLookup<RecordRow>({ connection, sql, keyOf: (row) => row.id })];
    }),
  );
  return async ({ type, realmId, id }) => {
    const lookup = lookups.get(type) as Lookup<RecordRow>;
    try {
      return (await lookup(realmId, id))[0] ?? null;
    } catch (error) {
      throw translateError(error);
    }
  };
}

function toWrite(value: unknown, options: WriteOptions): RecordWrite {
  return { value: JSON.stringify(value), expiresAt: options.expiresAt.getTime(), indexes: encodeIndexes(options.indexes) };
}

async function inPortions(limit: number, work: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  while (total < limit) {
    const portion = Math.min(PORTION, limit - total);
    const done = await work(portion);
    total += done;
    if (done < portion) break;
  }
  return total;
}
