import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Configuration } from '@anteroom/config';
import { AnteroomError, type Clock, type Directory, type Log } from '@anteroom/core';
import { createSecretBox, loadOrCreateSecretKey, openSqlDatabase, type SqlDatabase } from '@anteroom/store-sql';

export interface Stores {
  readonly database: SqlDatabase;
  readonly directory: Directory;
}

/** Opens the database: schema, secret key, directory. Every failure is one line that says what to change. */
export async function openStores({
  configuration,
  clock,
  log,
}: {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Stores> {
  prepareDataDir(configuration.dataDir);
  const database = openSqlDatabase({ url: configuration.databaseUrl, clock, log });
  try {
    await database.migrate();
    const key = loadOrCreateSecretKey({
      dataDir: configuration.dataDir,
      configured: configuration.secretKey,
      databaseIsEmpty: await database.isEmpty(),
    });
    return { database, directory: await database.openDirectory(createSecretBox(key)) };
  } catch (error) {
    await database.close();
    throw explain(error, configuration);
  }
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AnteroomError(
      'configuration',
      `ANTEROOM_DATA_DIR: the directory ${dataDir} cannot be written; make it writable or set another one`,
      { cause: error },
    );
  }
}

function explain(error: unknown, { databaseUrl }: Configuration): unknown {
  const { code } = error as { code?: string };
  if (typeof code === 'string' && /^(SQLITE_|EACCES|ENOENT|ENOTDIR|EROFS)/.test(code)) {
    return new AnteroomError(
      'configuration',
      `ANTEROOM_DATABASE_URL: the database ${databaseUrl.replace(/^(\w+:\/\/)[^@/]*@/, '$1')} cannot be opened (${code})`,
      { cause: error },
    );
  }
  return error;
}
