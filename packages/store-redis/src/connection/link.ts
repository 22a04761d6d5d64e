import type { Log } from '@anteroom/core';
import type { Redis } from 'ioredis';
import { checkMaster, type ServerFacts } from './master-check.ts';
import { openClient } from './open-client.ts';
import { type Command, toPlain } from './redis-command.ts';
import { isTimeout, messageOf, replyCode, unavailable } from './redis-errors.ts';
import { type Address, addressText, type RedisTarget } from './redis-url.ts';
import { createWriteLane, type WriteLane } from './write-lane.ts';

/** One master, found again whenever it is lost. */
export interface Link {
  /** Where it is connected; null while it is down. */
  address(): Address | null;
  read(command: Command): Promise<unknown>;
  write(command: Command, options?: { readonly asking?: boolean }): Promise<unknown>;
  /** Resolves when it is up for the first time; rejects when it cannot be reached now or may not be used at all. */
  start(): Promise<ServerFacts>;
  /** Gives the connection up and looks for the master anew. */
  renew(why: string): void;
  close(): Promise<void>;
}

export interface LinkDependencies {
  readonly target: RedisTarget;
  /** Where the master is now; asked at every attempt to connect. */
  readonly resolve: () => Promise<Address>;
  /** Replicas that must have a write before it is acknowledged. */
  readonly replicas: (facts: ServerFacts | null) => number;
  /** True while somebody other than the master itself says that it is the master. */
  readonly isConfirmed: () => boolean;
  /** Key of the write that is made every second to see whether the replicas follow; null where no fail-over leaves an old master behind. */
  readonly beatKey: string | null;
  readonly log: Log;
  /** An error reply that tells that the picture of the servers is old. */
  readonly onStale?: () => void;
}

interface Connection {
  readonly address: Address;
  readonly reader: Redis;
  readonly writer: Redis;
  readonly lane: WriteLane;
  readonly facts: ServerFacts;
}

const BEAT_MS = 1000;
const BACKOFF_MS = [50, 100, 200, 500, 1000] as const;
/** Answers missing in a row until the connection counts as dead. */
const STRIKES = 3;
const READS_IN_FLIGHT = 2048;
/** Replies that say: not here, not now. The next attempt must look for the master again. */
const ELSEWHERE = new Set(['READONLY', 'MASTERDOWN', 'CLUSTERDOWN', 'LOADING']);

/**
 * Up or down, nothing between: while it is down every call is refused at once, so a Redis that is slow or gone gives a `503` and no
 * pile-up. While the replicas do not follow, writes are refused at once, and reads too unless the sentinels say that this is the master.
 */
export function createLink({ target, resolve, replicas, isConfirmed, beatKey, log, onStale }: LinkDependencies): Link {
  let current: Connection | null = null;
  let closed = false;
  let short = false;
  let strikes = 0;
  let reading = 0;
  let attempt = 0;
  let retry: NodeJS.Timeout | null = null;
  const need = () => replicas(current?.facts ?? null);

  const connect = async (): Promise<ServerFacts> => {
    const address = await resolve();
    const open = (commandTimeout: number) => openClient({ ...target, address, connectTimeout: target.timeout, commandTimeout });
    const reader = await open(target.timeout);
    let writer: Redis | null = null;
    try {
      const facts = await checkMaster(reader, address);
      writer = await open(2 * target.timeout);
      const lane = createWriteLane({
        client: writer,
        replicas: () => replicas(facts),
        waitFor: target.timeout,
        onShort: (have, wanted) => {
          if (!short) log.warn('store.redis.replicas_behind', { address: addressText(address), have, wanted });
          short = true;
        },
        onSilence: () => lost(connection, 'it does not answer writes'),
      });
      const connection: Connection = { address, reader, writer, lane, facts };
      if (closed) throw unavailable('is closed');
      for (const client of [reader, writer]) client.on('end', () => lost(connection, 'the connection was closed'));
      current = connection;
      // Until the first beat has gone through.
      short = beatKey !== null && need() > 0;
      strikes = 0;
      await beat();
      attempt = 0;
      log.info('store.redis.up', { address: addressText(address), replicas: need(), version: facts.version });
      return facts;
    } catch (error) {
      current = null;
      reader.disconnect();
      writer?.disconnect();
      throw error;
    }
  };

  const reconnect = () => {
    if (closed || retry !== null) return;
    const delay = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 1000;
    attempt += 1;
    retry = setTimeout(async () => {
      retry = null;
      try {
        await connect();
      } catch (error) {
        if (attempt % 10 === 1) log.warn('store.redis.down', { reason: messageOf(error) });
        reconnect();
      }
    }, delay);
  };

  const lost = (connection: Connection, why: string) => {
    if (current !== connection) return;
    current = null;
    if (!closed) log.warn('store.redis.lost', { address: addressText(connection.address), reason: why });
    connection.reader.disconnect();
    connection.writer.disconnect();
    onStale?.();
    reconnect();
  };

  /** A master that was cut off still calls itself one; only its replicas' silence tells. */
  const beat = async (): Promise<void> => {
    const connection = current;
    if (connection === null || beatKey === null || need() === 0) return;
    try {
      await connection.lane.run(['set', beatKey, 'beat', 'px', 60_000]);
      short = false;
    } catch (error) {
      judge(connection, error);
    }
  };
  const beats = setInterval(() => void beat(), BEAT_MS);
  beats.unref();

  const judge = (connection: Connection, error: unknown) => {
    if (ELSEWHERE.has(replyCode(error))) lost(connection, messageOf(error));
    else if (isTimeout(error)) {
      strikes += 1;
      if (strikes >= STRIKES) lost(connection, 'it does not answer');
    }
  };

  const usable = (forWrite: boolean): Connection => {
    if (current === null) throw unavailable('cannot be reached');
    if (short && (forWrite || !isConfirmed())) throw unavailable('has replicas that do not follow: nothing is promised until they do');
    return current;
  };

  return {
    address: () => current?.address ?? null,

    read: async (command) => {
      const connection = usable(false);
      if (reading >= READS_IN_FLIGHT) throw unavailable('is too slow: too many reads wait for it');
      reading += 1;
      try {
        const answer = await connection.reader.call(...toCall(command)).catch((error: unknown) => {
          if (replyCode(error) === 'NOSCRIPT') return connection.reader.call(...toCall(command, true));
          throw error;
        });
        strikes = 0;
        return answer;
      } catch (error) {
        judge(connection, error);
        throw error;
      } finally {
        reading -= 1;
      }
    },

    write: async (command, options) => {
      const connection = usable(true);
      try {
        return await connection.lane.run(command, options);
      } catch (error) {
        judge(connection, error);
        throw error;
      }
    },

    start: connect,
    renew: (why) => {
      if (current !== null) lost(current, why);
    },
    close: async () => {
      closed = true;
      clearInterval(beats);
      if (retry !== null) clearTimeout(retry);
      const connection = current;
      current = null;
      connection?.reader.disconnect();
      connection?.writer.disconnect();
    },
  };
}

function toCall(command: Command, whole = false): [string, ...(string | number)[]] {
  const [name, ...args] = toPlain(command, whole);
  return [name, ...args];
}
