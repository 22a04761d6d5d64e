import { isAnteroomError, type RealmSnapshot, type SignedTokens } from '@anteroom/core';

/**
 * The subject of an `id_token_hint` (OpenID Connect Core §3.1.2.1), expired or not. What is no ID token of this realm names nobody: the
 * empty subject, which no session has.
 */
export async function readIdTokenHint(signed: Pick<SignedTokens, 'verify'>, realm: RealmSnapshot, hint: string): Promise<string> {
  try {
    const { sub } = await signed.verify(realm, 'id-token', hint, { ignoreExpiry: true });
    return typeof sub === 'string' ? sub : '';
  } catch (error) {
    if (isAnteroomError(error, 'invalid_token')) return '';
    throw error;
  }
}
