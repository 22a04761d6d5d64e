import type { Leases, NodeRegistry, StoreChanges, TopicStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { translating } from '../directory/translating.ts';
import { createSqlLeases } from './leases.ts';
import { createSqlNodes } from './nodes.ts';
import { createSqlStoreChanges } from './store-changes.ts';
import { createSqlTopics } from './topics.ts';

/** What nodes over one database share beside its data. */
export interface ClusterStores {
  readonly leases: Leases;
  readonly nodes: NodeRegistry;
  readonly topics: TopicStore;
  readonly storeChanges: StoreChanges;
}

export function openClusterStores(connection: Connection): ClusterStores {
  return {
    leases: translating(createSqlLeases(connection)),
    nodes: translating(createSqlNodes(connection)),
    topics: translating(createSqlTopics(connection)),
    storeChanges: translating(createSqlStoreChanges(connection)),
  };
}
