import type { RealmSnapshot } from '@anteroom/core';

/** Scopes that a new client of a protocol has when it names none. */
export function realmScopes(realm: RealmSnapshot, protocol: string) {
  const ofProtocol = (names: readonly string[]) => names.filter((name) => realm.scope(name)?.protocol === protocol);
  return {
    defaultClientScopes: ofProtocol(realm.realm.defaultDefaultClientScopes),
    optionalClientScopes: ofProtocol(realm.realm.defaultOptionalClientScopes),
  };
}
