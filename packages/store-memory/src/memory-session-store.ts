import type { Clock, RecordKey, RecordType, SessionStore, WriteOptions } from '@anteroom/core';
import { createMemoryMoves } from './memory-moves.ts';
import { createMemoryRecords, type MemoryRecords, type MemoryRow, tombstoneRow, toStored } from './memory-records.ts';

export interface MemorySessionStoreDependencies {
  readonly clock: Clock;
  readonly tag?: string;
  /** Shared by several handles in tests; otherwise its own. */
  readonly records?: MemoryRecords;
}

/**
 * The session plane in the memory of one process. Nothing is awaited inside a verb, so each is atomic by JavaScript's own rule. It
 * promises nothing across a restart.
 */
export function createMemorySessionStore({
  clock,
  tag = 'm',
  records = createMemoryRecords(),
}: MemorySessionStoreDependencies): SessionStore {
  const now = () => clock.now().getTime();
  const isLive = (row: MemoryRow | null): row is MemoryRow => row !== null && row.expiresAt > now();
  /** The unexpired record, not a tombstone. */
  const record = (key: RecordKey): MemoryRow | null => {
    const row = records.get(key);
    return isLive(row) && !row.tombstone ? row : null;
  };
  /** The same, if it may be changed. */
  const changeable = (key: RecordKey): MemoryRow | null => {
    const row = record(key);
    return row?.frozenBy === null ? row : null;
  };
  const write = (key: RecordKey, version: number, value: unknown, options: WriteOptions, consumedAt: number | null) =>
    records.set(key, {
      id: key.id,
      version,
      value: structuredClone(value),
      expiresAt: options.expiresAt.getTime(),
      consumedAt,
      indexes: structuredClone(options.indexes ?? {}),
      tombstone: false,
      frozenBy: null,
      moved: false,
    });

  const remove = (key: RecordKey, tombstoneUntil: Date | undefined): boolean => {
    const before = records.get(key);
    if (isLive(before) && (before.moved || before.frozenBy !== null)) return false;
    const there = record(key) !== null;
    // A tombstone in place is never shortened, and a delete without one does not lift it.
    const until = Math.max(tombstoneUntil?.getTime() ?? 0, isLive(before) && before.tombstone ? before.expiresAt : 0);
    if (until > now()) records.set(key, tombstoneRow(key.id, until));
    else records.remove(key);
    return there;
  };

  const page = <T extends RecordType>(rows: readonly MemoryRow[], after: string | undefined, limit: number | undefined) =>
    rows
      .filter((row) => isLive(row) && !row.tombstone && (after === undefined || row.id > after))
      .slice(0, limit)
      .map((row) => toStored<T>(row));

  return {
    tag,

    get: async (key) => {
      const row = record(key);
      return row === null ? null : toStored(row);
    },

    create: async (key, value, options) => {
      if (isLive(records.get(key))) return false;
      write(key, 1, value, options, null);
      return true;
    },

    put: async (key, version, value, options) => {
      const row = changeable(key);
      if (row === null || row.version !== version) return false;
      write(key, version + 1, value, options, row.consumedAt);
      return true;
    },

    consume: async (key) => {
      const row = changeable(key);
      if (row === null || row.consumedAt !== null) return null;
      const consumed = { ...row, version: row.version + 1, consumedAt: now() };
      records.set(key, consumed);
      return toStored(consumed);
    },

    take: async (key) => {
      const row = changeable(key);
      if (row === null || row.consumedAt !== null) return null;
      records.remove(key);
      return toStored(row);
    },

    delete: async (key, options) => remove(key, options?.tombstoneUntil),

    find: async (query) => page(records.indexed(query, query.index, query.value), query.after, query.limit),

    deleteBy: async (query, options) => {
      const rows = records.indexed(query, query.index, query.value);
      return rows.filter((row) => remove({ type: query.type, realmId: query.realmId, id: row.id }, options?.tombstoneUntil)).length;
    },

    list: async (query) => page(records.rows(query), query.after, query.limit),

    count: async (query) => {
      const { index, value } = query;
      return page(
        index === undefined || value === undefined ? records.rows(query) : records.indexed(query, index, value),
        undefined,
        undefined,
      ).length;
    },

    deleteRealm: async (realmId) => records.removeRealm(realmId),

    sweep: async (limit) => {
      let freed = 0;
      for (const [key, row] of records.entries()) {
        if (freed >= limit) break;
        if (isLive(row)) continue;
        records.remove(key);
        freed += 1;
      }
      for (const [name, ticket] of [...records.tickets]) if (ticket.expiresAt <= now()) records.tickets.delete(name);
      return freed;
    },

    ping: async () => {},
    close: async () => {},

    moves: createMemoryMoves({ clock, records }),
  };
}
