import type { Log } from '@anteroom/core';
import type { Redis } from 'ioredis';
import { openClient } from './open-client.ts';
import { unavailable } from './redis-errors.ts';
import { type Address, addressText, type RedisTarget } from './redis-url.ts';

/** What the sentinels say together. */
export interface SentinelVerdict {
  readonly master: Address;
  /** More than half of all sentinels that are known say so. */
  readonly agreed: boolean;
  /**
   * Replicas that may be promoted: those that are alive, follow the master and are not excluded by their priority. One that does not follow
   * (a former master that is back, a replica that loads) is promoted only where none that follows can be reached: it is further behind.
   */
  readonly replicas: number;
}

export interface SentinelView {
  ask(): Promise<SentinelVerdict>;
  close(): void;
}

interface Answer {
  readonly master: Address;
  readonly sentinels: number;
  readonly replicas: number;
}

/** Asks all of them each time: one sentinel alone may be on the wrong side of a partition, with the old master. */
export function createSentinelView(target: RedisTarget, log: Log): SentinelView {
  const clients = new Map<string, Redis>();
  const silent = new Set<string>();
  let closed = false;

  const clientOf = async (address: Address): Promise<Redis> => {
    const name = addressText(address);
    const known = clients.get(name);
    if (known?.status === 'ready') return known;
    const client = await openClient({
      address,
      tls: target.tls,
      username: null,
      password: target.sentinelPassword,
      database: 0,
      connectTimeout: target.timeout,
      commandTimeout: target.timeout,
    });
    clients.get(name)?.disconnect();
    if (closed) client.disconnect();
    else clients.set(name, client);
    return client;
  };

  const answerOf = async (address: Address): Promise<Answer | null> => {
    const name = addressText(address);
    try {
      const client = await clientOf(address);
      const [place, master, replicas] = await Promise.all([
        client.call('SENTINEL', 'get-master-addr-by-name', target.master) as Promise<readonly [string, string] | null>,
        client.call('SENTINEL', 'master', target.master) as Promise<readonly string[]>,
        client.call('SENTINEL', 'replicas', target.master) as Promise<readonly (readonly string[])[]>,
      ]);
      if (place === null) return null;
      silent.delete(name);
      return {
        master: { host: place[0], port: Number(place[1]) },
        sentinels: Number(fields(master).get('num-other-sentinels') ?? 0) + 1,
        replicas: replicas.map(fields).filter(mayBePromoted).length,
      };
    } catch {
      clients.get(name)?.disconnect();
      if (!silent.has(name) && !closed) log.warn('store.redis.sentinel_silent', { sentinel: name });
      silent.add(name);
      return null;
    }
  };

  return {
    ask: async () => {
      const answers = (await Promise.all(target.addresses.map(answerOf))).filter((answer) => answer !== null);
      const all = Math.max(target.addresses.length, ...answers.map((answer) => answer.sentinels));
      const votes = new Map<string, Answer[]>();
      for (const answer of answers) {
        const name = addressText(answer.master);
        votes.set(name, [...(votes.get(name) ?? []), answer]);
      }
      const [winners] = [...votes.values()].sort((one, other) => other.length - one.length);
      const first = winners?.[0];
      if (winners === undefined || first === undefined) throw unavailable(`has no sentinel that knows the master ${target.master}`);
      return {
        master: first.master,
        agreed: winners.length * 2 > all,
        replicas: Math.max(...winners.map((answer) => answer.replicas)),
      };
    },
    close: () => {
      closed = true;
      for (const client of clients.values()) client.disconnect();
    },
  };
}

function fields(flat: readonly string[]): ReadonlyMap<string, string> {
  return new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as const] : [])));
}

function mayBePromoted(replica: ReadonlyMap<string, string>): boolean {
  const flags = (replica.get('flags') ?? '').split(',');
  const isAlive = !flags.some((flag) => ['s_down', 'o_down', 'disconnected'].includes(flag));
  const follows = replica.get('role-reported') === 'slave' && replica.get('master-link-status') === 'ok';
  return isAlive && follows && replica.get('slave-priority') !== '0';
}
