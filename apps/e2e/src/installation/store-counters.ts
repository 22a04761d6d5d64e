import { spawnSync } from 'node:child_process';
import type { Installation } from './installation.ts';

const ask = ({ postgres }: Installation, statement: string): string => {
  if (postgres === null) throw new Error('no PostgreSQL');
  const { stdout, stderr, status } = spawnSync('psql', [postgres.url, '-Atc', statement], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};

/** Table and number of rows, of every table, counted at PostgreSQL itself. */
export function rowsOf(installation: Installation): readonly string[] {
  const tables = ask(installation, 'select relname from pg_stat_user_tables order by relname').split('\n');
  return ask(installation, tables.map((table) => `select '${table}: ' || count(*) from "${table}"`).join(' union all '))
    .split('\n')
    .sort();
}

/** Transactions that have written anything since the beginning: PostgreSQL gives a number to each of them, and to no other. */
export const writingTransactions = (installation: Installation): number =>
  Number(ask(installation, 'select pg_snapshot_xmax(pg_current_snapshot())'));

/** At most so many of them are a server's own in this time: a lease each three seconds, the list of nodes each five. */
export const ownTransactions = (milliseconds: number): number => Math.ceil(milliseconds / 3000) + Math.ceil(milliseconds / 5000);

/** Names of all keys of Redis; null where there is none. */
export async function keysOf({ store: { redis } }: Installation): Promise<readonly string[] | null> {
  return redis === null ? null : (await redis.command('KEYS', '*')).split('\n').filter(Boolean).sort();
}

/** Commands that write, as Redis counts them; those of scripts too. The beat, one `set` a second, is left out by name. */
export async function redisWrites({ store: { redis } }: Installation): Promise<Readonly<Record<string, number>> | null> {
  if (redis === null) return null;
  const lines = (await redis.command('INFO', 'commandstats')).split('\n');
  const counts = lines.flatMap((line) => {
    const [, name, calls] = /^cmdstat_(\w+):calls=(\d+)/.exec(line) ?? [];
    return name !== undefined && WRITES.has(name) ? [[name, Number(calls)] as const] : [];
  });
  return Object.fromEntries(counts);
}

const WRITES = new Set([
  'hset',
  'hmset',
  'del',
  'unlink',
  'zadd',
  'zrem',
  'sadd',
  'srem',
  'pexpireat',
  'pexpire',
  'getdel',
  'eval',
  'evalsha',
  'incr',
]);
