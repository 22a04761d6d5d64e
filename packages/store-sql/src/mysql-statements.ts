import { isUniqueViolation } from './driver-errors.ts';
import type { SqlValue, Statements } from './statements.ts';

type Answer = readonly unknown[] | { readonly affectedRows: number };

/** What is used of a connection of `mysql2`. */
export interface MysqlConnection {
  query(sql: string, values: readonly SqlValue[], done: (error: Error | null, answer: Answer) => void): unknown;
}

/**
 * MariaDB and MySQL. An error undoes its own statement only, so an insert can be tried: INSERT IGNORE would also swallow what is too
 * long or belongs to nothing.
 */
export function mysqlStatements(connection: MysqlConnection): Statements {
  const query = (sql: string, values: readonly SqlValue[]) =>
    new Promise<Answer>((resolve, reject) => {
      connection.query(sql, values, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  const run = async (sql: string, values: readonly SqlValue[]) => {
    const answer = await query(sql, values);
    return 'affectedRows' in answer ? answer.affectedRows : 0;
  };
  return {
    dialect: 'mysql',
    forUpdate: ' FOR UPDATE',
    all: async <Row>(sql: string, values: readonly SqlValue[]) => (await query(sql, values)) as readonly Row[],
    run,
    insert: async (sql, values) => {
      try {
        return (await run(sql, values)) === 1;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },
  };
}
