import { AnteroomError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** A representation of Keycloak's JSON as it came in: an object whose fields are checked one by one. */
export type Representation = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Representation {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(key: string, expected: string): AnteroomError {
  return new AnteroomError('invalid_input', `field "${key}" must be ${expected}`, { publicText: `Invalid value of field "${key}"` });
}

/** JSON null counts as absent, as in Keycloak's reader. */
export function readText(from: Representation, key: string): string | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong(key, 'a text');
}

export function readFlag(from: Representation, key: string): boolean | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrong(key, 'true or false');
}

export function readNumber(from: Representation, key: string): number | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw wrong(key, 'a number');
}

/** Entries that are null are left out. */
export function readTextMap(from: Representation, key: string): Record<string, string> | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(key, 'an object');
  const map: Record<string, string> = {};
  for (const name of Object.keys(value)) {
    const text = readText(value, name);
    if (text !== undefined) define(map, name, text);
  }
  return map;
}

export function readTexts(from: Representation, key: string): string[] | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw wrong(key, 'a list of texts');
  return [...(value as string[])];
}

/** `{name: [values]}`; a single text counts as a list of one. */
export function readTextsMap(from: Representation, key: string): Record<string, string[]> | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(key, 'an object');
  const map: Record<string, string[]> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === null) continue;
    define(map, name, typeof item === 'string' ? [item] : (readTexts(value, name) ?? []));
  }
  return map;
}

export function readObjects(from: Representation, key: string): Representation[] | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) throw wrong(key, 'a list of objects');
  return value;
}

export function readObject(from: Representation, key: string): Representation | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(key, 'an object');
  return value;
}

/** What is left of a representation without the named keys: kept verbatim. */
export function without(from: Representation, keys: Iterable<string>): JsonObject {
  const drop = new Set(keys);
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(from)) if (!drop.has(key) && value !== undefined) define(rest, key, value);
  return rest as JsonObject;
}

/** Assigns as own property whatever the name is (`__proto__` comes from outside here). */
function define<T>(target: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The same object without its undefined keys. */
export function compact<T extends Record<string, unknown>>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/** What Keycloak answers instead of a secret, and what an update may send back to leave the secret as it is. */
export const MASK = '**********';
