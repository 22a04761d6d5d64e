import type { Connection } from './connection.ts';
import { onConnection } from './connection.ts';
import type { Statements } from './statements.ts';

/** Rows of one key of one realm; those who ask for the same key share the rows and must not change them. */
export type Lookup<Row> = (realmId: string, key: string) => Promise<readonly Row[]>;

/** Bounds how long a statement takes and how many callers share its fate. */
const MAX_KEYS = 200;

interface Batch<Row> {
  readonly keys: Set<string>;
  readonly rows: Promise<ReadonlyMap<string, readonly Row[]>>;
}

/**
 * PostgreSQL. What is asked for in one turn of the event loop, and while all connections are taken, is one statement: a round trip costs
 * both sides far more than a row, and nobody waits for a timer. Nothing is kept: the statement is sent after everybody in it has asked,
 * so each sees what was committed before. `sql` takes the realm and the list of keys, in this order.
 */
export function createLookup<Row>({
  connection,
  sql,
  keyOf,
}: {
  readonly connection: Connection;
  readonly sql: string;
  readonly keyOf: (row: Row) => string;
}): Lookup<Row> {
  const open = new Map<string, Batch<Row>>();

  const begin = (realmId: string): Batch<Row> => {
    const keys = new Set<string>();
    const rows = new Promise((resolve) => setImmediate(resolve)).then(async () => {
      const close = () => {
        if (open.get(realmId) === batch) open.delete(realmId);
      };
      const ask = (statements: Statements) => {
        close();
        return statements.all<Row>(sql, [realmId, [...keys]]);
      };
      // Closed by a connection that cannot be had as well, or everybody after would share its failure.
      return Map.groupBy(await onConnection(connection, ask).finally(close), keyOf);
    });
    const batch = { keys, rows };
    open.set(realmId, batch);
    return batch;
  };

  return async (realmId, given) => {
    // As the connection does with single values: PostgreSQL cannot hold NUL.
    const key = given.includes('\0') ? given.replaceAll('\0', '\uFFFD') : given;
    const batch = open.get(realmId) ?? begin(realmId);
    batch.keys.add(key);
    if (batch.keys.size >= MAX_KEYS) open.delete(realmId);
    return (await batch.rows).get(key) ?? [];
  };
}
