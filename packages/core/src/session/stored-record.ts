import type { RecordType, RecordValues } from './records.ts';

export type IndexName = 'user' | 'client' | 'uid' | 'user-code' | 'session';

/** Values a record can be found by. A session is indexed under every client it has an entry for. */
export type Indexes = { readonly [name in IndexName]?: readonly string[] };

export interface StoredRecord<T extends RecordType = RecordType> {
  readonly id: string;
  /** Starts at 1 and rises by one with every write. */
  readonly version: number;
  readonly value: RecordValues[T];
  readonly expiresAt: Date;
  /** Set by `consume`; null before. */
  readonly consumedAt: Date | null;
}

export interface RecordKey<T extends RecordType = RecordType> {
  readonly type: T;
  /** The realm's UUID, never its name. */
  readonly realmId: string;
  readonly id: string;
}

export interface WriteOptions {
  readonly expiresAt: Date;
  readonly indexes?: Indexes;
}
