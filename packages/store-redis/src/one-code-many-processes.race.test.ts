import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CodeRecord, SessionStore } from '@anteroom/core';
import { createMemoryLog, type RedisSentinels, startRedisSentinels } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRedisSessionStore, openRedis } from './index.ts';
import type { RaceOrder, RaceVerb } from './test-rig/racer.ts';

const PROCESSES = 16;
/** Long enough for every process to hear of the round before it begins. */
const NOTICE_MS = 30;
const CODE: CodeRecord = { v: 1, client: 'web', user: 'alice', session: null, generation: null, protocolState: {}, snapshot: null };

describe('one code and sixteen processes on one replicated Redis', () => {
  let sentinels: RedisSentinels;
  let store: SessionStore;
  let racers: readonly ChildProcess[];

  beforeAll(async () => {
    sentinels = await startRedisSentinels();
    store = createRedisSessionStore({
      redis: await openRedis({ url: sentinels.url, log: createMemoryLog() }),
      clock: { now: () => new Date() },
    });
    const script = fileURLToPath(new URL('./test-rig/racer.ts', import.meta.url));
    racers = Array.from({ length: PROCESSES }, () => fork(script, [sentinels.url], { execArgv: ['--no-warnings'] }));
    await Promise.all(racers.map((racer) => once(racer, 'message')));
  }, 60_000);

  afterAll(async () => {
    const gone = (racers ?? []).map((racer) => once(racer, 'exit'));
    for (const racer of racers ?? []) racer.disconnect();
    await Promise.all(gone);
    await store?.close();
    await sentinels?.stop();
  });

  const race = async (order: Omit<RaceOrder, 'at'>): Promise<number> => {
    const answers = racers.map(async (racer) => (await once(racer, 'message'))[0] as { readonly won?: boolean; readonly error?: string });
    const at = Date.now() + NOTICE_MS;
    for (const racer of racers) racer.send({ ...order, at } satisfies RaceOrder);
    const all = await Promise.all(answers);
    for (const { error } of all) if (error !== undefined) throw new Error(error);
    return all.filter(({ won }) => won).length;
  };

  /** Winners of each round; every round has a code of its own. */
  const winnersOf = async (verb: RaceVerb, rounds: number): Promise<readonly number[]> => {
    const winners: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const key = { type: 'code', realmId: 'acme', id: `r.${verb}-${round}` } as const;
      await store.create(key, CODE, { expiresAt: new Date(Date.now() + 600_000) });
      winners.push(await race({ verb, key }));
    }
    return winners;
  };

  it('lets exactly one process redeem it, in each of twenty rounds', async () => {
    expect(await winnersOf('consume', 20)).toEqual(Array.from({ length: 20 }, () => 1));
  }, 60_000);

  it('lets exactly one process take it, in each of twenty rounds', async () => {
    expect(await winnersOf('take', 20)).toEqual(Array.from({ length: 20 }, () => 1));
  }, 60_000);

  it('has several winners in the same race when the consume is blind', async () => {
    expect(Math.max(...(await winnersOf('blind-consume', 20)))).toBeGreaterThan(1);
  }, 60_000);
});
