import type { Installation } from '@anteroom/admin-api';
import { createSsoSessions, getStoreChange } from '@anteroom/core';
import type { Core } from './compose-core.ts';
import { databaseKindOf, kindOf, promiseOf } from './stores/store-promises.ts';

/** What administrators may see of this installation, read from the same handles that serve it. */
export function installationOf(core: Pick<Core, 'configuration' | 'store' | 'stores' | 'cluster' | 'clock' | 'ids'>): Installation {
  const { configuration, store, stores, cluster, clock, ids } = core;
  const kind = databaseKindOf(configuration.databaseUrl);
  return {
    database: { kind },
    places: stores.map((one, index) => {
      // In the order in which they are configured, as they were opened.
      const address = configuration.sessionStores[index] ?? '';
      const sessions = createSsoSessions({ store: one, clock, ids });
      return { tag: one.tag, kind: kindOf(address), promise: promiseOf(address, kind), store: one, sessions };
    }),
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
