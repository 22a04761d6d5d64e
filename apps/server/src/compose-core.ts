import type { Configuration } from '@anteroom/config';
import {
  type Clock,
  createInvalidatingDirectory,
  createLoginFailures,
  createRealmCache,
  createSsoSessions,
  createStoreRouter,
  type Directory,
  type IdSource,
  type InvalidatedRealmCache,
  type Log,
  type LoginFailures,
  type SessionStore,
  type SsoSessions,
} from '@anteroom/core';
import type { SqlDatabase } from '@anteroom/store-sql';
import { createTrap, parseFailpoint, withDirectoryFailpoints, withStoreFailpoints } from './failpoints.ts';
import { openStores } from './open-stores.ts';
import { openSessionStores } from './stores/open-session-stores.ts';

/** What every command that touches data stands on. */
export interface Core {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly database: SqlDatabase;
  readonly directory: Directory;
  readonly realms: InvalidatedRealmCache;
  readonly store: SessionStore;
  readonly sessions: SsoSessions;
  readonly failures: LoginFailures;
  close(): Promise<void>;
}

export interface CoreInput extends Pick<Core, 'configuration' | 'clock' | 'ids' | 'log'> {
  /** For tests that count or disturb calls. */
  readonly wrapStore?: (store: SessionStore) => SessionStore;
}

export async function composeCore({ configuration, clock, ids, log, wrapStore = (store) => store }: CoreInput): Promise<Core> {
  const { database, directory: bare } = await openStores({ configuration, clock, log });
  const trap = configuration.failpoint === null ? null : createTrap(parseFailpoint(configuration.failpoint));
  const opened = await openSessionStores({ stores: configuration.sessionStores, database, clock, log }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const store = createStoreRouter(opened.map((one) => wrapStore(trap === null ? one : withStoreFailpoints(one, trap))));
  const durable = trap === null ? bare : withDirectoryFailpoints(bare, trap);
  const realms = createRealmCache({ directory: durable });
  const directory = createInvalidatingDirectory(durable, realms);
  return {
    configuration,
    clock,
    ids,
    log,
    database,
    directory,
    realms,
    store,
    sessions: createSsoSessions({ store, clock, ids }),
    failures: createLoginFailures({ store, clock }),
    close: async () => {
      await store.close();
      await database.close();
    },
  };
}
