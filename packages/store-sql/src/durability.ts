import type { Log } from '@anteroom/core';
import type { Connection } from './connection.ts';

/** Settings of a server under which an acknowledged commit may be lost, and that only its operator can change. */
const LOSING = {
  postgres: "select name, setting from pg_settings where name in ('fsync', 'full_page_writes') and setting = 'off'",
  mysql: `select 'innodb_flush_log_at_trx_commit' as name, @@innodb_flush_log_at_trx_commit as setting
    from dual where @@innodb_flush_log_at_trx_commit <> 1`,
} as const;

/** Says at the start what the server does not promise. */
export async function warnOfLoss({ db, dialect }: Connection, log: Log): Promise<void> {
  if (dialect === 'sqlite') return;
  const answer = await db.raw(LOSING[dialect]);
  const rows: { name: string; setting: string | number }[] = dialect === 'postgres' ? answer.rows : answer[0];
  for (const { name, setting } of rows) log.warn('database.may_lose_commits', { setting: `${name} = ${setting}` });
}
