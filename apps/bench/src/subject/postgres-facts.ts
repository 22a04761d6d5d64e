// @ts-expect-error: the driver brings no types; what is used of it is declared here.
import pg from 'pg';
import type { DurabilitySetting } from './subject.ts';

interface Client {
  connect(): Promise<void>;
  query<T>(sql: string): Promise<{ readonly rows: readonly T[] }>;
  end(): Promise<void>;
}

export interface PostgresFacts {
  readonly durability: () => Promise<readonly DurabilitySetting[]>;
  readonly counters: () => Promise<{ readonly commits: number; readonly rowsWritten: number; readonly walBytes: number }>;
  readonly close: () => Promise<void>;
}

/** Counters of the whole server: everything that its databases did. */
const COUNTERS = `
  select sum(xact_commit)::float8 as commits,
         sum(tup_inserted + tup_updated + tup_deleted)::float8 as rows,
         pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal
  from pg_stat_database`;

const DURABILITY = `select name, setting from pg_settings where name in ('synchronous_commit', 'fsync', 'full_page_writes') order by name`;

export async function openPostgresFacts(url: string): Promise<PostgresFacts> {
  const client: Client = new pg.Client({ connectionString: url, application_name: 'anteroom-bench' });
  await client.connect();
  return {
    async durability() {
      const { rows } = await client.query<{ name: string; setting: string }>(DURABILITY);
      return rows.map(({ name, setting }) => ({ name: `PostgreSQL ${name}`, value: setting, relaxed: setting === 'off' }));
    },
    async counters() {
      const { rows } = await client.query<{ commits: number; rows: number; wal: number }>(COUNTERS);
      const [row] = rows;
      if (row === undefined) throw new Error('PostgreSQL gave no counters');
      return { commits: row.commits, rowsWritten: row.rows, walBytes: row.wal };
    },
    close: () => client.end(),
  };
}
