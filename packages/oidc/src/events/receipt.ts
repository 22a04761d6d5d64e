import { type LoginReceipt, type StorePromise, storeTagOf } from '@anteroom/core';
import type { TokenBinding } from '../tokens/token-grant.ts';

/** What the store of a tag promises; null when nobody here knows it. */
export type PromiseOf = (tag: string) => StorePromise | null;

/** The session, with the client's part and the refresh family in it: everything else that a login writes is gone in a minute. */
const WRITES_SAVED = 1;

/** What a login wrote that outlives it, and under which promise; a transient login nothing. */
export function receiptOf(bound: TokenBinding, promiseOf: PromiseOf): LoginReceipt {
  if (bound.kind !== 'session') return { transient: true, writesSaved: WRITES_SAVED, records: [] };
  const { live, entry } = bound;
  const store = storeTagOf(live.sid) ?? '';
  const record = {
    type: live.offline ? ('offline-session' as const) : ('session' as const),
    id: live.sid,
    store,
    promise: promiseOf(store),
    expiresAt: live.expiresAt.getTime(),
    user: live.record.user,
    client: entry.client,
    generation: entry.generation,
  };
  return { transient: false, writesSaved: 0, records: [record] };
}
