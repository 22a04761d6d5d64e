import type { Clock, Credential, PasswordHasher } from '@anteroom/core';
import { matchesWholly } from './matches-wholly.ts';
import type { PasswordPolicy, PasswordRule } from './password-policy.ts';
import { type PolicyViolation, violation } from './policy-violation.ts';

export interface PasswordToCheck {
  readonly policy: PasswordPolicy;
  readonly password: string;
  readonly username: string;
  readonly email: string | null;
  /** Credentials of the user: the current password and older ones (`password-history`). Others are ignored. */
  readonly history: readonly Credential[];
  readonly hasher: Pick<PasswordHasher, 'matchesAny'>;
  readonly clock: Clock;
  /** Looks a password up in a configured list; null when there is no list of that name. */
  readonly blacklist?: (name: string, password: string) => boolean | null;
}

/** Judges by every rule, in the order of the policy's text; Keycloak answers with the first violation. History is hashed only when all else passed. */
export async function checkPasswordPolicy(input: PasswordToCheck): Promise<readonly PolicyViolation[]> {
  const found: PolicyViolation[] = [];
  for (const rule of input.policy.rules) {
    const broken = judge(rule, input);
    if (broken !== null) found.push(broken);
  }
  if (found.length > 0) return found;
  for (const rule of input.policy.rules) {
    const compared = olderPasswords(rule, input);
    if (compared.length > 0 && (await input.hasher.matchesAny(compared, input.password)) && 'value' in rule) {
      return [violation('invalidPasswordHistoryMessage', rule.value)];
    }
  }
  return found;
}

function judge(rule: PasswordRule, { password, username, email, blacklist }: PasswordToCheck): PolicyViolation | null {
  const characters = [...password];
  const atLeast = (pattern: RegExp, least: number) => characters.filter((character) => pattern.test(character)).length >= least;
  switch (rule.id) {
    case 'length':
      return password.length >= rule.value ? null : violation('invalidPasswordMinLengthMessage', rule.value);
    case 'maxLength':
      return password.length <= rule.value ? null : violation('invalidPasswordMaxLengthMessage', rule.value);
    case 'digits':
      return atLeast(/^\p{Nd}$/u, rule.value) ? null : violation('invalidPasswordMinDigitsMessage', rule.value);
    case 'lowerCase':
      return atLeast(/^\p{Lowercase}$/u, rule.value) ? null : violation('invalidPasswordMinLowerCaseCharsMessage', rule.value);
    case 'upperCase':
      return atLeast(/^\p{Uppercase}$/u, rule.value) ? null : violation('invalidPasswordMinUpperCaseCharsMessage', rule.value);
    case 'specialChars':
      return atLeast(/^[^\p{L}\p{Nd}]$/u, rule.value) ? null : violation('invalidPasswordMinSpecialCharsMessage', rule.value);
    case 'notUsername':
      return password.toLowerCase() === username.toLowerCase() ? violation('invalidPasswordNotUsernameMessage') : null;
    case 'notContainsUsername':
      return password.toLowerCase().includes(username.toLowerCase()) ? violation('invalidPasswordNotContainsUsernameMessage') : null;
    case 'notEmail':
      return email !== null && password.toLowerCase() === email.toLowerCase() ? violation('invalidPasswordNotEmailMessage') : null;
    case 'regexPattern':
      // What cannot be judged in time is refused.
      return matchesWholly(rule.value, password) === true ? null : violation('invalidPasswordRegexPatternMessage', rule.value);
    case 'passwordBlacklist':
      // No list of that name: what cannot be judged is refused.
      return blacklist?.(rule.value, password.toLowerCase()) === false ? null : violation('invalidPasswordBlacklistedMessage');
    case 'passwordHistory':
    case 'passwordAge':
      return null;
  }
}

/** `passwordHistory(n)` counts the current password: it and the n − 1 before it. `passwordAge(days)`: those used within the days. */
function olderPasswords(rule: PasswordRule, { history, clock }: PasswordToCheck): readonly Credential[] {
  if (rule.id !== 'passwordHistory' && rule.id !== 'passwordAge') return [];
  const current = history.filter((credential) => credential.type === 'password');
  const older = history.filter((credential) => credential.type === 'password-history').sort(newestFirst);
  if (rule.id === 'passwordHistory') return rule.value === 0 ? [] : [...current, ...older.slice(0, Math.max(0, rule.value - 1))];
  const since = clock.now().getTime() - rule.value * 86_400_000;
  return [...current, ...older.filter((credential) => credential.createdAt.getTime() >= since)];
}

function newestFirst(a: Credential, b: Credential): number {
  return b.createdAt.getTime() - a.createdAt.getTime();
}
