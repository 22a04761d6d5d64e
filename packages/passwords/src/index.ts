export { isPasswordExpired, isTemporaryPasswordOver } from './password-expiry.ts';
export { createPasswordHasher, type LearningPasswordHasher, type PasswordHasherOptions } from './password-hasher.ts';
export { type NewPassword, planSetPassword } from './plan-set-password.ts';
export { checkPasswordPolicy, type PasswordToCheck } from './policy/check-password-policy.ts';
export { matchesWholly } from './policy/matches-wholly.ts';
export { type PasswordPolicy, type PasswordRule, parsePasswordPolicy } from './policy/password-policy.ts';
export type { PolicyViolation } from './policy/policy-violation.ts';
