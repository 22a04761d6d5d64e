import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClusterStores, openClusterStores } from '../cluster/open-cluster.ts';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';

const NODE = { host: 'one.example', pid: 4711, workers: 2, version: '1.0.0' };

/** Over two handles on one migrated database: `url` gives its address. */
export function clusterCases(url: () => Promise<string>): void {
  describe('what nodes share', () => {
    let connections: Connection[];
    let a: ClusterStores;
    let b: ClusterStores;
    beforeAll(async () => {
      const address = await url();
      connections = [connect(address), connect(address)];
      [a, b] = connections.map((connection) => openClusterStores(connection)) as [ClusterStores, ClusterStores];
    });
    afterAll(async () => {
      for (const connection of connections) await connection.db.destroy();
    });

    it('gives a lease to exactly one of many who ask at once, and to nobody else until it is given back', async () => {
      const asked = await Promise.all(
        ['n1', 'n2', 'n3', 'n4'].map((holder, index) => (index % 2 ? a : b).leases.take('race', holder, 600)),
      );
      expect(asked.filter(Boolean)).toHaveLength(1);
      const holder = ['n1', 'n2', 'n3', 'n4'][asked.indexOf(true)] as string;
      expect(await b.leases.take('race', holder, 600)).toBe(true);
      expect(await a.leases.take('race', 'late', 600)).toBe(false);
      await a.leases.release('race', 'late');
      expect(await a.leases.take('race', 'late', 600)).toBe(false);
      await b.leases.release('race', holder);
      expect(await a.leases.take('race', 'late', 600)).toBe(true);
    });

    it('gives a lease that ran out to the next who asks, and not back to the one who had it', async () => {
      expect(await a.leases.take('dead', 'first', 0)).toBe(true);
      expect(await b.leases.take('dead', 'second', 600)).toBe(true);
      expect(await a.leases.take('dead', 'first', 600)).toBe(false);
    });

    it('lists the nodes that said they live, oldest first, until they stop', async () => {
      await a.nodes.heartbeat({ id: 'node-1', ...NODE });
      await b.nodes.heartbeat({ id: 'node-2', ...NODE, workers: 1 });
      const before = await a.nodes.list();
      expect(before.map(({ id, workers, alive }) => ({ id, workers, alive }))).toEqual([
        { id: 'node-1', workers: 2, alive: true },
        { id: 'node-2', workers: 1, alive: true },
      ]);
      await a.nodes.heartbeat({ id: 'node-1', ...NODE });
      const [first] = await b.nodes.list();
      expect(first?.startedAt).toEqual(before[0]?.startedAt);
      expect(first?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(before[0]?.lastSeenAt.getTime() ?? Number.POSITIVE_INFINITY);
      await a.nodes.delete('node-1');
      expect((await b.nodes.list()).map((node) => node.id)).toEqual(['node-2']);
    });

    it('shows as not alive a node that was not heard of for long, and forgets it after a day', async () => {
      await a.nodes.heartbeat({ id: 'lost', ...NODE });
      await connections[0]?.db('server_node').where({ id: 'lost' }).decrement('last_seen_at', 60_000);
      expect((await b.nodes.list()).find((node) => node.id === 'lost')?.alive).toBe(false);
      await connections[0]?.db('server_node').where({ id: 'lost' }).decrement('last_seen_at', 86_400_000);
      await b.nodes.heartbeat({ id: 'new', ...NODE });
      expect((await b.nodes.list()).map((node) => node.id)).not.toContain('lost');
    });

    it('replaces the places of session stores only at the revision they were read at, and shows every process the latest', async () => {
      const places = { v: 1 as const, epoch: 1, untagged: 'r', homes: { r: 's' }, change: null };
      expect(await a.storeChanges.get()).toBeNull();
      expect(await a.storeChanges.put(3, places)).toBeNull();
      expect(await a.storeChanges.put(0, places)).toBe(1);
      expect(await b.storeChanges.put(0, { ...places, epoch: 9 })).toBeNull();
      const raced = await Promise.all([2, 3, 4, 5].map((epoch) => (epoch % 2 ? a : b).storeChanges.put(1, { ...places, epoch })));
      expect(raced.filter((revision) => revision !== null)).toEqual([2]);
      expect(await b.storeChanges.get()).toEqual({ revision: 2, places: { ...places, epoch: raced.indexOf(2) + 2 } });
    });

    it('keeps what each process answered to the latest question', async () => {
      await a.storeChanges.answer('one', 4, ['s']);
      await a.storeChanges.answer('one', 5, ['s', 'r']);
      await b.storeChanges.answer('two', 5, ['s']);
      const answers = await a.storeChanges.answers(5);
      expect([...answers].sort((x, y) => (x.process < y.process ? -1 : 1))).toEqual([
        { process: 'one', tags: ['s', 'r'] },
        { process: 'two', tags: ['s'] },
      ]);
      expect(await b.storeChanges.answers(4)).toEqual([]);
    });

    it('counts every announcement of a topic, also of many at once', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? a : b).topics.raise('stores')));
      await b.topics.raise('keys');
      expect(Object.fromEntries(await a.topics.versions())).toEqual({ stores: 10, keys: 1 });
    });
  });
}
