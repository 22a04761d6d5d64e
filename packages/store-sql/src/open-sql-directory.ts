import type { Clock, Directory, Log } from '@anteroom/core';
import { type ClusterStores, openClusterStores } from './cluster/open-cluster.ts';
import { connect } from './connect.ts';
import type { Connection } from './connection.ts';
import { createSqlUserArchive } from './directory/archive.ts';
import { createSqlClients } from './directory/clients.ts';
import { applyUnit } from './directory/commit.ts';
import { createSqlConsents } from './directory/consents.ts';
import { createSqlCredentials } from './directory/credentials.ts';
import { createSqlEvents } from './directory/events.ts';
import { createSqlImportRuns } from './directory/import-runs.ts';
import { createSqlLinks } from './directory/links.ts';
import { createSqlLoginTraces } from './directory/login-traces.ts';
import { createSqlOutbox } from './directory/outbox.ts';
import { createSqlRealms } from './directory/realms.ts';
import { createSqlDeleted } from './directory/safe/deleted.ts';
import { createSqlHistory } from './directory/safe/history.ts';
import { createSqlSettings } from './directory/settings.ts';
import { translating } from './directory/translating.ts';
import { createSqlUsers } from './directory/users.ts';
import { createSqlWebhooks } from './directory/webhooks/webhooks.ts';
import { translateError } from './driver-errors.ts';
import { warnOfLoss } from './durability.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { opening } from './opening.ts';
import type { SecretBox } from './secret-box.ts';
import { isDatabaseEmpty, verifySecretKey } from './secret-check.ts';
import type { WriteBatcher } from './unit-of-work.ts';
import { createWriteBatcher } from './write-batcher.ts';

export interface SqlDatabase {
  readonly connection: Connection;
  /** Both planes write through it, so that what happens together is committed together. */
  readonly batcher: WriteBatcher;
  /** Brings the schema up to date; several processes may call it at once. Gives the ids of the steps it ran. */
  migrate(): Promise<readonly string[]>;
  /** Ids of the steps that `migrate` would run. */
  pending(): Promise<readonly string[]>;
  /** True when no secret was ever stored: only then may a node make a key of its own. Call it after `migrate`. */
  isEmpty(): Promise<boolean>;
  /** The directory, after checking that the secret key is the one the database was written with (`key_missing`). */
  openDirectory(secretBox: SecretBox): Promise<Directory>;
  /** Leases, nodes and topics of all nodes over this database. Call it after `migrate`. */
  openCluster(options?: { readonly alone?: Clock | null }): ClusterStores;
  close(): Promise<void>;
}

export function openSqlDatabase({ url, clock, log }: { readonly url: string; readonly clock: Clock; readonly log: Log }): SqlDatabase {
  const connection = connect(url, log);
  const batcher = createWriteBatcher(connection);
  return {
    connection,
    batcher,
    migrate: () =>
      opening(url, async () => {
        await warnOfLoss(connection, log);
        return migrate(connection, MIGRATIONS, { clock, log });
      }),
    pending: () => opening(url, () => pendingMigrations(connection, MIGRATIONS)),
    isEmpty: () => isDatabaseEmpty(connection),
    async openDirectory(secretBox) {
      await verifySecretKey(connection, secretBox);
      return createSqlDirectory({ connection, batcher, secretBox, clock });
    },
    openCluster: (options) => openClusterStores(connection, options),
    async close() {
      await batcher.close();
      await connection.db.destroy();
    },
  };
}

/** The directory port over an open connection with an up-to-date schema. */
export function createSqlDirectory({
  connection,
  batcher = createWriteBatcher(connection),
  secretBox,
  clock,
}: {
  readonly connection: Connection;
  readonly batcher?: WriteBatcher;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
}): Directory {
  const { db } = connection;
  return {
    realms: translating(createSqlRealms({ db, secretBox })),
    clients: translating(createSqlClients({ db, secretBox })),
    users: translating(createSqlUsers({ connection })),
    archive: translating(createSqlUserArchive({ db, secretBox })),
    credentials: translating(createSqlCredentials({ connection, secretBox })),
    consents: translating(createSqlConsents({ db })),
    links: translating(createSqlLinks({ db })),
    outbox: translating(createSqlOutbox({ connection })),
    events: translating({ ...createSqlEvents({ db }), ...createSqlLoginTraces({ db }) }),
    settings: translating(createSqlSettings({ connection, secretBox })),
    imports: translating(createSqlImportRuns({ db })),
    history: translating(createSqlHistory({ db, secretBox })),
    deleted: translating(createSqlDeleted({ db, secretBox })),
    webhooks: translating(createSqlWebhooks({ connection, secretBox })),

    async commit(realmId, changes) {
      if (changes.length === 0) return;
      try {
        await batcher.runWithKnex((trx) => applyUnit(trx, realmId, changes, { dialect: connection.dialect, secretBox, clock }));
      } catch (error) {
        throw translateError(error);
      }
    },

    async ping() {
      try {
        await connection.check();
      } catch (error) {
        throw translateError(error);
      }
    },

    async close() {
      await batcher.close();
      await db.destroy();
    },
  };
}

/** Opens, migrates and checks in one call, for callers that have the key already. */
export async function openSqlDirectory(input: {
  readonly url: string;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<SqlDatabase & { readonly directory: Directory }> {
  const database = openSqlDatabase(input);
  try {
    await database.migrate();
    return { ...database, directory: await database.openDirectory(input.secretBox) };
  } catch (error) {
    await database.close();
    throw error;
  }
}
