import type { Connection } from './connection.ts';
import { createGroupCommit } from './group-commit.ts';
import type { WriteBatcher } from './unit-of-work.ts';
import { createUnitTransactions } from './unit-transactions.ts';

/** On SQLite units share commits; elsewhere each has a transaction, which was measured (docs/decisions/no-group-commit-on-servers.md). */
export function createWriteBatcher(connection: Connection): WriteBatcher {
  return connection.dialect === 'sqlite' ? createGroupCommit(connection) : createUnitTransactions(connection);
}
