import type { Log } from '@anteroom/core';
import { openCluster } from './open-cluster.ts';
import { openSentinel } from './open-sentinel.ts';
import { openSingle } from './open-single.ts';
import type { RedisConnection } from './redis-connection.ts';
import { parseRedisUrl } from './redis-url.ts';

/** Connects, or rejects with the one line that says why not: `configuration` when it may not be used, `store_unavailable` when it cannot be reached. */
export async function openRedis({ url, log }: { readonly url: string; readonly log: Log }): Promise<RedisConnection> {
  const target = parseRedisUrl(url);
  switch (target.kind) {
    case 'single':
      return openSingle(target, log);
    case 'sentinel':
      return openSentinel(target, log);
    case 'cluster':
      return openCluster(target, log);
  }
}
