import type { Installation } from '@anteroom/admin-api';
import { createSsoSessions, getStoreChange } from '@anteroom/core';
import type { Core } from './compose-core.ts';
import { databaseKindOf, promisesOf } from './stores/store-promises.ts';

/** What administrators may see of this installation, read from the same handles that serve it. */
export function installationOf(core: Pick<Core, 'configuration' | 'store' | 'stores' | 'cluster' | 'clock' | 'ids'>): Installation {
  const { configuration, store, stores, cluster, clock, ids } = core;
  return {
    database: { kind: databaseKindOf(configuration.databaseUrl) },
    places: promisesOf(stores, configuration).map((place) => ({
      ...place,
      sessions: createSsoSessions({ store: place.store, clock, ids }),
    })),
    primary: () => store.tag,
    nodes: cluster.nodes,
    drain: {
      async get() {
        const change = await getStoreChange(cluster.storeChanges);
        return change === null ? null : { ...change, from: change.from.join(' ') };
      },
    },
  };
}
