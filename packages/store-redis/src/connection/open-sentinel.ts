import type { Log } from '@anteroom/core';
import { createLink } from './link.ts';
import { overOneLink } from './over-one-link.ts';
import type { RedisConnection } from './redis-connection.ts';
import { translateError } from './redis-errors.ts';
import { addressText, type RedisTarget } from './redis-url.ts';
import { createReplicaCount } from './replica-count.ts';
import { createSentinelView } from './sentinel-view.ts';

const ASK_EVERY_MS = 1000;
/** A verdict that is older confirms nothing. */
const CONFIRMED_FOR_MS = 3000;

/** The master that most sentinels name, and after a fail-over the next one. */
export async function openSentinel(target: RedisTarget, log: Log): Promise<RedisConnection> {
  const view = createSentinelView(target, log);
  const count = createReplicaCount(target.replicas, 1);
  /** By the monotonic clock of the process: it is the age of a verdict, no time of day. */
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let asking = false;

  const verdict = async () => {
    const found = await view.ask();
    // Only a majority may lower the number: a sentinel that was cut off with the old master holds all replicas for dead.
    if (found.agreed || count.current() === 0) count.update(Math.max(found.replicas, found.agreed ? 0 : 1));
    return found;
  };
  const link = createLink({
    target,
    resolve: async () => {
      const found = await verdict();
      confirmedAt = found.agreed ? performance.now() : Number.NEGATIVE_INFINITY;
      return found.master;
    },
    replicas: () => count.current(),
    isConfirmed: () => performance.now() - confirmedAt < CONFIRMED_FOR_MS,
    beatKey: `${target.prefix}:beat`,
    log,
  });
  const watch = async () => {
    const at = link.address();
    if (asking || at === null) return;
    asking = true;
    try {
      const found = await verdict();
      if (!found.agreed) return;
      if (addressText(found.master) === addressText(at)) confirmedAt = performance.now();
      else link.renew(`the sentinels name ${addressText(found.master)} as master`);
    } catch (error) {
      log.debug('store.redis.sentinels_unreachable', { reason: translateError(error).message });
    } finally {
      asking = false;
    }
  };
  const watching = setInterval(() => void watch(), ASK_EVERY_MS);
  watching.unref();

  const close = async () => {
    clearInterval(watching);
    view.close();
    await link.close();
  };
  try {
    await link.start();
    if (count.current() === 0) {
      log.warn('store.redis.no_replicas', {
        notice: `the sentinels know no replica of ${target.master}: when its machine is lost, acknowledged sessions and used-once marks are lost`,
      });
    } else if (target.replicas !== null) {
      log.warn('store.redis.replicas_configured', {
        notice: `a write is acknowledged when ${target.replicas} replicas have it; if a fail-over promotes one that has it not, it is lost`,
      });
    }
  } catch (error) {
    await close();
    throw translateError(error);
  }
  return overOneLink(target, link, close);
}
