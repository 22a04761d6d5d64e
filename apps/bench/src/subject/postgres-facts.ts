// @ts-expect-error: the driver brings no types; what is used of it is declared here.
import pg from 'pg';
import type { Counters, DurabilitySetting } from './subject.ts';

interface Client {
  connect(): Promise<void>;
  query<T>(sql: string): Promise<{ readonly rows: readonly T[] }>;
  end(): Promise<void>;
}

export interface PostgresFacts {
  readonly durability: () => Promise<readonly DurabilitySetting[]>;
  readonly counters: () => Promise<Pick<Counters, 'commits' | 'writes' | 'rowsWritten' | 'walBytes' | 'standbyBytes'>>;
  /**
   * Freezes what was written. Otherwise somebody who only reads would do it: the first to see a row marks it as visible, and with
   * checksums that is logged.
   */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Counters of the whole server: everything that its databases did. */
const COUNTERS = `
  select sum(xact_commit)::float8 as commits,
         sum(tup_inserted + tup_updated + tup_deleted)::float8 as rows,
         pg_snapshot_xmax(pg_current_snapshot())::text::float8 as writes,
         pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
         (select pg_wal_lsn_diff(max(sent_lsn), '0/0')::float8 from pg_stat_replication) as standby
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
      const { rows } = await client.query<{ commits: number; writes: number; rows: number; wal: number; standby: number | null }>(COUNTERS);
      const [row] = rows;
      if (row === undefined) throw new Error('PostgreSQL gave no counters');
      return { commits: row.commits, writes: row.writes, rowsWritten: row.rows, walBytes: row.wal, standbyBytes: row.standby };
    },
    async settle() {
      await client.query('vacuum (freeze, analyze)');
    },
    close: () => client.end(),
  };
}
