import { AnteroomError } from '@anteroom/core';
import type { Knex } from 'knex';

/** Connections of one process unless the URL says otherwise (`?pool=20`). */
const CONNECTIONS = 10;

export const ACQUIRE_TIMEOUT_MS = 4_000;
export const CONNECT_TIMEOUT_MS = 5_000;
/** The server ends a statement that takes longer … */
export const STATEMENT_TIMEOUT_MS = 15_000;
/** … and when no answer comes at all, the connection is given up. */
export const ANSWER_TIMEOUT_MS = 20_000;
export const LOCK_TIMEOUT_MS = 5_000;

/** Takes `pool` out of the URL, which the driver would not know. */
export function poolOf(text: string): { readonly url: URL; readonly pool: { readonly min: number; readonly max: number } } {
  const url = new URL(text);
  const wanted = Number(url.searchParams.get('pool') ?? CONNECTIONS);
  url.searchParams.delete('pool');
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new AnteroomError('configuration', 'DATABASE_URL: pool must be a number of connections');
  return { url, pool: { min: 0, max: wanted } };
}

const silent = () => undefined;

/** Knex would print its own lines; what matters reaches the callers as errors. */
export const QUIET: Knex.Logger = { warn: silent, error: silent, debug: silent, deprecate: silent };

/** The pool throws a connection with this mark away instead of lending it again. */
export function discard(driver: unknown, reason: unknown): void {
  Object.assign(driver as object, { __knex__disposed: reason });
}
