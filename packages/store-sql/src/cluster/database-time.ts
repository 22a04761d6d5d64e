import type { Knex } from 'knex';
import type { Connection } from '../connection.ts';

const MILLIS = {
  sqlite: "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
  postgres: 'cast(extract(epoch from clock_timestamp()) * 1000 as bigint)',
  mysql: 'cast(unix_timestamp(sysdate(3)) * 1000 as signed)',
};

/** The database's own clock in milliseconds, as SQL: what nodes compare must not depend on whose clock is right. */
export function databaseTime({ db, dialect }: Connection, plusMillis = 0): Knex.Raw {
  return db.raw(`${MILLIS[dialect]} + ?`, [plusMillis]);
}
