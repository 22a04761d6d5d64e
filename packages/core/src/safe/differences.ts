import type { Thing } from '../directory/history.ts';
import { isObject, MASK } from '../representation/read.ts';
import { isSecretField } from '../representation/secret-fields.ts';

/** One value that is another one afterwards; undefined: there was none. Secrets are masked, so both sides of one may look the same. */
export interface FieldDifference {
  /** `redirectUris`, `attributes.pkce.code.challenge.method`, `protocolMappers[email].config.claim.name`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two versions of a thing, field by field. Lists of named things are compared name by name, other lists as a whole. */
export function differencesBetween(before: Thing | null, after: Thing | null): readonly FieldDifference[] {
  const found: FieldDifference[] = [];
  compare('', '', before ?? {}, after ?? {}, found);
  return found;
}

export function sameValue(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other);
}

function compare(path: string, key: string, before: unknown, after: unknown, found: FieldDifference[]): void {
  if (sameValue(before, after)) return;
  const [left, right] = [named(before), named(after)];
  if (left === null || right === null) {
    found.push({ path, before: shown(key, before), after: shown(key, after) });
    return;
  }
  const [open, close] = Array.isArray(before) || Array.isArray(after) ? ['[', ']'] : ['.', ''];
  for (const name of [...new Set([...left.keys(), ...right.keys()])]) {
    const inner = path === '' && open === '.' ? name : `${path}${open}${name}${close}`;
    compare(inner, name, left.get(name), right.get(name), found);
  }
}

/** An object by its keys, a list of named things by their names; null for anything else. */
function named(value: unknown): ReadonlyMap<string, unknown> | null {
  if (isObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value) || value.length === 0) return null;
  const entries = value.map((item): readonly [string, unknown] | null => {
    const name = isObject(item) ? (item.name ?? item.alias ?? item.id) : undefined;
    return typeof name === 'string' ? [name, item] : null;
  });
  const known = entries.filter((entry) => entry !== null);
  return known.length === value.length && new Map(known).size === value.length ? new Map(known) : null;
}

function shown(key: string, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (isSecretField(key)) return MASK;
  if (Array.isArray(value)) return value.map((item) => shown('', item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(name, inner)]));
}

/** JSON with sorted keys; an absent key and one that is undefined are the same. */
function stable(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
