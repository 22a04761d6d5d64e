import type { Log } from '@anteroom/core';
import { createLink } from './link.ts';
import { overOneLink } from './over-one-link.ts';
import type { RedisConnection } from './redis-connection.ts';
import { translateError } from './redis-errors.ts';
import { addressText, type RedisTarget } from './redis-url.ts';
import { createReplicaCount } from './replica-count.ts';

/** One server at one address. If it has replicas, whoever promotes one does it by hand: the number only rises. */
export async function openSingle(target: RedisTarget, log: Log): Promise<RedisConnection> {
  const [address] = target.addresses;
  if (address === undefined) throw translateError(new Error('no address'));
  const count = createReplicaCount(target.replicas, Number.POSITIVE_INFINITY);
  const link = createLink({
    target,
    resolve: async () => address,
    replicas: (facts) => {
      if (facts !== null && facts.replicas > count.current()) count.update(facts.replicas);
      return count.current();
    },
    isConfirmed: () => true,
    beatKey: `${target.prefix}:beat`,
    log,
  });
  try {
    const facts = await link.start();
    if (count.current() === 0) {
      log.warn('store.redis.no_replicas', {
        notice: `the Redis at ${addressText(address)} has no replica: when its machine is lost, acknowledged sessions and used-once marks are lost${facts.appendOnly ? '' : '; appendonly is off, so a restart of Redis loses them too'}`,
      });
    }
  } catch (error) {
    await link.close();
    throw translateError(error);
  }
  return overOneLink(target, link, () => link.close());
}
