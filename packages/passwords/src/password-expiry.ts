import type { Credential } from '@anteroom/core';
import type { PasswordPolicy } from './policy/password-policy.ts';

/** `forceExpiredPasswordChange`: whether the password is older than the policy allows. */
export function isPasswordExpired(policy: PasswordPolicy, password: Pick<Credential, 'createdAt'>, now: Date): boolean {
  if (policy.expiresAfterDays === null || policy.expiresAfterDays === 0) return false;
  return now.getTime() - password.createdAt.getTime() > policy.expiresAfterDays * 86_400_000;
}
