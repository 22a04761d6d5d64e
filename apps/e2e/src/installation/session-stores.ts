import { join } from 'node:path';
import {
  type RedisCluster,
  type RedisProcess,
  type RedisSentinels,
  startRedis,
  startRedisCluster,
  startRedisSentinels,
} from '@anteroom/testkit/services';
import { newDataDir, removeDataDir } from '../server.ts';

/** `files` is the example of a store that is none of ours. */
export type SessionStoreKind = 'memory' | 'sql' | 'redis' | 'sentinel' | 'cluster' | 'files';

export const EXAMPLE_STORE = join(import.meta.dirname, '../../../../examples/store-files/src/index.ts');

/** A session store as a server is told of it, and what stands behind it. */
export interface StartedSessionStore {
  /** Value of `ANTEROOM_SESSION_STORE`. */
  readonly setting: string;
  readonly redis: RedisProcess | null;
  readonly sentinels: RedisSentinels | null;
  readonly cluster: RedisCluster | null;
  stop(): Promise<void>;
}

const NOTHING = { redis: null, sentinels: null, cluster: null, stop: async () => {} };

/** Starts what a kind of session store needs; nothing for the two that live in the server or in its database. */
export async function startSessionStore(kind: SessionStoreKind): Promise<StartedSessionStore> {
  switch (kind) {
    case 'memory':
    case 'sql':
      return { ...NOTHING, setting: kind };
    case 'files': {
      const folder = newDataDir();
      return { ...NOTHING, setting: `module:${EXAMPLE_STORE}?folder=${folder}`, stop: async () => removeDataDir(folder) };
    }
    case 'redis': {
      // An option of its own makes it a server of its own, whatever the environment names: these tests end it.
      const { url, process, stop } = await startRedis(['--appendfsync', 'always']);
      return { ...NOTHING, setting: url, redis: process, stop };
    }
    case 'sentinel': {
      const sentinels = await startRedisSentinels();
      return { ...NOTHING, setting: sentinels.url, sentinels, stop: sentinels.stop };
    }
    case 'cluster': {
      const cluster = await startRedisCluster({ replicas: 1 });
      return { ...NOTHING, setting: cluster.url, cluster, stop: cluster.stop };
    }
  }
}
