import { planRealmImport, type RealmImportInput, type RealmImportPlan } from '../import/plan-realm-import.ts';
import { MASTER_REALM } from './management-client.ts';

/** A new realm as Keycloak makes it from nothing but its name. */
export function planNewRealm(name: string, input: RealmImportInput): RealmImportPlan {
  return planRealmImport({ realm: name, enabled: true }, input);
}

/** Realm `master`, made at the first start: short access tokens and protected against guessing. */
export const MASTER_REALM_DOCUMENT = {
  realm: MASTER_REALM,
  enabled: true,
  displayName: 'Anteroom',
  accessTokenLifespan: 60,
  bruteForceProtected: true,
};

/** The same as changes, with the roles that administer everything. */
export function planMasterRealm(input: Omit<RealmImportInput, 'master'>): RealmImportPlan {
  return planRealmImport(MASTER_REALM_DOCUMENT, { ...input, master: null });
}
