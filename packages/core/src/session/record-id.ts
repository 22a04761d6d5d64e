import type { IdSource } from '../clock.ts';
import type { SessionStore } from './session-store.ts';

/** A new id for a record of this store (of a router: of its first store): tag, dot, randomness (settled 7). */
export function newRecordId(store: Pick<SessionStore, 'tag'>, ids: Pick<IdSource, 'token'>, bytes = 18): string {
  return `${store.tag}.${ids.token(bytes)}`;
}

/** The store tag of an id; null for one without (taken over from elsewhere, or an id that is no secret of ours such as a user's). */
export function storeTagOf(id: string): string | null {
  return id.length > 1 && id[1] === '.' ? (id[0] ?? null) : null;
}
