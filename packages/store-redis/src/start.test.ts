import { createMemoryLog, startRedis } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRedis } from './index.ts';

type Server = Awaited<ReturnType<typeof startRedis>>;

describe('the start of a Redis session store', () => {
  let server: Server;
  let replica: Server;

  beforeAll(async () => {
    server = await startRedis(['--requirepass', 'hunter2']);
    const port = server.process?.port ?? 0;
    replica = await startRedis(['--replicaof', '127.0.0.1', String(port), '--masterauth', 'hunter2']);
  }, 60_000);
  afterAll(async () => {
    await replica?.stop();
    await server?.stop();
  });

  const address = (password = 'hunter2', query = '') => server.url.replace('redis://', `redis://:${password}@`) + query;
  const refusal = async (url: string): Promise<Error & { readonly code?: string }> => {
    try {
      await (await openRedis({ url, log: createMemoryLog() })).close();
    } catch (error) {
      return error as Error;
    }
    throw new Error('it was opened');
  };

  it('says how many replicas must have a write', async () => {
    const log = createMemoryLog();
    await (await openRedis({ url: address(), log })).close();
    expect(log.entries).toContainEqual(
      expect.objectContaining({ event: 'store.redis.up', fields: expect.objectContaining({ replicas: 1 }) }),
    );
    expect(log.text()).not.toContain('hunter2');
  });

  it('says what is lost with the machine when there is no replica', async () => {
    const alone = await startRedis(['--appendonly', 'no']);
    const log = createMemoryLog();
    await (await openRedis({ url: alone.url, log })).close();
    await alone.stop();
    const notice = log.entries.find(({ event }) => event === 'store.redis.no_replicas');
    expect(notice).toMatchObject({ level: 'warn', fields: { notice: expect.stringMatching(/no replica.*appendonly is off/) } });
  });

  it('is refused when the server would throw away sessions for want of memory', async () => {
    const evicting = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    const { code, message } = await refusal(evicting.url);
    await evicting.stop();
    expect(code).toBe('configuration');
    expect(message).toMatch(/maxmemory-policy allkeys-lru.*set maxmemory-policy noeviction$/);
  });

  it('is refused at a replica', async () => {
    expect(await refusal(replica.url)).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('is a slave, not the master'),
    });
  });

  it('is refused with a wrong password, which is not repeated', async () => {
    const { message } = await refusal(address('hunter3'));
    expect(message).toContain('WRONGPASS');
    expect(message).not.toMatch(/hunter/);
  });

  it('is refused where nobody answers, within the time-out', async () => {
    const before = performance.now();
    expect(await refusal('redis://127.0.0.1:1?timeout=300')).toMatchObject({ code: 'store_unavailable' });
    expect(await refusal('redis+sentinel://127.0.0.1:1/main?timeout=300')).toMatchObject({ code: 'store_unavailable' });
    expect(await refusal('redis+cluster://127.0.0.1:1?timeout=300')).toMatchObject({ code: 'store_unavailable' });
    expect(performance.now() - before).toBeLessThan(15_000);
  });
});
