import type { Clock, HeldRecord, RecordKey, RecordMoves, RecordType } from '@anteroom/core';
import { type MemoryRecords, type MemoryRow, tombstoneRow, toStored } from './memory-records.ts';

/** Moving records out of this memory and into it: nothing is awaited inside a verb, as in the store's own. */
export function createMemoryMoves({ clock, records }: { readonly clock: Clock; readonly records: MemoryRecords }): RecordMoves {
  const now = () => clock.now().getTime();
  const live = (key: RecordKey): MemoryRow | null => {
    const row = records.get(key);
    return row !== null && row.expiresAt > now() ? row : null;
  };
  const mark = (key: RecordKey, until: Date) => records.set(key, { ...tombstoneRow(key.id, until.getTime()), moved: true });

  return {
    peek: async (key) => {
      const row = live(key);
      return row === null ? null : toHeld(key, row);
    },

    scan: async ({ after, limit }) => {
      const behind = [...records.entries()]
        .map(([key, row]) => ({ key, row, name: JSON.stringify([key.type, key.realmId, key.id]) }))
        .filter(({ row, name }) => row.expiresAt > now() && !row.moved && (after === undefined || name > after))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const page = behind.slice(0, limit);
      return { held: page.map(({ key, row }) => toHeld(key, row)), next: behind.length > limit ? (page.at(-1)?.name ?? null) : null };
    },

    size: async () => [...records.entries()].filter(([, row]) => row.expiresAt > now() && !row.moved).length,

    reserve: async (key, ticket, until) => {
      records.tickets.set(ticketName(key, ticket), { realmId: key.realmId, expiresAt: until.getTime() });
    },

    freeze: async (key, ticket) => {
      const row = live(key);
      if (row === null || row.moved) return null;
      const frozen = { ...row, frozenBy: row.frozenBy ?? ticket };
      records.set(key, frozen);
      return toHeld(key, frozen);
    },

    restore: async (held, ticket) => {
      const { key } = held;
      if (held.kind === 'moved' || !records.tickets.delete(ticketName(key, ticket))) return false;
      if (held.kind === 'tombstone') records.set(key, tombstoneRow(key.id, held.expiresAt.getTime()));
      else {
        const { version, value, expiresAt, consumedAt } = held.record;
        records.set(key, {
          ...tombstoneRow(key.id, expiresAt.getTime()),
          version,
          value: structuredClone(value),
          consumedAt: consumedAt?.getTime() ?? null,
          indexes: structuredClone(held.indexes),
          tombstone: false,
        });
      }
      return true;
    },

    release: async (key, ticket, until) => {
      const row = live(key);
      if (row?.frozenBy !== ticket) return false;
      mark(key, until);
      return true;
    },

    claim: async (key, until) => {
      const row = live(key);
      if (row === null) mark(key, until);
      return row === null || row.moved;
    },

    clear: async () => {
      records.tickets.clear();
      for (const [key] of records.entries()) records.remove(key);
    },
  };
}

function ticketName(key: RecordKey, ticket: string): string {
  return JSON.stringify([key.type, key.realmId, key.id, ticket]);
}

function toHeld<T extends RecordType>(key: RecordKey<T>, row: MemoryRow): HeldRecord<T> {
  if (row.moved) return { kind: 'moved', key };
  if (row.tombstone) return { kind: 'tombstone', key, expiresAt: new Date(row.expiresAt), ticket: row.frozenBy };
  return { kind: 'record', key, record: toStored<T>(row), indexes: structuredClone(row.indexes), ticket: row.frozenBy };
}
