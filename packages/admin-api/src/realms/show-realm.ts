import { type RealmSnapshot, toRealmRepresentation } from '@anteroom/core';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';

/** Whole for who may view the realm; the other administrators of the realm get the few keys that their pages need (as recorded). */
export function showRealm(admin: Admin, realm: RealmSnapshot): Readonly<Record<string, unknown>> {
  if (admin.may(may.viewRealm)) return toRealmRepresentation(realm);
  if (!admin.may(may.queryUsers)) return { realm: realm.name };
  return {
    realm: realm.name,
    registrationEmailAsUsername: realm.realm.registrationEmailAsUsername,
    bruteForceProtected: realm.realm.bruteForceProtected,
    supportedLocales: realm.realm.supportedLocales ?? [],
    organizationsEnabled: realm.realm.organizationsEnabled ?? false,
  };
}
