import { AnteroomError, type Clock, type Log, type SessionStore } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createRedisSessionStore, openRedis } from '@anteroom/store-redis';
import { createSqlSessionStore, type SqlDatabase } from '@anteroom/store-sql';
import { openModuleStore } from './open-module-store.ts';

export interface StoreContext {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly log: Log;
  /** Processes of this node that open the stores. */
  readonly workers: number;
}

type OpenStore = (address: string, context: StoreContext) => Promise<SessionStore>;

const redis: OpenStore = async (address, { clock, log }) =>
  createRedisSessionStore({ redis: await openRedis({ url: address, log }), clock });

/** What each word, or scheme of an address, in `ANTEROOM_SESSION_STORE` opens. */
const OPENERS: Readonly<Record<string, OpenStore>> = {
  sql: async (_address, { database, clock }) => createSqlSessionStore({ db: database, clock }),
  memory: async (_address, { clock, log }) => {
    log.warn('store.memory', {
      notice:
        'sessions, codes and half-finished logins are kept in memory and end with this process; users, configuration and mailed links survive',
    });
    // Another process, such as the command that changes the store, has another memory.
    const { moves: _, ...store } = createMemorySessionStore({ clock });
    return store;
  },
  redis,
  rediss: redis,
  'redis+sentinel': redis,
  'rediss+sentinel': redis,
  'redis+cluster': redis,
  'rediss+cluster': redis,
  module: (address, { clock, log, workers }) => openModuleStore(address, { clock, log, workers, directory: process.cwd() }),
};

/** Every store that is named, in their order. When one cannot be opened none stays open. */
export async function openSessionStores({
  stores,
  ...context
}: StoreContext & { readonly stores: readonly string[] }): Promise<readonly SessionStore[]> {
  const opened: SessionStore[] = [];
  try {
    for (const address of stores) {
      const open = OPENERS[address.split(':')[0] ?? ''];
      if (open === undefined) continue;
      const store = await open(address, context);
      opened.push(store);
      const same = opened.findIndex((one) => one.tag === store.tag);
      if (same < opened.length - 1) throw twoOfOneTag(stores[same] ?? '', address, store.tag);
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((store) => store.close()));
    throw error;
  }
}

/** Ids of records begin with the tag of their store, so no two may have the same. */
function twoOfOneTag(one: string, other: string, tag: string): AnteroomError {
  const name = (address: string) => address.replace(/^(redis[^:]*:).*$/s, '$1//…').replace(/\?.*$/s, '');
  return new AnteroomError(
    'configuration',
    `ANTEROOM_SESSION_STORE: ${name(one)} and ${name(other)} both have the tag ${tag}: give one of them another with ?tag=`,
  );
}
