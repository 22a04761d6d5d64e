import type { Log } from '@anteroom/core';
import { readSlots, type SlotRange } from './cluster-slots.ts';
import { keySlot } from './key-slot.ts';
import { createLink, type Link } from './link.ts';
import { openClient } from './open-client.ts';
import type { Command } from './redis-command.ts';
import type { RedisConnection } from './redis-connection.ts';
import { redirection, replyCode, translateError, unavailable } from './redis-errors.ts';
import { type Address, addressText, type RedisTarget } from './redis-url.ts';
import { createReplicaCount, type ReplicaCount } from './replica-count.ts';

const LEARN_EVERY_MS = 2000;
const REDIRECTIONS = 5;

interface Shard {
  readonly address: Address;
  readonly link: Link;
  readonly count: ReplicaCount;
  /** Replicas at the last look. */
  seen: number;
}

/** Every master of a cluster, each with connections of its own: a `WAIT` speaks for the connection that wrote. */
export async function openCluster(target: RedisTarget, log: Log): Promise<RedisConnection> {
  const shards = new Map<string, Shard>();
  let ranges: readonly SlotRange[] = [];
  let learning: Promise<void> | null = null;
  let closed = false;

  const shardAt = (address: Address): Shard => {
    const name = addressText(address);
    const known = shards.get(name);
    if (known !== undefined) return known;
    const count = createReplicaCount(target.replicas, 0);
    const link = createLink({
      target,
      resolve: async () => address,
      replicas: () => count.current(),
      // A master that the others hold for failed is told so, or stops by itself when it sees no majority.
      isConfirmed: () => true,
      beatKey: null,
      log,
      onStale: () => void learn(),
    });
    const shard = { address, link, count, seen: 0 };
    shards.set(name, shard);
    return shard;
  };

  const askNode = async (address: Address): Promise<readonly SlotRange[]> => {
    const up = shards.get(addressText(address))?.link;
    if (up?.address()) return readSlots(await up.read(['cluster', 'slots']), address);
    const client = await openClient({ ...target, address, connectTimeout: target.timeout, commandTimeout: target.timeout });
    try {
      return readSlots(await client.call('CLUSTER', 'SLOTS'), address);
    } finally {
      client.disconnect();
    }
  };

  const learnOnce = async (): Promise<void> => {
    const nodes = [...[...shards.values()].map((shard) => shard.address), ...target.addresses];
    let failure: unknown = unavailable('has no cluster node that answers');
    for (const node of nodes) {
      try {
        const found = await askNode(node);
        if (found.length === 0) continue;
        if (closed) return;
        await adopt(found);
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };

  const adopt = async (found: readonly SlotRange[]): Promise<void> => {
    const fresh: Shard[] = [];
    const looked: Shard[] = [];
    for (const { master, replicas } of found) {
      const isNew = !shards.has(addressText(master));
      const shard = shardAt(master);
      if (isNew || shard.count.current() > 0) looked.push(shard);
      // Fewer only at the second look: a node that has just started does not know the others' replicas yet.
      shard.count.update(Math.max(replicas, shard.seen));
      shard.seen = replicas;
      if (isNew) fresh.push(shard);
    }
    ranges = found;
    const names = new Set(found.map(({ master }) => addressText(master)));
    for (const [name, shard] of shards) {
      if (names.has(name)) continue;
      shards.delete(name);
      await shard.link.close();
    }
    await Promise.all(fresh.map(start));
    for (const { address } of looked.filter(({ count }) => count.current() === 0)) {
      log.warn('store.redis.no_replicas', {
        notice: `${addressText(address)} of the Redis cluster has no replica: when its machine is lost, acknowledged sessions and used-once marks are lost`,
      });
    }
  };

  /** One that does not start is forgotten, so that the next look at the cluster tries it again. */
  const start = async (shard: Shard): Promise<void> => {
    try {
      const facts = await shard.link.start();
      // Whoever was asked for the slots may not know this master's replicas yet: without them its writes would wait for nobody.
      const own = readSlots(await shard.link.read(['cluster', 'slots']), shard.address);
      const named = own.filter(({ master }) => addressText(master) === addressText(shard.address)).map(({ replicas }) => replicas);
      shard.seen = Math.max(shard.seen, facts.replicas, ...named);
      shard.count.update(shard.seen);
    } catch (error) {
      shards.delete(addressText(shard.address));
      await shard.link.close();
      throw error;
    }
  };

  const learn = (): Promise<void> => {
    learning ??= learnOnce().finally(() => {
      learning = null;
    });
    learning.catch(() => {});
    return learning;
  };

  const linkOf = (key: string): Link => {
    const slot = keySlot(key);
    const range = ranges.find(({ first, last }) => first <= slot && slot <= last);
    const link = range === undefined ? undefined : shards.get(addressText(range.master))?.link;
    if (link === undefined) throw unavailable('has no master for a key');
    return link;
  };

  /** A command that was sent elsewhere by its reply has not been done here, so it may be sent again. */
  const routed = async (key: string, call: (link: Link, asking: boolean) => Promise<unknown>): Promise<unknown> => {
    let to: { readonly link: Link; readonly asking: boolean } | null = null;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { link, asking } = to ?? { link: linkOf(key), asking: false };
        return await call(link, asking);
      } catch (error) {
        const redirected = redirection(error);
        if (attempt >= REDIRECTIONS || redirected === null) {
          if (replyCode(error) === 'CLUSTERDOWN') void learn();
          throw translateError(error);
        }
        if (!redirected.asking) await learn().catch(() => {});
        to = redirected.asking ? { link: await askedLink(redirected.to), asking: true } : null;
      }
    }
  };

  /** Where a slot is moving to: perhaps a master that has no slot yet. */
  const askedLink = async (name: string): Promise<Link> => {
    const known = shards.get(name);
    if (known !== undefined) return known.link;
    const shard = shardAt({ host: name.slice(0, name.lastIndexOf(':')), port: Number(name.slice(name.lastIndexOf(':') + 1)) });
    await start(shard);
    return shard.link;
  };

  const close = async () => {
    closed = true;
    clearInterval(timer);
    await Promise.all([...shards.values()].map(({ link }) => link.close()));
  };
  const timer = setInterval(() => void learn(), LEARN_EVERY_MS);
  timer.unref();
  try {
    await learn();
  } catch (error) {
    await close();
    throw translateError(error);
  }
  const readFrom = (link: Link, command: Command) => link.read(command).catch((error: unknown) => Promise.reject(translateError(error)));
  return {
    prefix: target.prefix,
    tag: target.tag,
    clustered: true,
    read: (key, command) => routed(key, (link) => link.read(command)),
    write: (key, command) => routed(key, (link, asking) => link.write(command, { asking })),
    masters: () => [...shards.values()].map(({ link }) => ({ read: (command) => readFrom(link, command) })),
    ping: async () => {
      await Promise.all([...shards.values()].map(({ link }) => readFrom(link, ['ping'])));
    },
    close,
  };
}
