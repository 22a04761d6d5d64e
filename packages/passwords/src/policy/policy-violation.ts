/** Keycloak's message keys with its English texts; Admin REST answers with both, pages translate the key. */
const TEXTS = {
  invalidPasswordMinLengthMessage: 'Invalid password: minimum length {0}.',
  invalidPasswordMaxLengthMessage: 'Invalid password: maximum length {0}.',
  invalidPasswordMinDigitsMessage: 'Invalid password: must contain at least {0} numerical digits.',
  invalidPasswordMinLowerCaseCharsMessage: 'Invalid password: must contain at least {0} lower case characters.',
  invalidPasswordMinUpperCaseCharsMessage: 'Invalid password: must contain at least {0} upper case characters.',
  invalidPasswordMinSpecialCharsMessage: 'Invalid password: must contain at least {0} special characters.',
  invalidPasswordNotUsernameMessage: 'Invalid password: must not be equal to the username.',
  invalidPasswordNotContainsUsernameMessage: 'Invalid password: Can not contain the username.',
  invalidPasswordNotEmailMessage: 'Invalid password: must not be equal to the email.',
  invalidPasswordRegexPatternMessage: 'Invalid password: fails to match regex pattern(s).',
  invalidPasswordHistoryMessage: 'Invalid password: must not be equal to any of last {0} passwords.',
  invalidPasswordBlacklistedMessage: 'Invalid password: password is blacklisted.',
} as const;

export interface PolicyViolation {
  readonly key: keyof typeof TEXTS;
  readonly args: readonly (string | number)[];
  readonly text: string;
}

export function violation(key: keyof typeof TEXTS, ...args: readonly (string | number)[]): PolicyViolation {
  return { key, args, text: TEXTS[key].replace('{0}', String(args[0] ?? '')) };
}
