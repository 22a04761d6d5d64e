import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readPasswordLists } from './password-lists.ts';

test('B159 a list says which passwords are common, whatever their capitals', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'anteroom-lists-'));
  mkdirSync(join(dataDir, 'password-blacklists'));
  writeFileSync(join(dataDir, 'password-blacklists', 'common.txt'), 'Summer2026\r\nletmein\n\n');
  const lists = readPasswordLists(dataDir);
  expect(['summer2026', 'LetMeIn', 'correct horse'].map((password) => lists('common.txt', password))).toEqual([true, true, false]);
  expect([lists('', 'letmein'), lists('../common.txt', 'letmein'), lists('other.txt', 'letmein')]).toEqual([null, null, null]);
});

test('without a directory of lists there is none', () => {
  expect(readPasswordLists(mkdtempSync(join(tmpdir(), 'anteroom-lists-')))('common.txt', 'letmein')).toBeNull();
});
