import { setTimeout as wait } from 'node:timers/promises';
import { isAnteroomError, type SessionStore } from '@anteroom/core';
import { createMemoryLog, type RedisProcess, startRedis } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRedisSessionStore, openRedis } from './index.ts';
import { type Acknowledged, findLost, startWorkload } from './test-rig/workload.ts';

const expiresAt = new Date(Date.now() + 3_600_000);
const key = (id: string) => ({ type: 'marker', realmId: 'acme', id: `r.${id}` }) as const;
const note = (text: string) => ({ v: 1 as const, note: text });

describe('a store whose Redis', () => {
  let server: RedisProcess;
  let store: SessionStore;

  beforeEach(async () => {
    const started = await startRedis(['--appendfsync', 'everysec']);
    server = started.process as RedisProcess;
    store = createRedisSessionStore({
      redis: await openRedis({ url: `${started.url}?timeout=300`, log: createMemoryLog() }),
      clock: { now: () => new Date() },
    });
  }, 30_000);
  afterEach(async () => {
    await store?.close();
    server?.kill('SIGCONT');
    await server?.stop();
  });

  const refused = async (call: () => Promise<unknown>): Promise<boolean> => {
    try {
      await call();
      return false;
    } catch (error) {
      if (!isAnteroomError(error, 'store_unavailable') || error.retryAfter === null) throw error;
      return true;
    }
  };
  const back = async () => {
    while (await refused(() => store.ping())) await wait(20);
  };

  it('is killed and started again keeps every acknowledged write and needs no restart itself', async () => {
    const acknowledged = new Map<string, Acknowledged>();
    const work = startWorkload(store, 'restart', (id, what) => acknowledged.set(id, what));
    for (let kills = 0, seen = 0; kills < 3; kills += 1) {
      while (acknowledged.size < seen + 300) await wait(5);
      await server.restart();
      seen = acknowledged.size;
    }
    while (work.refused() === 0) await wait(5);
    await back();
    await work.stop();
    expect(work.wrong()).toEqual([]);
    expect(await findLost(store, acknowledged)).toEqual([]);
  }, 30_000);

  it('is frozen refuses a flood of calls within the time-out, then at once, and serves again when it thaws', async () => {
    await store.create(key('one'), note('first'), { expiresAt });
    server.kill('SIGSTOP');
    const began = performance.now();
    const flood = await Promise.all([
      ...Array.from({ length: 3000 }, () => refused(() => store.get(key('one')))),
      ...Array.from({ length: 3000 }, (_, at) => refused(() => store.create(key(`flood-${at}`), note(''), { expiresAt }))),
    ]);
    expect(flood.every(Boolean)).toBe(true);
    // One after the other at 300 ms each they would take a quarter of an hour, and together one time-out.
    expect(performance.now() - began).toBeLessThan(10_000);
    const again = performance.now();
    for (let call = 0; call < 50; call += 1) expect(await refused(() => store.get(key('one')))).toBe(true);
    // Fifty time-outs would be fifteen seconds.
    expect(performance.now() - again).toBeLessThan(7500);
    server.kill('SIGCONT');
    await back();
    expect((await store.get(key('one')))?.value.note).toBe('first');
  }, 30_000);

  it('is out of memory refuses to write, half of nothing, and goes on reading', async () => {
    await store.create(key('one'), note('first'), { expiresAt });
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    for (const call of [
      () => store.create(key('two'), note('second'), { expiresAt }),
      () => store.put(key('one'), 1, note('second'), { expiresAt }),
      () => store.consume(key('one')),
      () => store.delete(key('one'), { tombstoneUntil: expiresAt }),
    ])
      expect(await refused(call)).toBe(true);
    expect(await store.get(key('one'))).toMatchObject({ version: 1, consumedAt: null, value: { note: 'first' } });
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    expect(await store.consume(key('one'))).not.toBeNull();
  });

  it('is turned into a replica under it is not written to any more', async () => {
    const other = (await startRedis(['--appendonly', 'no'])).process as RedisProcess;
    await server.command('REPLICAOF', other.host, other.port);
    expect(await refused(() => store.create(key('one'), note('lost'), { expiresAt }))).toBe(true);
    expect(await refused(() => store.get(key('one')))).toBe(true);
    await server.command('REPLICAOF', 'NO', 'ONE');
    await back();
    expect(await store.create(key('one'), note('kept'), { expiresAt })).toBe(true);
    await other.stop();
  }, 30_000);

  it('has forgotten its scripts is taught them again', async () => {
    await store.create(key('one'), note('first'), { expiresAt });
    await server.command('SCRIPT', 'FLUSH');
    expect(await Promise.all([store.consume(key('one')), store.consume(key('one'))])).toContain(null);
    expect((await store.get(key('one')))?.version).toBe(2);
  });

  it('has lost everything knows nothing, and nothing that was used once can be used again', async () => {
    await store.create(key('one'), note('first'), { expiresAt });
    await store.consume(key('one'));
    await server.command('FLUSHALL');
    expect(await store.get(key('one'))).toBeNull();
    expect(await store.consume(key('one'))).toBeNull();
    expect(await store.put(key('one'), 2, note('again'), { expiresAt })).toBe(false);
  });
});
