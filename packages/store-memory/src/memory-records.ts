import type { Indexes, RecordKey, RecordType, StoredRecord } from '@anteroom/core';

/** A row as it lies here: a record, or the tombstone of one (`value` null), or the mark that it is in another store now. */
export interface MemoryRow {
  readonly id: string;
  readonly version: number;
  readonly value: unknown;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
  readonly indexes: Indexes;
  readonly tombstone: boolean;
  /** Who is moving it away; it cannot be changed then. */
  readonly frozenBy: string | null;
  /** With `tombstone`: it went to another store. */
  readonly moved: boolean;
}

/** Rows by namespace (type and realm) and id, with their index entries. Several handles may share one. */
export interface MemoryRecords {
  get(key: RecordKey): MemoryRow | null;
  set(key: RecordKey, row: MemoryRow): void;
  remove(key: RecordKey): void;
  /** Rows of a namespace in order of id. */
  rows(scope: Pick<RecordKey, 'type' | 'realmId'>): readonly MemoryRow[];
  /** Rows under an index value, in order of id. */
  indexed(scope: Pick<RecordKey, 'type' | 'realmId'>, index: string, value: string): readonly MemoryRow[];
  /** Removes rows and tickets. */
  removeRealm(realmId: string): void;
  /** Tickets of records to come, by name, with the realm and the end of their time. */
  readonly tickets: Map<string, { readonly realmId: string; readonly expiresAt: number }>;
  entries(): IterableIterator<readonly [RecordKey, MemoryRow]>;
  size(): { readonly rows: number; readonly indexEntries: number };
}

interface Entry {
  readonly key: RecordKey;
  readonly row: MemoryRow;
}

export function createMemoryRecords(): MemoryRecords {
  const namespaces = new Map<string, Map<string, Entry>>();
  const indexes = new Map<string, Set<string>>();
  const tickets: MemoryRecords['tickets'] = new Map();

  const scopeName = (scope: { readonly type: RecordType; readonly realmId: string }) => JSON.stringify([scope.type, scope.realmId]);
  const indexKeys = (key: RecordKey, row: MemoryRow) =>
    Object.entries(row.indexes).flatMap(([name, values]) => (values ?? []).map((value) => indexKey(key, name, value)));

  const unindex = (key: RecordKey, row: MemoryRow) => {
    for (const name of indexKeys(key, row)) {
      const ids = indexes.get(name);
      ids?.delete(key.id);
      if (ids?.size === 0) indexes.delete(name);
    }
  };

  const remove = (key: RecordKey) => {
    const namespace = namespaces.get(scopeName(key));
    const entry = namespace?.get(key.id);
    if (namespace === undefined || entry === undefined) return;
    unindex(key, entry.row);
    namespace.delete(key.id);
    if (namespace.size === 0) namespaces.delete(scopeName(key));
  };

  return {
    get: (key) => namespaces.get(scopeName(key))?.get(key.id)?.row ?? null,

    set: (key, row) => {
      const name = scopeName(key);
      const namespace = namespaces.get(name) ?? new Map<string, Entry>();
      namespaces.set(name, namespace);
      const before = namespace.get(key.id);
      if (before !== undefined) unindex(key, before.row);
      namespace.set(key.id, { key: { type: key.type, realmId: key.realmId, id: key.id }, row });
      for (const entry of indexKeys(key, row)) indexes.set(entry, (indexes.get(entry) ?? new Set()).add(key.id));
    },

    remove,

    rows: (scope) => byId([...(namespaces.get(scopeName(scope))?.values() ?? [])].map((entry) => entry.row)),

    indexed: (scope, index, value) => {
      const namespace = namespaces.get(scopeName(scope));
      const ids = indexes.get(indexKey(scope, index, value)) ?? [];
      return byId([...ids].flatMap((id) => namespace?.get(id)?.row ?? []));
    },

    removeRealm: (realmId) => {
      for (const namespace of [...namespaces.values()]) {
        for (const { key } of [...namespace.values()]) if (key.realmId === realmId) remove(key);
      }
      for (const [name, ticket] of [...tickets]) if (ticket.realmId === realmId) tickets.delete(name);
    },

    tickets,

    *entries() {
      for (const namespace of [...namespaces.values()]) for (const { key, row } of [...namespace.values()]) yield [key, row] as const;
    },

    size: () => ({
      rows: [...namespaces.values()].reduce((total, namespace) => total + namespace.size, 0),
      indexEntries: [...indexes.values()].reduce((total, ids) => total + ids.size, 0),
    }),
  };
}

function indexKey(scope: Pick<RecordKey, 'type' | 'realmId'>, index: string, value: string): string {
  return JSON.stringify([scope.type, scope.realmId, index, value]);
}

function byId(rows: readonly MemoryRow[]): readonly MemoryRow[] {
  return [...rows].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

export function tombstoneRow(id: string, until: number): MemoryRow {
  return {
    id,
    version: 0,
    value: null,
    expiresAt: until,
    consumedAt: null,
    indexes: {},
    tombstone: true,
    frozenBy: null,
    moved: false,
  };
}

/** A copy for the caller: what it does with it stays its own. */
export function toStored<T extends RecordType>(row: MemoryRow): StoredRecord<T> {
  return {
    id: row.id,
    version: row.version,
    value: structuredClone(row.value) as StoredRecord<T>['value'],
    expiresAt: new Date(row.expiresAt),
    consumedAt: row.consumedAt === null ? null : new Date(row.consumedAt),
  };
}
