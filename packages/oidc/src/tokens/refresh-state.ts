import { createHash } from 'node:crypto';
import type { Claims, IdSource } from '@anteroom/core';
import { generationMark } from './generation-mark.ts';
import type { RefreshTokenState } from './token-grant.ts';

const FAMILY_DIGITS = 10;
const MAX_COUNTER = 0xffffff;

/** Id of a new refresh family: ten hex digits, so that a token's own id can carry it. */
export function newFamilyId(ids: IdSource): string {
  return createHash('sha256').update(ids.token(9)).digest('hex').slice(0, FAMILY_DIGITS);
}

/**
 * `jti` of a refresh token. What rotation needs of it travels in the digits of this UUID, as no claim that Keycloak's tokens do not have:
 * mark of the entry's generation (8), family (10), counter (6), randomness (6).
 */
export function refreshTokenId(
  state: { readonly generation: string; readonly family: string; readonly counter: number },
  ids: IdSource,
): string {
  const { family, counter } = state;
  if (!/^[0-9a-f]{10}$/.test(family) || counter < 0 || counter > MAX_COUNTER)
    throw new RangeError('refresh state does not fit into a token id');
  const random = ids.uuid();
  const digits = generationMark(state.generation) + family + counter.toString(16).padStart(6, '0') + random.slice(-6);
  const [a, b, c, d, e] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 15), digits.slice(15, 18), digits.slice(18)];
  return `${a}-${b}-4${c}-${random[19]}${d}-${e}`;
}

/** Tokens of another server, signed with keys it exported, have ids that belong to no entry. */
export function readRefreshState(claims: Claims, offline: boolean): RefreshTokenState {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-4([0-9a-f]{3})-[89ab]([0-9a-f]{3})-([0-9a-f]{6})[0-9a-f]{6}$/.exec(text(claims.jti));
  const [, mark = '', first = '', second = '', third = '', counter = ''] = match ?? [];
  return {
    sid: text(claims.sid),
    azp: text(claims.azp),
    offline,
    isOf: (entry) => mark !== '' && generationMark(entry.generation) === mark,
    family: first + second + third,
    counter: match === null ? -1 : Number.parseInt(counter, 16),
    scope: text(claims.scope),
    iat: claims.iat as number,
    sub: typeof claims.sub === 'string' ? claims.sub : null,
    nonce: typeof claims.nonce === 'string' ? claims.nonce : null,
    confirmation: (claims.cnf as RefreshTokenState['confirmation'] | undefined) ?? null,
  };
}
