import type { Clock, Leases, NodeRegistry, StoreChanges, TopicStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { translating } from '../directory/translating.ts';
import { createFileLeases } from './file-leases.ts';
import { createSqlLeases } from './leases.ts';
import { createLoneNode } from './lone-node.ts';
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

/** `alone`: a clock, when this process is the only one of an embedded database: it then says nowhere that it lives. */
export function openClusterStores(connection: Connection, { alone = null }: { readonly alone?: Clock | null } = {}): ClusterStores {
  const { file } = connection;
  return {
    leases: translating(file === undefined ? createSqlLeases(connection) : createFileLeases(file)),
    nodes: alone === null || file === undefined ? translating(createSqlNodes(connection)) : createLoneNode(() => alone.now()),
    topics: translating(createSqlTopics(connection)),
    storeChanges: translating(createSqlStoreChanges(connection)),
  };
}
