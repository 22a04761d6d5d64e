import type { Claims, RealmSnapshot } from '@anteroom/core';
import type { RealmKey } from '../keys/realm-key.ts';

/** A token whose signature was found good, the key that made it, and its payload (deeply frozen: it is handed out again). */
export interface VerifiedToken {
  readonly key: RealmKey;
  readonly claims: Claims;
}

/**
 * Remembers good signatures, and only that: everything else about a token is checked at every use. An entry holds for exactly the
 * snapshot it was checked against, so a removed or disabled key takes its tokens along.
 */
export interface VerifiedTokens {
  get(realm: RealmSnapshot, token: string): VerifiedToken | null;
  add(realm: RealmSnapshot, token: string, verified: VerifiedToken): void;
}

export function createVerifiedTokens(capacity: number): VerifiedTokens {
  const entries = new Map<string, { readonly realm: RealmSnapshot; readonly verified: VerifiedToken }>();
  return {
    get(realm, token) {
      const entry = entries.get(token);
      return entry !== undefined && entry.realm === realm ? entry.verified : null;
    },
    add(realm, token, verified) {
      // Oldest out first: order of insertion is good enough, and a hit costs nothing.
      if (entries.size >= capacity) entries.delete(entries.keys().next().value!);
      entries.set(token, { realm, verified: { key: verified.key, claims: freeze(verified.claims) } });
    },
  };
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
