import { createHash } from 'node:crypto';
import type { MailedCodes, SignedTokens } from '@anteroom/core';

const DIGITS = 6;

/** Codes that are mailed, made of a signature of the realm: who has the directory alone, its outbox included, cannot compute one. */
export function createMailedCodes({ signed }: { readonly signed: Pick<SignedTokens, 'sign'> }): MailedCodes {
  return {
    async code(realm, { userId, word, expiresAt }) {
      const token = await signed.sign(realm, 'mailed-code', { sub: userId, jti: word, exp: Math.floor(expiresAt.getTime() / 1000) });
      const bits = createHash('sha256')
        .update(token.slice(token.lastIndexOf('.') + 1))
        .digest()
        .readBigUInt64BE();
      return String(bits % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
    },
  };
}
