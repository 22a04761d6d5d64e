import { type Directory, RealmSnapshot } from '@anteroom/core';
import { notFound } from '../http/failure.ts';

/** A realm as it is stored now, for a unit that must not be planned on what a cache remembers. */
export async function freshRealm({ realms }: Pick<Directory, 'realms'>, realmId: string): Promise<RealmSnapshot> {
  const configuration = await realms.getConfiguration(realmId);
  if (configuration === null) throw notFound('Realm not found.');
  return new RealmSnapshot(configuration);
}
