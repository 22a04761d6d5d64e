import type { RealmCache } from '@anteroom/core';
import type { AcmeRealm } from './acme-realm.ts';

/** A realm cache that holds one realm. */
export function acmeCache({ snapshot, clients }: AcmeRealm): RealmCache {
  const all = [...clients.values()];
  return {
    byName: async (name) => (name === snapshot.name ? snapshot : null),
    byId: async (id) => (id === snapshot.id ? snapshot : null),
    client: async (_realm, clientId) => clients.get(clientId) ?? null,
    clientByUuid: async (_realm, uuid) => all.find((client) => client.id === uuid) ?? null,
  };
}
