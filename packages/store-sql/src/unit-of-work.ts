import type { Knex } from 'knex';
import type { Statements } from './statements.ts';

/**
 * Complete units of work: each happens whole or not at all, and its caller is answered after COMMIT. A unit must wait for nothing but its
 * own statements; it may run again when another transaction was in the way, so it must have no other effect.
 */
export interface WriteBatcher {
  run<T>(unit: (statements: Statements) => Promise<T>): Promise<T>;
  /** A unit of exactly one statement: where that is a transaction by itself, none is put around it. */
  runSingle<T>(unit: (statements: Statements) => Promise<T>): Promise<T>;
  /** The same for a unit written with knex. */
  runWithKnex<T>(unit: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Resolves when everything accepted so far is answered; nothing is accepted afterwards. */
  close(): Promise<void>;
}
