import type { Configuration } from '@anteroom/config';
import {
  type Clock,
  createInvalidatingDirectory,
  createLoginFailures,
  createRealmCache,
  createSsoSessions,
  type Directory,
  type FlowModule,
  type IdSource,
  type InvalidatedRealmCache,
  type Log,
  type LoginFailures,
  type SessionStore,
  type SsoSessions,
  type Topics,
} from '@anteroom/core';
import type { ClusterStores, SqlDatabase } from '@anteroom/store-sql';
import { NO_SIBLINGS, type Siblings } from './cluster/changed.ts';
import { type Changes, createChanges } from './cluster/changes.ts';
import { createTrap, parseFailpoint, withDirectoryFailpoints, withStoreFailpoints } from './failpoints.ts';
import { loadFlowModules } from './flow-modules/load-flow-modules.ts';
import { TAKEN_IDS } from './flow-modules/taken-ids.ts';
import { openStores } from './open-stores.ts';
import { openSessionStores } from './stores/open-session-stores.ts';
import { persistenceTags } from './stores/persistence-tags.ts';
import { routeStores } from './stores/route-stores.ts';
import { promisesOf } from './stores/store-promises.ts';

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
  /** What `store` is made of, in the order of the configuration. */
  readonly stores: readonly SessionStore[];
  readonly sessions: SsoSessions;
  readonly failures: LoginFailures;
  /** Authenticators and required actions of somebody else's. */
  readonly custom: FlowModule;
  /** Leases, nodes and topics that all nodes share. */
  readonly cluster: ClusterStores;
  /** "Something changed, read it again", for every process of every node. */
  readonly topics: Topics;
  readonly changes: Pick<Changes, 'hear' | 'poll' | 'catchUp'>;
  close(): Promise<void>;
}

export interface CoreInput extends Pick<Core, 'configuration' | 'clock' | 'ids' | 'log'> {
  /** For tests that count or disturb calls. */
  readonly wrapStore?: (store: SessionStore) => SessionStore;
  readonly siblings?: Siblings;
  /** False while this process may have missed a change. */
  readonly upToDate?: () => boolean;
  /** Ends the rest of the node when a failpoint is about to end this process. */
  readonly powerCut?: () => void;
}

export async function composeCore(input: CoreInput): Promise<Core> {
  const {
    configuration,
    clock,
    ids,
    log,
    wrapStore = (store) => store,
    siblings = NO_SIBLINGS,
    upToDate = () => true,
    powerCut = () => undefined,
  } = input;
  const custom = await loadFlowModules(configuration.flowModules, { directory: process.cwd(), taken: TAKEN_IDS });
  const { database, directory: bare } = await openStores({ configuration, clock, log });
  const trap = configuration.failpoint === null ? null : createTrap(parseFailpoint(configuration.failpoint), powerCut);
  const opened = await openSessionStores({
    stores: configuration.sessionStores,
    workers: configuration.workers,
    database,
    clock,
    log,
  }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const stores = opened.map((one) => wrapStore(trap === null ? one : withStoreFailpoints(one, trap)));
  const durable = trap === null ? bare : withDirectoryFailpoints(bare, trap);
  const realms = createRealmCache({ directory: durable, upToDate });
  // A process alone on an embedded database needs to tell nobody that it lives: an idle server then writes nothing.
  const cluster = database.openCluster({ alone: configuration.workers === 1 ? clock : null });
  const routed = await routeStores({ stores, changes: cluster.storeChanges, clock, ids, log }).catch(async (error: unknown) => {
    await Promise.all(opened.map((one) => one.close()));
    await database.close();
    throw error;
  });
  const changes = createChanges({ realms, versions: () => durable.realms.versions(), topics: cluster.topics, siblings, log });
  const directory = createInvalidatingDirectory(durable, { invalidate: (realmId) => changes.realmChanged(realmId) });
  return {
    configuration,
    clock,
    ids,
    log,
    database,
    directory,
    realms,
    store: routed.store,
    stores,
    sessions: createSsoSessions({ store: routed.store, clock, ids, tagFor: persistenceTags(promisesOf(stores, configuration)) }),
    failures: createLoginFailures({ store: routed.store, clock }),
    cluster,
    custom,
    topics: changes.topics,
    changes,
    close: async () => {
      await routed.close();
      await database.close();
    },
  };
}
