import { Redis } from 'ioredis';
import type { Address } from './redis-url.ts';

export interface ClientOptions {
  readonly address: Address;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  /** Milliseconds for the connection, and for each command. */
  readonly connectTimeout: number;
  readonly commandTimeout: number;
}

/**
 * One connection that is used until it breaks, and then thrown away. Everything in the client library that repeats or keeps a command
 * is off: a command that was sent again could consume a second time, and a queue without a server is a pile-up.
 */
export async function openClient(options: ClientOptions): Promise<Redis> {
  const { address, tls, username, password, database, connectTimeout, commandTimeout } = options;
  const client = new Redis({
    ...address,
    ...(tls ? { tls: { servername: address.host } } : {}),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    db: database,
    connectTimeout,
    commandTimeout,
    keepAlive: 10_000,
    lazyConnect: true,
    // A peer that is gone does not say goodbye.
    disconnectTimeout: 200,
    retryStrategy: () => null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
  });
  // Errors arrive at the commands too; without a listener they would end the process. The first one says why a connection failed.
  let reason: unknown = null;
  client.on('error', (error) => {
    reason ??= error;
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    // One that is closed already would only leave a timer behind.
    if (client.status !== 'end') client.disconnect();
    throw reason ?? error;
  }
}
