import type BetterSqlite3 from 'better-sqlite3';
import type { SqlValue, Statements } from './statements.ts';

/** The driver's statements are kept per connection: to prepare one costs several times what it takes to run it. */
const known = new WeakMap<BetterSqlite3.Database, Statements>();

/** Straight on the driver: it is synchronous, so a promise only keeps the shape that other databases need. */
export function sqliteStatements(connection: BetterSqlite3.Database): Statements {
  const statements = known.get(connection) ?? create(connection);
  known.set(connection, statements);
  return statements;
}

function create(connection: BetterSqlite3.Database): Statements {
  const cache = new Map<string, BetterSqlite3.Statement>();
  const prepare = (sql: string) => {
    const statement = cache.get(sql) ?? connection.prepare(sql);
    cache.set(sql, statement);
    return statement;
  };
  const prepareInsert = (sql: string) => {
    const statement = cache.get(sql) ?? connection.prepare(`${sql} ON CONFLICT DO NOTHING`);
    cache.set(sql, statement);
    return statement;
  };
  return {
    dialect: 'sqlite',
    forUpdate: '',
    all: async <Row>(sql: string, values: readonly SqlValue[]) => prepare(sql).all(...values) as readonly Row[],
    run: async (sql, values) => prepare(sql).run(...values).changes,
    insert: async (sql, values) => prepareInsert(sql).run(...values).changes === 1,
  };
}
