/** A process of its own that races for records when it is told to. Run by the race test. */
import type { Log, RecordKey, SessionStore } from '@anteroom/core';
import { createRedisSessionStore, openRedis } from '../index.ts';

export type RaceVerb = 'consume' | 'take' | 'blind-consume';

/** All racers of a round start at the same moment of the wall clock. */
export interface RaceOrder {
  readonly verb: RaceVerb;
  readonly key: RecordKey;
  readonly at: number;
}

const VERBS: Readonly<Record<RaceVerb, (store: SessionStore, key: RecordKey) => Promise<boolean>>> = {
  consume: async (store, key) => (await store.consume(key)) !== null,
  take: async (store, key) => (await store.take(key)) !== null,
  // What adapters copied from oidc-provider's examples do: look, then mark, whoever marked first.
  'blind-consume': async (store, key) => {
    const record = await store.get(key);
    if (record === null || record.consumedAt !== null) return false;
    await store.consume(key);
    return true;
  },
};

const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const redis = await openRedis({ url: process.argv[2] ?? '', log });
const store = createRedisSessionStore({ redis, clock: { now: () => new Date() } });

process.on('message', (order: RaceOrder) => {
  setTimeout(async () => {
    try {
      process.send?.({ won: await VERBS[order.verb](store, order.key) });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  }, order.at - Date.now());
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
