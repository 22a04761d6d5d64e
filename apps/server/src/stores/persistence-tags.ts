import type { StorePlace } from '@anteroom/admin-api';
import type { SessionPersistence, StorePromise } from '@anteroom/core';

/** A store that serves, as far as the choice between several needs to know it. */
export interface PromisingStore {
  readonly tag: string;
  readonly kind: StorePlace['kind'];
  readonly promise: StorePromise;
}

/** What a write costs, roughly: memory, one round trip, unknown, a commit. */
const COST: readonly StorePlace['kind'][] = ['memory', 'redis', 'module', 'sql'];

/**
 * Which of the configured stores *Session persistence* means: `durable` the one that promises most, a process kill before anything else;
 * `fast` the one whose writes cost least. Of equals the first that is named; with one store both are that one.
 */
export function persistenceTags(stores: readonly PromisingStore[]): (persistence: SessionPersistence) => string {
  const tags = {
    durable: first(stores, ({ promise }) => -weigh(promise)),
    fast: first(stores, ({ kind }) => COST.indexOf(kind)),
  };
  return (persistence) => tags[persistence];
}

function weigh(promise: StorePromise): number {
  const kept = Object.values(promise).filter((word) => word === 'kept').length;
  return kept + (promise.processKill === 'kept' ? 10 : 0);
}

function first(stores: readonly PromisingStore[], rank: (store: PromisingStore) => number): string {
  const [best] = [...stores].sort((one, other) => rank(one) - rank(other));
  return best?.tag ?? '';
}
