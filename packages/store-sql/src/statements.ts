import type { Dialect } from './dialect.ts';

/** A list is for PostgreSQL's `any` only. */
export type SqlValue = string | number | null | readonly string[];

/** Statements with `?` for values, on one connection. Nothing else is ever waited for inside a transaction. */
export interface Statements {
  readonly dialect: Dialect;
  /** Ends a SELECT whose rows this transaction is about to change. Empty on SQLite, where a writer is alone. */
  readonly forUpdate: '' | ' FOR UPDATE';
  /** Rows of a query, or of a statement with RETURNING. */
  all<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Number of rows a statement has found to touch. */
  run(sql: string, values: readonly SqlValue[]): Promise<number>;
  /** A plain INSERT; false, and nothing written, when a row with its key is there. */
  insert(sql: string, values: readonly SqlValue[]): Promise<boolean>;
}
