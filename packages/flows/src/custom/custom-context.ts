import type { CustomContext, CustomUser, RealmSnapshot, User } from '@anteroom/core';

/** Copies: whatever a module does to what it was given stays with it. */
export function customUser({ id, username, email, emailVerified, firstName, lastName, attributes }: User): CustomUser {
  return { id, username, email, emailVerified, firstName, lastName, attributes: structuredClone(attributes) };
}

export function contextOfRequest(realm: RealmSnapshot, now: Date, locale: string): Pick<CustomContext, 'realm' | 'locale' | 'now'> {
  return { realm: { id: realm.id, name: realm.name }, locale, now: new Date(now) };
}
