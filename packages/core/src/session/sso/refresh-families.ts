import type { ClientEntry } from '../records.ts';

/** More tabs of one application than this share their fate (settled 10). */
const MAX_FAMILIES = 16;

type Family = ClientEntry['families'][number];

/** The entry with a new family; its first refresh token carries counter 0. The family used longest ago makes room. */
export function withFamily(entry: ClientEntry, id: string, now: number): ClientEntry {
  if (entry.families.some((family) => family.id === id)) return entry;
  const kept = [...entry.families].sort((one, other) => other.at - one.at).slice(0, MAX_FAMILIES - 1);
  const survivors = entry.families.filter((family) => kept.includes(family));
  return { ...entry, families: [...survivors, { id, counter: 0, at: now, uses: 0 }] };
}

export function withoutFamily(entry: ClientEntry, id: string): ClientEntry {
  return { ...entry, families: entry.families.filter((family) => family.id !== id) };
}

export interface RefreshUse {
  readonly family: string;
  readonly counter: number;
  readonly graceSeconds: number;
  readonly maxReuse: number;
}

export type RotationDecision =
  | { readonly kind: 'rotated'; readonly counter: number; readonly entry: ClientEntry }
  | { readonly kind: 'grace'; readonly counter: number }
  | { readonly kind: 'reused' }
  | { readonly kind: 'unknown' };

/**
 * What a presented refresh token is worth. The newest token of the family is rotated. The one before it may be used `maxReuse` times more
 * (Keycloak `refreshTokenMaxReuse`: until its successor has been used) and, within the grace, any number of times without a trace, since
 * its successor is minted again. Everything else is a replay. A counter the store never gave out is one too: a restored back-up is
 * behind the tokens in the field, and refusing them all is the safe reading.
 */
export function decideRotation(entry: ClientEntry, use: RefreshUse, now: number): RotationDecision {
  const family = entry.families.find((one) => one.id === use.family);
  if (family === undefined) return { kind: 'unknown' };
  if (use.counter === family.counter) {
    const counter = family.counter + 1;
    return { kind: 'rotated', counter, entry: replace(entry, { ...family, counter, at: now, uses: 1 }) };
  }
  if (use.counter === family.counter - 1) {
    if (family.uses <= use.maxReuse) {
      return { kind: 'rotated', counter: family.counter, entry: replace(entry, { ...family, uses: family.uses + 1 }) };
    }
    if (use.graceSeconds > 0 && now - family.at <= use.graceSeconds * 1000) return { kind: 'grace', counter: family.counter };
  }
  return { kind: 'reused' };
}

function replace(entry: ClientEntry, changed: Family): ClientEntry {
  return { ...entry, families: entry.families.map((family) => (family.id === changed.id ? changed : family)) };
}
