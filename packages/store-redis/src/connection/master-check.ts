import { AnteroomError } from '@anteroom/core';
import type { Redis } from 'ioredis';
import { unavailable } from './redis-errors.ts';
import { type Address, addressText } from './redis-url.ts';

/** What a server says about itself. */
export interface ServerFacts {
  readonly version: string;
  /** Replicas that are connected to it now. */
  readonly replicas: number;
  readonly appendOnly: boolean;
}

/**
 * A server that may be written to: it is a master now (the one that was, before a fail-over, may still be at this address), it has its
 * data, and it refuses a write rather than throw away a session when its memory is full. A wrong policy is a mistake of configuration.
 */
export async function checkMaster(client: Redis, address: Address): Promise<ServerFacts> {
  const role = (await client.call('ROLE')) as readonly [string, ...unknown[]];
  if (role[0] !== 'master') throw unavailable(`at ${addressText(address)} is a ${role[0]}, not the master`);
  const info = parseInfo(String(await client.call('INFO')));
  if (info.get('loading') === '1') throw unavailable(`at ${addressText(address)} is still loading its data`);
  const policy = info.get('maxmemory_policy') ?? '';
  if (policy !== 'noeviction') {
    throw new AnteroomError(
      'configuration',
      `the Redis at ${addressText(address)} has maxmemory-policy ${policy || 'unknown'}: it would throw away sessions and used-once marks when its memory is full; set maxmemory-policy noeviction`,
    );
  }
  return {
    version: info.get('redis_version') ?? '',
    replicas: Number(info.get('connected_slaves') ?? 0),
    appendOnly: info.get('aof_enabled') === '1',
  };
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const),
  );
}
