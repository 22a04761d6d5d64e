import type { Client } from './client.ts';
import type { RealmSnapshot } from './realm-snapshot.ts';

/**
 * Reads of realms and clients, cached per realm version. A change committed on this node is seen by the next read; changes of other
 * nodes within a second. Users and credentials are never cached.
 */
export interface RealmCache {
  byName(name: string): Promise<RealmSnapshot | null>;
  byId(id: string): Promise<RealmSnapshot | null>;
  /** By `clientId`. */
  client(realm: RealmSnapshot, clientId: string): Promise<Client | null>;
  clientByUuid(realm: RealmSnapshot, uuid: string): Promise<Client | null>;
}
