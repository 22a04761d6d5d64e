import type { SqlValue, Statements } from './statements.ts';

/** What is used of a connection of `pg`. */
export interface PostgresConnection {
  query(query: { readonly name?: string; readonly text: string; readonly values: readonly SqlValue[] }): Promise<{
    readonly rows: unknown[];
    readonly rowCount: number | null;
  }>;
}

interface Prepared {
  readonly name?: string;
  readonly text: string;
}

/** Lists of varying length make texts of their own; past this many, a text is parsed each time. */
const MAX_NAMED = 300;

/** Named statements: each connection parses and plans a text once. The names are shared by the connections of a process. */
export function createPostgresStatements(): (connection: PostgresConnection) => Statements {
  const texts = new Map<string, Prepared>();

  const prepared = (sql: string): Prepared => {
    const there = texts.get(sql);
    if (there !== undefined) return there;
    let place = 0;
    const text = sql.replace(/\?/g, () => `$${++place}`);
    if (texts.size >= MAX_NAMED) return { text };
    const made = { name: `anteroom_${texts.size}`, text };
    texts.set(sql, made);
    return made;
  };

  return (connection) => {
    const query = (sql: string, values: readonly SqlValue[]) => connection.query({ ...prepared(sql), values });
    return {
      dialect: 'postgres',
      forUpdate: ' FOR UPDATE',
      all: async <Row>(sql: string, values: readonly SqlValue[]) => (await query(sql, values)).rows as readonly Row[],
      run: async (sql, values) => (await query(sql, values)).rowCount ?? 0,
      insert: async (sql, values) => (await query(`${sql} ON CONFLICT DO NOTHING`, values)).rowCount === 1,
    };
  };
}
