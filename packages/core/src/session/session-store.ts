import type { RecordMoves } from './record-moves.ts';
import type { RecordType, RecordValues } from './records.ts';
import type { IndexName, RecordKey, StoredRecord, WriteOptions } from './stored-record.ts';

export type { Indexes, IndexName, RecordKey, StoredRecord, WriteOptions } from './stored-record.ts';

/**
 * The session plane: atomic verbs over typed records. Rules for every adapter:
 *
 * - Each type is a namespace of its own: an id of one type is unknown under another.
 * - Expiry is decided by the caller's clock (`now`): a record with `expiresAt <= now` is absent to every verb but `sweep`.
 * - Values go in and come out by copy. Unknown fields of a value are kept.
 * - A verb that resolved is as durable as the adapter's README promises; a verb that threw `store_unavailable` may or may not have happened.
 * - No verb waits for anything but the store.
 */
export interface SessionStore {
  /** One character; new ids of this store begin with it and a dot (settled 7). */
  readonly tag: string;

  get<T extends RecordType>(key: RecordKey<T>): Promise<StoredRecord<T> | null>;

  /** Creates at version 1. False when an unexpired record or tombstone of that id is there; nothing is written then. */
  create<T extends RecordType>(key: RecordKey<T>, value: RecordValues[T], options: WriteOptions): Promise<boolean>;

  /** Replaces value, expiry and indexes if the record is there with exactly `version`; false otherwise (gone, tombstoned or changed). */
  put<T extends RecordType>(key: RecordKey<T>, version: number, value: RecordValues[T], options: WriteOptions): Promise<boolean>;

  /** Marks consumed, once: the record for exactly one of many callers across processes, null for all others. It stays readable until it expires. */
  consume<T extends RecordType>(key: RecordKey<T>): Promise<StoredRecord<T> | null>;

  /** Deletes and returns, once: the record for exactly one of many callers, null for all others. What was consumed cannot be taken. */
  take<T extends RecordType>(key: RecordKey<T>): Promise<StoredRecord<T> | null>;

  /**
   * Deletes; true when something was there. With `tombstoneUntil`, `create` and `put` of that id are refused until then, so that a
   * write on its way cannot bring the record back; also when nothing was there. No delete lifts or shortens a tombstone.
   */
  delete(key: RecordKey, options?: { readonly tombstoneUntil?: Date }): Promise<boolean>;

  /** All unexpired records under an index value, in order of id; `after` is the id to go on behind. */
  find<T extends RecordType>(query: {
    readonly type: T;
    readonly realmId: string;
    readonly index: IndexName;
    readonly value: string;
    readonly after?: string;
    readonly limit?: number;
  }): Promise<readonly StoredRecord<T>[]>;

  /** Deletes all records under an index value, with a tombstone each when asked for; resolves with their number. */
  deleteBy(
    query: { readonly type: RecordType; readonly realmId: string; readonly index: IndexName; readonly value: string },
    options?: { readonly tombstoneUntil?: Date },
  ): Promise<number>;

  /** A page of unexpired records in order of id. */
  list<T extends RecordType>(query: {
    readonly type: T;
    readonly realmId: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly StoredRecord<T>[]>;

  /** Number of unexpired records (of one index value when given). */
  count(query: {
    readonly type: RecordType;
    readonly realmId: string;
    readonly index?: IndexName;
    readonly value?: string;
  }): Promise<number>;

  /** Removes every record of a realm. */
  deleteRealm(realmId: string): Promise<void>;

  /** Frees up to `limit` expired records and tombstones; resolves with the number freed. Never removes an unexpired one. */
  sweep(limit: number): Promise<number>;

  ping(): Promise<void>;
  close(): Promise<void>;

  /** For `anteroom store drain`: moving records from this store to another, or to it. A store that wraps another must wrap this too. */
  readonly moves?: RecordMoves;
}
