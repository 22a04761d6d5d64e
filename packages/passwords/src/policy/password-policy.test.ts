import type { Credential } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { clock, keycloakHash } from '../fixtures/builders.ts';
import { isPasswordExpired } from '../password-expiry.ts';
import { checkPasswordPolicy } from './check-password-policy.ts';
import { parsePasswordPolicy } from './password-policy.ts';

const check = async (
  policy: string,
  password: string,
  more: {
    readonly history?: readonly Credential[];
    readonly used?: readonly string[];
    readonly blacklist?: (name: string, password: string) => boolean | null;
  } = {},
) =>
  (
    await checkPasswordPolicy({
      policy: parsePasswordPolicy(policy),
      password,
      username: 'alice',
      email: 'alice@acme.test',
      history: more.history ?? [],
      hasher: { matchesAny: async (credentials) => credentials.some((credential) => credential.secretData.value === password) },
      clock,
      blacklist: more.blacklist,
    })
  ).map((broken) => [broken.key, broken.text]);

test('a pattern that takes too long refuses the password instead of stopping the server', async () => {
  expect(await check('regexPattern((a+)+)', `${'a'.repeat(60)}!`)).toHaveLength(1);
});

describe('each rule answers with the key and text of Keycloak', () => {
  test.each([
    ['length(12)', 'short', 'invalidPasswordMinLengthMessage', 'Invalid password: minimum length 12.'],
    ['maxLength(4)', 'short', 'invalidPasswordMaxLengthMessage', 'Invalid password: maximum length 4.'],
    ['digits(1)', 'long-but-no-digit', 'invalidPasswordMinDigitsMessage', 'Invalid password: must contain at least 1 numerical digits.'],
    ['lowerCase(2)', 'ABc', 'invalidPasswordMinLowerCaseCharsMessage', 'Invalid password: must contain at least 2 lower case characters.'],
    ['upperCase(1)', 'äöü', 'invalidPasswordMinUpperCaseCharsMessage', 'Invalid password: must contain at least 1 upper case characters.'],
    ['specialChars(1)', 'abc1Ä', 'invalidPasswordMinSpecialCharsMessage', 'Invalid password: must contain at least 1 special characters.'],
    ['notUsername(undefined)', 'Alice', 'invalidPasswordNotUsernameMessage', 'Invalid password: must not be equal to the username.'],
    [
      'notContainsUsername(undefined)',
      'x-Alice-x',
      'invalidPasswordNotContainsUsernameMessage',
      'Invalid password: Can not contain the username.',
    ],
    ['notEmail(undefined)', 'alice@acme.test', 'invalidPasswordNotEmailMessage', 'Invalid password: must not be equal to the email.'],
    ['regexPattern([a-z]+)', 'abc1', 'invalidPasswordRegexPatternMessage', 'Invalid password: fails to match regex pattern(s).'],
    ['passwordBlacklist(words.txt)', 'anything', 'invalidPasswordBlacklistedMessage', 'Invalid password: password is blacklisted.'],
  ])('%s refuses %s', async (policy, password, key, text) => {
    expect(await check(policy, password)).toEqual([[key, text]]);
  });

  test.each([
    ['length(3)', 'abc'],
    ['maxLength(4)', 'abcd'],
    ['digits(2)', 'a1b2'],
    ['lowerCase(1)', 'Aß'],
    ['upperCase(1)', 'Äb'],
    ['specialChars(2)', 'a b!'],
    ['notUsername(undefined)', 'alice2'],
    ['notContainsUsername(undefined)', 'bob'],
    ['notEmail(undefined)', 'alice'],
    ['regexPattern([a-z]+)', 'abc'],
    ['', 'x'],
  ])('%s allows %s', async (policy, password) => {
    expect(await check(policy, password)).toEqual([]);
  });

  test('a known list is asked for the password in lower case', async () => {
    const blacklist = (name: string, password: string) => (name === 'words' ? password === 'summer' : null);
    expect(await check('passwordBlacklist(words)', 'Summer', { blacklist })).toHaveLength(1);
    expect(await check('passwordBlacklist(words)', 'Winter', { blacklist })).toEqual([]);
  });

  test('violations come in the order of the policy', async () => {
    const keys = (await check('digits(1) and length(8) and upperCase(1)', 'abc')).map(([key]) => key);
    expect(keys).toEqual(['invalidPasswordMinDigitsMessage', 'invalidPasswordMinLengthMessage', 'invalidPasswordMinUpperCaseCharsMessage']);
  });
});

describe('passwordHistory(3)', () => {
  const old = (type: string, value: string, day: number): Credential => ({
    ...keycloakHash('alice').credential,
    type,
    secretData: { value },
    createdAt: new Date(Date.UTC(2026, 0, day)),
  });
  const history = [
    old('password', 'current', 4),
    old('password-history', 'first', 1),
    old('password-history', 'third', 3),
    old('password-history', 'second', 2),
  ];

  test('refuses the current password and the two before it', async () => {
    for (const password of ['current', 'third', 'second']) {
      expect(await check('passwordHistory(3)', password, { history })).toEqual([
        ['invalidPasswordHistoryMessage', 'Invalid password: must not be equal to any of last 3 passwords.'],
      ]);
    }
  });

  test('allows an older one', async () => {
    expect(await check('passwordHistory(3)', 'first', { history })).toEqual([]);
  });

  test('does not hash when another rule is broken already', async () => {
    expect(await check('passwordHistory(3) and length(99)', 'current', { history })).toEqual([
      ['invalidPasswordMinLengthMessage', 'Invalid password: minimum length 99.'],
    ]);
  });
});

describe('the text of a policy', () => {
  test('is read as an export writes it', () => {
    const policy = parsePasswordPolicy('length(8) and digits(1) and upperCase(1) and notUsername(undefined) and passwordHistory(3)');
    expect(policy.rules).toEqual([
      { id: 'length', value: 8 },
      { id: 'digits', value: 1 },
      { id: 'upperCase', value: 1 },
      { id: 'notUsername' },
      { id: 'passwordHistory', value: 3 },
    ]);
  });

  test('takes defaults where no value is given', () => {
    expect(parsePasswordPolicy('length(undefined) and passwordHistory and forceExpiredPasswordChange(undefined)')).toMatchObject({
      rules: [
        { id: 'length', value: 8 },
        { id: 'passwordHistory', value: 3 },
      ],
      expiresAfterDays: 365,
    });
  });

  test('keeps brackets of a pattern', () => {
    expect(parsePasswordPolicy('regexPattern((a|b){2}(c))').rules).toEqual([{ id: 'regexPattern', value: '(a|b){2}(c)' }]);
  });

  test.each([['nonsense(1)'], ['length(many)'], ['regexPattern(()'], ['hashAlgorithm(md5)']])('%s is refused when it is saved', (text) => {
    expect(() => parsePasswordPolicy(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('an unknown rule of a stored policy is kept and named', () => {
    expect(parsePasswordPolicy('length(3) and nonsense(1)', { unknown: 'keep' })).toMatchObject({
      rules: [{ id: 'length' }],
      unknown: ['nonsense(1)'],
    });
  });

  test('says "Password policy not found" of an unknown one', () => {
    expect(() => parsePasswordPolicy('nonsense(1)')).toThrow(expect.objectContaining({ publicText: 'Password policy not found' }));
  });
});

test('a password expires after the days of forceExpiredPasswordChange', () => {
  const policy = parsePasswordPolicy('forceExpiredPasswordChange(10)');
  const created = (day: string) => ({ createdAt: new Date(day) });
  expect(isPasswordExpired(policy, created('2026-11-20T12:00:00Z'), clock.now())).toBe(false);
  expect(isPasswordExpired(policy, created('2026-11-10T12:00:00Z'), clock.now())).toBe(true);
  expect(isPasswordExpired(parsePasswordPolicy(''), created('2000-01-01T00:00:00Z'), clock.now())).toBe(false);
});
