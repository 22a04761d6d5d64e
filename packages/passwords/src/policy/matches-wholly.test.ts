import { expect, test } from '@jest/globals';
import { matchesWholly } from './matches-wholly.ts';

test('matches the whole text and nothing less', () => {
  expect(matchesWholly('a+|b', 'aaa')).toBe(true);
  expect(matchesWholly('a+|b', 'aaab')).toBe(false);
  expect(matchesWholly('\\p{L}+', 'äö', 'u')).toBe(true);
});

test('knows no answer for a pattern of another dialect', () => {
  expect(matchesWholly('(?i)a', 'A', 'u')).toBeNull();
  expect(matchesWholly('(', '(')).toBeNull();
});

test('gives up on a pattern whose time doubles with every character', () => {
  expect(matchesWholly('(a+)+', `${'a'.repeat(60)}!`)).toBeNull();
});
