import type { IdSource } from '@anteroom/core';

/** Letters that no word is made of and that are hard to confuse (RFC 8628 §6.1); eight of them are 34 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** A new code as it is shown: `BCDF-GHJK`. */
export function newUserCode(ids: Pick<IdSource, 'token'>): string {
  const letters: string[] = [];
  while (letters.length < LENGTH) {
    for (const byte of Buffer.from(ids.token(LENGTH * 2), 'base64url')) {
      // Bytes beyond the last whole multiple would make the first letters likelier.
      if (byte < 240 && letters.length < LENGTH) letters.push(LETTERS[byte % LETTERS.length]!);
    }
  }
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** The same code however it was typed: case, blanks and dashes do not matter (RFC 8628 §6.1). */
export function normalUserCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 40);
}
