import { setTimeout as wait } from 'node:timers/promises';
import { createMemoryLog, type RedisProcess, startRedisCluster, startRedisSentinels } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createRedisSessionStore, openRedis } from './index.ts';
import { type Acknowledged, findLost, startWorkload } from './test-rig/workload.ts';

const WRITES = 3000;

/** Under load: kills the master, goes on until as much again was acknowledged, and looks for what is missing. */
async function killUnderLoad(url: string, kill: () => Promise<void>) {
  const redis = await openRedis({ url, log: createMemoryLog() });
  const store = createRedisSessionStore({ redis, clock: { now: () => new Date() } });
  const acknowledged = new Map<string, Acknowledged>();
  let count = 0;
  let longestPause = 0;
  let last = performance.now();
  const work = startWorkload(store, 'kill', (id, what) => {
    acknowledged.set(id, what);
    count += 1;
    longestPause = Math.max(longestPause, performance.now() - last);
    last = performance.now();
  });
  const reach = async (wanted: number) => {
    while (count < wanted) await wait(10);
  };
  await reach(WRITES);
  await kill();
  while (work.refused() === 0) await wait(5);
  const whole = async () => {
    try {
      await redis.ping();
      return true;
    } catch {
      return false;
    }
  };
  while (!(await whole())) await wait(50);
  await reach(count + WRITES);
  await work.stop();
  const lost = await findLost(store, acknowledged);
  await store.close();
  return { lost, longestPause, wrong: work.wrong(), refused: work.refused(), count };
}

describe('a Redis master that is killed under acknowledged writes', () => {
  it('loses none of them under Sentinel, and the store finds the new master by itself', async () => {
    const sentinels = await startRedisSentinels();
    try {
      const outcome = await killUnderLoad(sentinels.url, async () => (await sentinels.master()).kill('SIGKILL'));
      expect(outcome).toMatchObject({ lost: [], wrong: [] });
      expect(outcome.longestPause).toBeLessThan(15_000);
    } finally {
      await sentinels.stop();
    }
  }, 60_000);

  it('loses none of them in a cluster with replicas, and the store finds the new master by itself', async () => {
    const cluster = await startRedisCluster({ replicas: 1 });
    try {
      const outcome = await killUnderLoad(cluster.url, async () => cluster.nodes[0]?.kill('SIGKILL'));
      expect(outcome).toMatchObject({ lost: [], wrong: [] });
    } finally {
      await cluster.stop();
    }
  }, 60_000);

  it('acknowledges nothing without its replica, although the node that was asked for the slots does not know of it yet', async () => {
    const cluster = await startRedisCluster({ replicas: 1 });
    const [master, asked] = cluster.nodes as [RedisProcess, RedisProcess];
    const replica = await replicaOf(master, cluster.nodes);
    await asked.command('CLUSTER', 'FORGET', await replica.command('CLUSTER', 'MYID'));
    const redis = await openRedis({ url: `redis+cluster://${asked.host}:${asked.port}`, log: createMemoryLog() });
    try {
      const store = createRedisSessionStore({ redis, clock: { now: () => new Date() } });
      replica.kill('SIGSTOP');
      const key = { type: 'marker', realmId: 'acme', id: await idAt(master) } as const;
      const written = store.create(key, { v: 1, note: 'alone' }, { expiresAt: new Date(Date.now() + 60_000) });
      await expect(written).rejects.toMatchObject({ code: 'store_unavailable' });
    } finally {
      replica.kill('SIGCONT');
      await redis.close();
      await cluster.stop();
    }
  }, 60_000);
});

async function replicaOf(master: RedisProcess, nodes: readonly RedisProcess[]): Promise<RedisProcess> {
  for (const node of nodes) if ((await node.command('ROLE')).split('\n').includes(String(master.port)) && node !== master) return node;
  throw new Error(`nobody follows ${master.port}`);
}

/** Id of a record whose slot this master serves. */
async function idAt(master: RedisProcess): Promise<string> {
  for (let at = 0; ; at += 1) {
    const id = `r.late-${at}`;
    if (!(await master.command('TYPE', `ar:{acme:${id}}:marker`)).startsWith('MOVED')) return id;
  }
}
