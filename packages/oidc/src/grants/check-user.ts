import type { LiveSession, RealmSnapshot, User } from '@anteroom/core';

/** A session is refused when its user's marks are younger (settled 15): password changed, disabled, signed out everywhere. */
export function isStale(session: LiveSession, user: User): boolean {
  const { started } = session.record;
  if (user.sessionsNotBefore !== null && started < user.sessionsNotBefore.getTime()) return true;
  return started < user.notBefore * 1000;
}

/** The realm's mark ends logins that were proven before it (Keycloak compares it with the time of the identity cookie). */
export function isBeforeRealmMark({ realm: { realm }, record }: LiveSession): boolean {
  return record.authTime < realm.notBefore * 1000;
}

/** Keycloak's "not before" of a token: the marks of realm, client and user, in epoch seconds. */
export function isBeforeMarks(
  iat: number,
  marks: { readonly realm: RealmSnapshot; readonly clientNotBefore: number; readonly user: User },
): boolean {
  return iat < marks.realm.realm.notBefore || iat < marks.clientNotBefore || iat < marks.user.notBefore;
}
