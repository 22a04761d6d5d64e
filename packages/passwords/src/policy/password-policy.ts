import { AnteroomError } from '@anteroom/core';

export type HashAlgorithm = 'argon2' | 'pbkdf2-sha512' | 'pbkdf2-sha256' | 'pbkdf2';

export const DEFAULT_ITERATIONS: Readonly<Record<HashAlgorithm, number>> = {
  argon2: 5,
  'pbkdf2-sha512': 210_000,
  'pbkdf2-sha256': 600_000,
  pbkdf2: 1_300_000,
};

/** One rule in the order of the text; only rules that judge a password. */
export type PasswordRule =
  | { readonly id: 'length' | 'maxLength' | 'digits' | 'lowerCase' | 'upperCase' | 'specialChars'; readonly value: number }
  | { readonly id: 'notUsername' | 'notContainsUsername' | 'notEmail' }
  | { readonly id: 'regexPattern' | 'passwordBlacklist'; readonly value: string }
  | { readonly id: 'passwordHistory' | 'passwordAge'; readonly value: number };

export interface PasswordPolicy {
  readonly rules: readonly PasswordRule[];
  readonly hashAlgorithm: HashAlgorithm | null;
  readonly hashIterations: number | null;
  /** Days after which a password must be changed; null when it never has to. */
  readonly expiresAfterDays: number | null;
  /** Seconds since the last authentication that allow a new password without another one. */
  readonly maxAuthAge: number | null;
  /** From so many recovery codes on a person is told how few are left. */
  readonly recoveryCodesWarningThreshold: number;
  /** Entries this server does not know, verbatim. */
  readonly unknown: readonly string[];
}

/** Keycloak's, also when the policy does not speak of it. */
const DEFAULT_WARNING_THRESHOLD = 4;

/** Keycloak's values for `id(undefined)` or a bare `id`. */
const DEFAULTS: Readonly<Record<string, number>> = {
  length: 8,
  maxLength: 64,
  digits: 1,
  lowerCase: 1,
  upperCase: 1,
  specialChars: 1,
  passwordHistory: 3,
  passwordAge: 30,
  forceExpiredPasswordChange: 365,
  maxAuthAge: 300,
  recoveryCodesWarningThreshold: DEFAULT_WARNING_THRESHOLD,
};

/**
 * Reads Keycloak's text: `length(8) and digits(1) and notUsername(undefined)`, split at ` and ` as there (so a pattern that holds these
 * five characters cannot be written in either). An unknown id, or a number that is none, is `invalid_input` unless told to keep it.
 */
export function parsePasswordPolicy(text: string, options: { readonly unknown?: 'refuse' | 'keep' } = {}): PasswordPolicy {
  const rules: PasswordRule[] = [];
  const unknown: string[] = [];
  let hashAlgorithm: HashAlgorithm | null = null;
  let hashIterations: number | null = null;
  let expiresAfterDays: number | null = null;
  let maxAuthAge: number | null = null;
  let recoveryCodesWarningThreshold = DEFAULT_WARNING_THRESHOLD;

  const refuse = (entry: string, reason: string) => {
    if (options.unknown === 'keep') unknown.push(entry);
    else throw new AnteroomError('invalid_input', `password policy: ${entry}`, { publicText: reason });
  };

  for (const entry of text
    .split(' and ')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const { id, value } = splitEntry(entry);
    switch (id) {
      case 'length':
      case 'maxLength':
      case 'digits':
      case 'lowerCase':
      case 'upperCase':
      case 'specialChars':
      case 'passwordHistory':
      case 'passwordAge': {
        const number = readNumber(id, value);
        if (number === null) refuse(entry, `Invalid config for ${id}: not a number`);
        else rules.push({ id, value: number });
        break;
      }
      case 'notUsername':
      case 'notContainsUsername':
      case 'notEmail':
        rules.push({ id });
        break;
      case 'regexPattern':
        if (value === null || !isPattern(value)) refuse(entry, 'Not a valid regular expression');
        else rules.push({ id, value });
        break;
      case 'passwordBlacklist':
        if (value === null) refuse(entry, 'Invalid config for passwordBlacklist');
        else rules.push({ id, value });
        break;
      case 'hashAlgorithm':
        if (value !== null && isHashAlgorithm(value)) hashAlgorithm = value;
        else if (value !== null) refuse(entry, 'Password hashing provider not found');
        break;
      case 'hashIterations':
        hashIterations = readNumber(id, value);
        break;
      case 'forceExpiredPasswordChange':
        expiresAfterDays = readNumber(id, value);
        break;
      case 'maxAuthAge':
        maxAuthAge = readNumber(id, value);
        break;
      case 'recoveryCodesWarningThreshold':
        recoveryCodesWarningThreshold = readNumber(id, value) ?? recoveryCodesWarningThreshold;
        break;
      default:
        refuse(entry, 'Password policy not found');
    }
  }
  return { rules, hashAlgorithm, hashIterations, expiresAfterDays, maxAuthAge, recoveryCodesWarningThreshold, unknown };
}

function splitEntry(entry: string): { readonly id: string; readonly value: string | null } {
  const open = entry.indexOf('(');
  if (open < 0) return { id: entry, value: null };
  const close = entry.lastIndexOf(')');
  const value = entry.slice(open + 1, close < 0 ? undefined : close).trim();
  return { id: entry.slice(0, open).trim(), value: value === '' || value === 'undefined' ? null : value };
}

function readNumber(id: string, value: string | null): number | null {
  const number = value === null ? DEFAULTS[id] : Number(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : null;
}

function isHashAlgorithm(value: string): value is HashAlgorithm {
  return Object.hasOwn(DEFAULT_ITERATIONS, value);
}

function isPattern(value: string): boolean {
  try {
    new RegExp(`^(?:${value})$`);
    return true;
  } catch {
    return false;
  }
}
