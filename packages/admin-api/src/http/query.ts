import type { Page } from '@anteroom/core';
import { httpFailure } from './failure.ts';

/** A whole number of the query; Keycloak answers 404 for one that is none (its parameter conversion fails before the call). */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^-?\d{1,9}$/.test(value)) throw httpFailure(404);
  return Number(value);
}

/** `first` and `max`; a negative one counts as absent, `max=0` gives none. */
export function pageOf(query: URLSearchParams, defaultMax?: number): Page {
  const first = integerParameter(query, 'first');
  const max = integerParameter(query, 'max') ?? defaultMax;
  return { ...(first === undefined || first < 0 ? {} : { first }), ...(max === undefined || max < 0 ? {} : { max }) };
}

export function sliceOf<T>(items: readonly T[], page: Page): readonly T[] {
  const first = page.first ?? 0;
  return items.slice(first, page.max === undefined ? undefined : first + page.max);
}

export function flagParameter(query: URLSearchParams, name: string): boolean | undefined {
  const value = query.get(name);
  return value === null ? undefined : value.toLowerCase() === 'true';
}

/** `q=department:R&D color:"dark red"`: pairs split at the first colon, either side may be quoted. */
export function attributesParameter(query: URLSearchParams): Readonly<Record<string, string>> | undefined {
  const text = query.get('q');
  if (text === null || text.trim() === '') return undefined;
  const pairs: Record<string, string> = Object.create(null);
  for (const [, key, value] of text.matchAll(/("[^"]*"|[^\s:"]+):("[^"]*"|\S+)/g)) pairs[unquote(key!)] = unquote(value!);
  return { ...pairs };
}

const unquote = (part: string) => (part.startsWith('"') && part.endsWith('"') && part.length > 1 ? part.slice(1, -1) : part);
