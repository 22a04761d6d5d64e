import type { Client } from './client.ts';
import type { Directory } from './directory.ts';
import { createLoadingCache } from './loading-cache.ts';
import { oneAfterAnother } from './one-after-another.ts';
import type { RealmCache } from './realm-cache.ts';
import { RealmSnapshot } from './realm-snapshot.ts';

export interface InvalidatedRealmCache extends RealmCache {
  /** A commit of this node changed the configuration of a realm: the next read sees it. */
  invalidate(realmId: string): void;
  /** Drops every realm that another node changed since it was read. To be called every second or less. */
  poll(): Promise<void>;
  /** The same with versions that somebody else read (`RealmStore.versions`). */
  drop(versions: ReadonlyMap<string, number>): void;
}

export interface RealmCacheOptions {
  readonly directory: Pick<Directory, 'realms' | 'clients'>;
  readonly realms?: number;
  readonly clients?: number;
  /** False while this process may have missed an `invalidate`: then every read asks the directory for the versions first. */
  readonly upToDate?: () => boolean;
}

/** Keycloak's columns end here; nothing longer exists, and a longer name is not worth a place in the cache. */
const LONGEST_NAME = 255;

/**
 * Realms are kept until their version changes. A client is kept under the version of the realm it was asked for with, so a new version
 * needs no list of what it changed: the clients of the old one are not asked for again and fall out.
 */
export function createRealmCache({
  directory,
  realms: realmLimit = 500,
  clients: clientLimit = 10_000,
  upToDate = () => true,
}: RealmCacheOptions): InvalidatedRealmCache {
  const snapshots = createLoadingCache<RealmSnapshot>({ hits: realmLimit, misses: 500 });
  const ids = createLoadingCache<string>({ hits: 4 * realmLimit, misses: 1000 });
  const clients = createLoadingCache<Client>({ hits: clientLimit, misses: 1000 });
  let known: ReadonlyMap<string, number> = new Map();

  const snapshot = (id: string) =>
    snapshots.get(id, async () => {
      const configuration = await directory.realms.getConfiguration(id);
      return configuration === null ? null : new RealmSnapshot(configuration);
    });

  function drop(versions: ReadonlyMap<string, number>): void {
    for (const [id, cached] of [...snapshots.entries()]) if (versions.get(id) !== cached.version) snapshots.delete(id);
    const changed = [...versions].filter(([id, version]) => known.get(id) !== version).map(([id]) => id);
    if (changed.length === 0 && versions.size === known.size) return;
    known = versions;
    // Names and ids that were unknown may be known now, and a name may belong to another realm.
    ids.clear();
    const kept = new Set(Array.from(snapshots.entries(), ([id]) => id));
    for (const id of changed) if (!kept.has(id)) snapshots.delete(id);
  }

  const poll = oneAfterAnother(async () => drop(await directory.realms.versions()));

  return {
    async byId(id) {
      if (!upToDate()) await poll();
      return snapshot(id);
    },

    async byName(name) {
      if (name.length > LONGEST_NAME) return null;
      if (!upToDate()) await poll();
      const id = await ids.get(name, async () => (await directory.realms.findByName(name))?.id ?? null);
      if (id === null) return null;
      const realm = await snapshot(id);
      return realm?.name === name ? realm : null;
    },

    client(realm, clientId) {
      if (clientId.length > LONGEST_NAME) return Promise.resolve(null);
      return clients.get(`${realm.id}/${realm.version}/name/${clientId}`, () => directory.clients.findByClientId(realm.id, clientId));
    },

    clientByUuid(realm, uuid) {
      if (uuid.length > LONGEST_NAME) return Promise.resolve(null);
      return clients.get(`${realm.id}/${realm.version}/id/${uuid}`, () => directory.clients.get(realm.id, uuid));
    },

    invalidate(realmId) {
      snapshots.delete(realmId);
      // The realm may be new or have another name.
      ids.clear();
    },

    poll,
    drop,
  };
}
