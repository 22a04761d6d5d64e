import { AnteroomError, type Clock, type Log, type SessionStore, type SessionStoreModule } from '@anteroom/core';
import { locateModule } from '../locate-module.ts';
import { guardStore, missingVerbs } from './guard-store.ts';

export interface ModuleStoreContext {
  readonly clock: Clock;
  readonly log: Log;
  /** Processes of this node that will have the store open. */
  readonly workers: number;
  /** Where paths begin, and packages are looked for first. */
  readonly directory: string;
}

/**
 * Opens `module:<package or path>?<options>`, a store of somebody else (`SessionStoreModule`). A path is absolute or begins with a dot; a
 * package is looked for from the working directory, then beside the server. Whatever is wrong with it is one line that says what to change.
 */
export async function openModuleStore(address: string, { clock, log, workers, directory }: ModuleStoreContext): Promise<SessionStore> {
  const [place = '', query = ''] = address.slice('module:'.length).split(/\?(.*)/s);
  const refuse = (what: string, cause?: unknown) =>
    new AnteroomError('configuration', `ANTEROOM_SESSION_STORE: module:${place} ${what}`, { cause });
  const { tag = null, ...options } = Object.fromEntries(new URLSearchParams(query));
  if (tag !== null && !TAG.test(tag)) throw refuse('has a tag that is not one character of a–z and 0–9');

  let module: Partial<SessionStoreModule>;
  try {
    module = await import(locateModule(place, directory));
  } catch (error) {
    throw refuse(`cannot be loaded: ${firstLine(error)}`, error);
  }
  if (typeof module.createSessionStore !== 'function') throw refuse('exports no createSessionStore (docs/your-own-session-store.md)');
  if (workers > 1 && module.shared !== true)
    throw refuse(`may be open in one process only: set ANTEROOM_WORKERS to 1, and stop the server before a command that uses its sessions`);

  let store: SessionStore;
  try {
    store = await module.createSessionStore({ options, tag, clock, log });
  } catch (error) {
    throw refuse(`cannot be opened: ${firstLine(error)}`, error);
  }
  const missing = missingVerbs(store);
  if (missing.length > 0) throw refuse(`made a store without ${missing.join(', ')}`);
  if (!TAG.test(store.tag)) throw refuse('made a store whose tag is not one character of a–z and 0–9');
  if (tag !== null && store.tag !== tag) throw refuse(`made a store with the tag ${store.tag} and not ${tag}`);
  return guardStore(store, { name: `module:${place}`, log });
}

const TAG = /^[a-z0-9]$/;

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
