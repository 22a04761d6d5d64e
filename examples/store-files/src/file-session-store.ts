import type { Clock, RecordKey, RecordType, SessionStore, StoredRecord, WriteOptions } from '@anteroom/core';
import type { Journal } from './journal.ts';

/** A record as it lies in the file; a tombstone has no value. */
export interface Row {
  readonly key: RecordKey;
  readonly version: number;
  readonly value: unknown;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
  readonly tombstone: boolean;
  readonly indexes: NonNullable<WriteOptions['indexes']>;
}

type Search = Partial<Parameters<SessionStore['find']>[0]> & Pick<RecordKey, 'type' | 'realmId'>;
type Store = { readonly journal: Journal<Row>; readonly clock: Clock; readonly tag: string };

/** The session store port over a journal. Each verb decides without waiting, so it is atomic; it answers when the disk has it. */
export function createFileSessionStore({ journal, clock, tag }: Store): SessionStore {
  const now = () => clock.now().getTime();
  const lying = (key: RecordKey) => journal.rows.get(nameOf(key)) ?? null;
  const isLive = (row: Row | null): row is Row => row !== null && row.expiresAt > now();
  const get = (key: RecordKey): Row | null => {
    const row = lying(key);
    return isLive(row) && !row.tombstone ? row : null;
  };
  const put = (key: RecordKey, version: number, value: unknown, { expiresAt, indexes = {} }: WriteOptions, consumedAt: number | null) =>
    // By copy: whoever gave the value may go on changing it.
    journal.write(nameOf(key), structuredClone({ key, version, value, expiresAt: +expiresAt, consumedAt, tombstone: false, indexes }));
  const remove = async (key: RecordKey, tombstoneUntil: Date | undefined): Promise<boolean> => {
    const before = lying(key);
    const isThere = get(key) !== null;
    // A tombstone in place is never shortened, and a delete without one does not lift it.
    const expiresAt = Math.max(+(tombstoneUntil ?? 0), before?.tombstone ? before.expiresAt : 0);
    const grave = { key, version: 0, value: null, expiresAt, consumedAt: null, tombstone: true, indexes: {} };
    if (expiresAt > now()) await journal.write(nameOf(key), grave);
    else if (before !== null) await journal.write(nameOf(key), null);
    return isThere;
  };
  /** Looks at every row: where that is too slow, a map of index values is the next thing to write. */
  const search = ({ type, realmId, index, value = '', after = '', limit }: Search): readonly Row[] =>
    [...journal.rows.values()]
      .filter((row) => row.key.type === type && row.key.realmId === realmId && get(row.key) !== null && row.key.id > after)
      .filter((row) => index === undefined || row.indexes[index]?.includes(value))
      .sort((one, other) => (one.key.id < other.key.id ? -1 : 1))
      .slice(0, limit);
  const removeAll = async (rows: readonly Row[]): Promise<number> => {
    await Promise.all(rows.map((row) => journal.write(nameOf(row.key), null)));
    return rows.length;
  };

  return {
    tag,
    get: async (key) => {
      const row = get(key);
      return row === null ? null : toStored(row);
    },
    create: async (key, value, options) => {
      if (isLive(lying(key))) return false;
      await put(key, 1, value, options, null);
      return true;
    },
    put: async (key, version, value, options) => {
      const row = get(key);
      if (row?.version !== version) return false;
      await put(key, version + 1, value, options, row.consumedAt);
      return true;
    },
    consume: async (key) => {
      const row = get(key);
      if (row === null || row.consumedAt !== null) return null;
      const consumed = { ...row, version: row.version + 1, consumedAt: now() };
      await journal.write(nameOf(key), consumed);
      return toStored(consumed);
    },
    take: async (key) => {
      const row = get(key);
      if (row === null || row.consumedAt !== null) return null;
      await journal.write(nameOf(key), null);
      return toStored(row);
    },
    delete: (key, options) => remove(key, options?.tombstoneUntil),
    deleteBy: async (query, options) => {
      const deleted = await Promise.all(search(query).map((row) => remove(row.key, options?.tombstoneUntil)));
      return deleted.length;
    },
    find: async (query) => search(query).map((row) => toStored(row)),
    list: async (query) => search(query).map((row) => toStored(row)),
    count: async (query) => search(query).length,
    deleteRealm: async (realmId) => void (await removeAll([...journal.rows.values()].filter((row) => row.key.realmId === realmId))),
    sweep: (limit) => removeAll([...journal.rows.values()].filter((row) => !isLive(row)).slice(0, limit)),
    ping: async () => {},
    close: () => journal.close(),
  };
}

/** Each type is a namespace of its own. */
function nameOf({ type, realmId, id }: RecordKey): string {
  return JSON.stringify([type, realmId, id]);
}

/** A copy for the caller: what it does with it stays its own. */
function toStored<T extends RecordType>(row: Row): StoredRecord<T> {
  const { key, version, value, expiresAt, consumedAt } = structuredClone(row);
  const consumed = consumedAt === null ? null : new Date(consumedAt);
  return { id: key.id, version, value: value as StoredRecord<T>['value'], expiresAt: new Date(expiresAt), consumedAt: consumed };
}
