import type { RecordType } from './records.ts';
import type { Indexes, RecordKey, StoredRecord } from './stored-record.ts';

/** What lies under an id as it is carried to another store, whole. */
export type HeldRecord<T extends RecordType = RecordType> =
  | {
      readonly kind: 'record';
      readonly key: RecordKey<T>;
      readonly record: StoredRecord<T>;
      readonly indexes: Indexes;
      /** Of whoever froze it; null while it may be changed. */
      readonly ticket: string | null;
    }
  | { readonly kind: 'tombstone'; readonly key: RecordKey<T>; readonly expiresAt: Date; readonly ticket: string | null }
  /** It went to another store: only a mark that the truth is there. */
  | { readonly kind: 'moved'; readonly key: RecordKey<T> };

/**
 * How a record changes its store while everybody goes on using it (`docs/decisions/live-change-of-store.md`). Of a record's two stores
 * the old one decides until its place is a moved mark: `target.reserve` → `old.freeze` → `target.restore` → `old.release`. Any process may
 * do, repeat or finish the steps of another; each is one atomic step of one store, like the verbs of the port.
 *
 * A frozen record is read by every verb that reads (its value is the truth as long as it is frozen) and cannot be changed: to `put`,
 * `consume`, `take` and `delete` it is not there, to `create` it is. To all of them a moved mark is what a tombstone is, but that no
 * `delete` lifts, replaces or shortens it. `deleteRealm` removes both, and tickets. What is frozen ends when its time is over,
 * like any record; moved marks and tickets may be freed after theirs, by `sweep` or otherwise.
 *
 * A store without these verbs serves like any other; only nothing can be moved out of it or into it.
 */
export interface RecordMoves {
  /** What lies there unexpired; null when nothing does. */
  peek<T extends RecordType>(key: RecordKey<T>): Promise<HeldRecord<T> | null>;

  /**
   * Everything unexpired of all realms and types, frozen ones and tombstones too, moved marks left out; in any order, in pages of about
   * `limit` (a page may be empty). What is there from before the first page until after the last is in one of them. `next` is for the
   * next page, null when there is none.
   */
  scan(query: { readonly after?: string; readonly limit: number }): Promise<{
    readonly held: readonly HeldRecord[];
    readonly next: string | null;
  }>;

  /** About how many records and tombstones there are, without moved marks: for showing progress. */
  size(): Promise<number>;

  /** Keeps a ticket for a record to come, until `until`. Tickets are random and never used again. */
  reserve(key: RecordKey, ticket: string, until: Date): Promise<void>;

  /**
   * Freezes an unexpired record or tombstone and gives it as it is from now on. One that is frozen already is given with the ticket it was
   * frozen by, and stays that way. Null when nothing is there, or a moved mark.
   */
  freeze<T extends RecordType>(key: RecordKey<T>, ticket: string): Promise<HeldRecord<T> | null>;

  /**
   * If the ticket is here: takes it away and puts the record or tombstone in its place, with its version, consumption, expiry and indexes,
   * over whatever lies there. False, and nothing done, without the ticket: it was done before, and may have been changed or deleted since.
   */
  restore(held: HeldRecord, ticket: string): Promise<boolean>;

  /** Replaces what was frozen by this ticket by a moved mark until `until`; false when it is not there. */
  release(key: RecordKey, ticket: string, until: Date): Promise<boolean>;

  /** Puts a moved mark where nothing unexpired is. True when a moved mark is there now; false when a record or tombstone is. */
  claim(key: RecordKey, until: Date): Promise<boolean>;

  /** Removes everything: records, tombstones, moved marks, tickets. For a store that nothing is looked for in any more, or not yet. */
  clear(): Promise<void>;
}
