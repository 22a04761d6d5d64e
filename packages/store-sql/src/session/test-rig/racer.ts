/** A process of its own that races for records when it is told to. Run by the race tests. */
import { flushCompileCache } from 'node:module';
import type { RecordKey, SessionStore } from '@anteroom/core';
import { connect } from '../../connect.ts';
import { createSqlSessionStore } from '../sql-session-store.ts';

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

const connection = connect(String(process.argv[2]));
const store = createSqlSessionStore({ db: { connection }, clock: { now: () => new Date() } });

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
await store.ping();
// Before this process ends: the others are about to start.
flushCompileCache();
process.send?.({ ready: true });
