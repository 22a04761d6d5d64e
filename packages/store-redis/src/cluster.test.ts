import { setTimeout as wait } from 'node:timers/promises';
import type { SessionStore } from '@anteroom/core';
import { createMemoryLog, type RedisCluster, startRedisCluster } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keySlot } from './connection/key-slot.ts';
import { createRedisSessionStore, openRedis } from './index.ts';
import { type Acknowledged, findLost, startWorkload } from './test-rig/workload.ts';

const expiresAt = new Date(Date.now() + 3_600_000);
const key = (id: string) => ({ type: 'marker', realmId: 'acme', id: `r.${id}` }) as const;
const note = (text: string) => ({ v: 1 as const, note: text });
const ofAlice = { type: 'marker', realmId: 'acme', index: 'user', value: 'alice' } as const;

describe('a Redis cluster', () => {
  let cluster: RedisCluster;
  let store: SessionStore;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    store = createRedisSessionStore({
      redis: await openRedis({ url: cluster.url, log: createMemoryLog() }),
      clock: { now: () => new Date() },
    });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await cluster?.stop();
  });

  /** The node that serves a key now. */
  const nodeOf = async (name: string) => {
    for (const node of cluster.nodes) if (!(await node.command('TYPE', name)).startsWith('MOVED')) return node;
    throw new Error(`nobody serves ${name}`);
  };

  it('keeps every acknowledged write and refuses none while slots move from one master to another', async () => {
    const acknowledged = new Map<string, Acknowledged>();
    const work = startWorkload(store, 'move', (id, what) => acknowledged.set(id, what));
    while (acknowledged.size < 200) await wait(5);
    await cluster.move(400);
    const afterMove = acknowledged.size;
    while (acknowledged.size < afterMove + 200) await wait(5);
    await work.stop();
    expect(work.wrong()).toEqual([]);
    expect(work.refused()).toBe(0);
    expect(await findLost(store, acknowledged)).toEqual([]);
  }, 60_000);

  it('spreads the records of one realm over all masters', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, at) => store.create(key(`spread-${at}`), note(''), { expiresAt })));
    const sizes = await Promise.all(cluster.nodes.map(async (node) => Number(await node.command('DBSIZE'))));
    expect(Math.min(...sizes)).toBeGreaterThan(10);
  });

  it('leaves out of an index what is gone, and clears its entry away', async () => {
    await store.create(key('one'), note('first'), { expiresAt, indexes: { user: ['alice'] } });
    await store.create(key('two'), note('second'), { expiresAt, indexes: { user: ['alice'] } });
    const record = 'ar:{acme:r.one}:marker';
    const index = 'ar:{acme:marker:user:alice}:ix';
    expect(keySlot(record)).not.toBe(keySlot(index));
    await (await nodeOf(record)).command('DEL', record);
    const entries = async () => Number(await (await nodeOf(index)).command('ZCARD', index));
    const before = await entries();
    const found = await store.find(ofAlice);
    expect(found.map(({ id }) => id)).not.toContain('r.one');
    expect(found.map(({ id }) => id)).toContain('r.two');
    expect(await entries()).toBe(before - 1);
  });

  it('agrees on its indexes after two writers of one record have changed them back and forth', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = key(`back-${round}`);
      await store.create(id, note(''), { expiresAt, indexes: { client: ['web'] } });
      const change = async (indexes: readonly string[]): Promise<void> => {
        const stored = await store.get(id);
        if (stored !== null && !(await store.put(id, stored.version, note(''), { expiresAt, indexes: { client: indexes } })))
          await change(indexes);
      };
      await Promise.all([change(['spa']), change(['web', 'app']), change([]), change(['spa', 'web'])]);
      await change(['spa', 'web']);
    }
    const held = async (value: string) => (await store.find({ ...ofAlice, index: 'client', value })).length;
    expect([await held('spa'), await held('web'), await held('app')]).toEqual([20, 20, 0]);
  });
});
