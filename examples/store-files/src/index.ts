import type { SessionStore, SessionStoreContext } from '@anteroom/core';
import { createFileSessionStore } from './file-session-store.ts';
import { openJournal } from './journal.ts';

/** One process at a time: it would not see what another appends. */
export const shared = false;

/** `ANTEROOM_SESSION_STORE=module:/path/to/store-files/src/index.ts?folder=/var/lib/anteroom/sessions` */
export async function createSessionStore({ options, tag, clock }: SessionStoreContext): Promise<SessionStore> {
  const { folder } = options;
  if (folder === undefined) throw new Error('say where the files go: ?folder=/var/lib/anteroom/sessions');
  return createFileSessionStore({ journal: await openJournal(folder), clock, tag: tag ?? 'f' });
}
