import type { Client, RealmCache, RealmSnapshot } from '@anteroom/core';
import { notFound } from '../http/failure.ts';

/** The client of the path (`:client` is the UUID), or 404 in Keycloak's words. */
export function createFindClient(realms: Pick<RealmCache, 'clientByUuid'>) {
  return async function findClient(call: {
    readonly realm: RealmSnapshot;
    readonly params: Readonly<Record<string, string>>;
  }): Promise<Client> {
    const client = await realms.clientByUuid(call.realm, call.params.client ?? '');
    if (client === null) throw notFound('Could not find client');
    return client;
  };
}
