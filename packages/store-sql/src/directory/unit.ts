import type { Change, Clock } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Dialect } from '../dialect.ts';
import type { SecretBox } from '../secret-box.ts';

/** What the steps of one unit of work share. */
export interface Unit {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
  readonly realmId: string;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  /** What this unit deletes is kept for restoring; null when it is not. */
  readonly keep: Extract<Change, { kind: 'keep-deleted' }> | null;
}
