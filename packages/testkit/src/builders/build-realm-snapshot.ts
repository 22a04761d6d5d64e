import { type Client, type Realm, type RealmConfiguration, RealmSnapshot } from '@anteroom/core';
import { buildRealm } from './build-realm.ts';

export interface RealmSnapshotOverrides extends Partial<Omit<RealmConfiguration, 'realm' | 'clientIds'>> {
  readonly realm?: Partial<Realm>;
  /** Only their ids go into the snapshot. */
  readonly clients?: readonly Pick<Client, 'id' | 'clientId'>[];
}

/** A snapshot of an otherwise empty realm. */
export function buildRealmSnapshot({ realm, clients = [], ...rest }: RealmSnapshotOverrides = {}): RealmSnapshot {
  return new RealmSnapshot({
    version: 1,
    realm: buildRealm(realm),
    roles: [],
    groups: [],
    clientScopes: [],
    flows: [],
    authenticatorConfigs: [],
    requiredActions: [],
    components: [],
    identityProviders: [],
    clientIds: new Map(clients.map((client) => [client.id, client.clientId])),
    ...rest,
  });
}
