import type { Directory, RealmCache } from '@anteroom/core';
import type { Admin } from './admin.ts';
import { may } from './permission.ts';

/** Whether this is an administrator at all: of his own realm, of another by master's clients, or allowed to make realms. */
export async function rulesAnyRealm(
  admin: Admin,
  { directory, realms }: { readonly directory: Pick<Directory, 'realms'>; readonly realms: Pick<RealmCache, 'byId'> },
): Promise<boolean> {
  if (admin.may(may.anyAdmin) || admin.may(may.createRealm)) return true;
  if (admin.authRealm.name !== 'master') return false;
  const all = await Promise.all((await directory.realms.list()).map((realm) => realms.byId(realm.id)));
  return all.some((realm) => realm !== null && admin.over(realm).may(may.anyAdmin));
}
