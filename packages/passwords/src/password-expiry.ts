import type { Credential, JsonObject, Realm } from '@anteroom/core';
import type { PasswordPolicy } from './policy/password-policy.ts';

/** `forceExpiredPasswordChange`: whether the password is older than the policy allows. */
export function isPasswordExpired(policy: PasswordPolicy, password: Pick<Credential, 'createdAt'>, now: Date): boolean {
  if (policy.expiresAfterDays === null || policy.expiresAfterDays === 0) return false;
  return now.getTime() - password.createdAt.getTime() > policy.expiresAfterDays * 86_400_000;
}

/** Realm attribute, in seconds: how long a password that somebody else has set may be used to choose one's own. */
const TEMPORARY = 'temporaryPasswordLifespan';

function temporaryLifespan({ attributes }: Realm): number | null {
  const seconds = Number(attributes[TEMPORARY]);
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : null;
}

/** What is noted in a password that was set for somebody: nothing in a realm that sets temporary passwords no end. */
export function temporaryMark(realm: Realm): JsonObject {
  return temporaryLifespan(realm) === null ? {} : { temporary: true };
}

/** Whether a temporary password was not used in time: then it is worth nothing (OWASP ASVS 6.4.1). */
export function isTemporaryPasswordOver(realm: Realm, password: Pick<Credential, 'createdAt' | 'credentialData'>, now: Date): boolean {
  const seconds = temporaryLifespan(realm);
  return seconds !== null && password.credentialData.temporary === true && now.getTime() - password.createdAt.getTime() > seconds * 1000;
}
