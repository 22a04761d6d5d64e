import {
  type RedisCluster,
  type RedisSentinels,
  recordMovesContract,
  sessionStoreContract,
  ssoSessionsContract,
  startRedis,
  startRedisCluster,
  startRedisSentinels,
} from '@anteroom/testkit';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { openRedisPair } from './test-rig/open-redis-pair.ts';

const runner = { describe, it };

describe('one Redis server', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    server = await startRedis();
  }, 60_000);
  afterAll(() => server?.stop());
  const open = openRedisPair(() => server.url);
  sessionStoreContract({ name: 'redis', open, runner });
  recordMovesContract({ name: 'redis', open, runner });
  ssoSessionsContract({ name: 'redis', open, runner });
});

describe('a Redis master with two replicas under three sentinels', () => {
  let sentinels: RedisSentinels;
  beforeAll(async () => {
    sentinels = await startRedisSentinels();
  }, 60_000);
  afterAll(() => sentinels?.stop());
  const open = openRedisPair(() => sentinels.url);
  sessionStoreContract({ name: 'redis sentinel', open, runner });
  recordMovesContract({ name: 'redis sentinel', open, runner });
  ssoSessionsContract({ name: 'redis sentinel', open, runner });
});

describe('a Redis cluster of three masters', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 60_000);
  afterAll(() => cluster?.stop());
  const open = openRedisPair(() => cluster.url);
  sessionStoreContract({ name: 'redis cluster', open, runner });
  recordMovesContract({ name: 'redis cluster', open, runner });
  ssoSessionsContract({ name: 'redis cluster', open, runner });
});
