import type { Log } from '@anteroom/core';
import type { Connection } from './connection.ts';
import { dialectOf } from './dialect.ts';
import { connectMysql } from './mysql-connection.ts';
import { connectPostgres } from './postgres-connection.ts';
import { connectSqlite } from './sqlite-connection.ts';

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Nothing is reached yet: the first statement opens the first connection. */
export function connect(url: string, log: Log = SILENT): Connection {
  switch (dialectOf(url)) {
    case 'sqlite':
      return connectSqlite(url);
    case 'postgres':
      return connectPostgres(url, log);
    case 'mysql':
      return connectMysql(url, log);
  }
}
