import type { Clock } from '../clock.ts';
import type { Log } from '../ports.ts';
import type { SessionStore } from './session-store.ts';

/** What a session store from outside is opened with. */
export interface SessionStoreContext {
  /** What stands behind `?` in its address: `module:./store.js?folder=/data` gives `{ folder: '/data' }`. `tag` is not among them. */
  readonly options: Readonly<Record<string, string>>;
  /** The tag that the operator wants (`?tag=x`); null: the store's own choice. One character of `a`–`z` and `0`–`9`. */
  readonly tag: string | null;
  /** Expiry is decided by it, and by nothing else. */
  readonly clock: Clock;
  /** Structured; never pass it a value of a record. */
  readonly log: Log;
}

/**
 * What the module of `ANTEROOM_SESSION_STORE=module:…` exports (`docs/your-own-session-store.md`). What `createSessionStore` throws stops
 * the start with its message in one line. Whatever a verb of the store throws is answered as a store that does not answer: `503`.
 */
export interface SessionStoreModule {
  createSessionStore(context: SessionStoreContext): SessionStore | Promise<SessionStore>;
  /** True when several processes, on several machines if their store can be reached from there, may have it open at once. */
  readonly shared?: boolean;
}
