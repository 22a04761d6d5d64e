import type { Clock, Log, SessionStore } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createRedisSessionStore, openRedis } from '@anteroom/store-redis';
import { createSqlSessionStore, type SqlDatabase } from '@anteroom/store-sql';

export interface StoreContext {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly log: Log;
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
      if (open !== undefined) opened.push(await open(address, context));
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((store) => store.close()));
    throw error;
  }
}
