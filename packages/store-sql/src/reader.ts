import type { Connection } from './connection.ts';
import { onConnection } from './connection.ts';
import type { SqlValue } from './statements.ts';

/** Reads of the hot paths (a user, its credentials): prepared once, a quarter of the cost of a built query. Values stand as `?`. */
export interface Reader {
  all<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>;
}

export function createReader(connection: Connection): Reader {
  return { all: (sql, values) => onConnection(connection, (statements) => statements.all(sql, values)) };
}
