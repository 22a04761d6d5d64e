import type { Client, Outcome, SessionPersistence } from '@anteroom/core';
import { asksForOffline } from './grant-handler.ts';

/**
 * Where the session of a login goes. An offline session shares the id, and so the store, of the one it came from: whoever asks for one is
 * promised that it lasts, so it never goes to the fast store.
 */
export function persistenceOf(client: Client, scope: string, { persistence }: Outcome): SessionPersistence | null {
  return persistence === 'fast' && asksForOffline(client, scope) ? 'durable' : persistence;
}
