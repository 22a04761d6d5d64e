import type { SessionStore } from '@anteroom/core';
import { createMemoryLog, startRedis } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRedisSessionStore, openRedis } from './index.ts';

const TIMEOUT_MS = 200;
const expiresAt = new Date(Date.now() + 3_600_000);
const key = (id: string) => ({ type: 'marker', realmId: 'acme', id: `r.${id}` }) as const;

/** Holds this process up, as a starved or collecting one is: nothing of it runs, timers included. */
function holdUp(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('a process that was itself held up for longer than the time-out', () => {
  let stop: () => Promise<void>;
  let store: SessionStore;
  let log: ReturnType<typeof createMemoryLog>;

  beforeEach(async () => {
    const started = await startRedis();
    stop = started.stop;
    log = createMemoryLog();
    store = createRedisSessionStore({
      redis: await openRedis({ url: `${started.url}?timeout=${TIMEOUT_MS}&prefix=stall`, log }),
      clock: { now: () => new Date() },
    });
  }, 30_000);
  afterEach(async () => {
    await store?.close();
    await stop?.();
  });

  // Was: every answer that lay in the socket when the process went on was given up, and after three of them the server counted as dead.
  it('takes the answers that have arrived meanwhile, and does not take the server for a dead one', async () => {
    await store.create(key('one'), { v: 1, note: 'first' }, { expiresAt });
    const calls = [
      ...Array.from({ length: 8 }, () => store.get(key('one'))),
      ...Array.from({ length: 8 }, (_, at) => store.create(key(`more-${at}`), { v: 1, note: '' }, { expiresAt })),
    ];
    // Everything is sent, nothing is read yet.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    holdUp(5 * TIMEOUT_MS);
    const answers = await Promise.allSettled(calls);
    expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(log.entries.filter(({ event }) => event === 'store.redis.lost')).toEqual([]);
  }, 30_000);
});
