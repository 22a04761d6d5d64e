import { type Command, Redis, type RedisOptions } from 'ioredis';
import { createPatience, type Patience } from './patience.ts';
import { timedOut } from './redis-errors.ts';
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

/** The client of the library with our own limit for each command in place of its timers, and one write for many commands. */
class PatientRedis extends Redis {
  private readonly patience: Patience;
  private gathering = false;

  constructor(options: RedisOptions, patience: Patience) {
    super(options as RedisOptions & { replyMapping?: 'legacy' });
    this.patience = patience;
  }

  /** Every command goes through here, also those of a pipeline. */
  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    this.gather();
    const answer = super.sendCommand(command, stream);
    this.patience.limit(command as Command);
    return answer;
  }

  /** What one turn of the event loop sends leaves in one write: a call of the system costs more than the command in it. */
  private gather(): void {
    const { stream } = this;
    if (this.gathering || stream === undefined) return;
    this.gathering = true;
    stream.cork();
    setImmediate(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}

/**
 * One connection that is used until it breaks, and then thrown away. Everything in the client library that repeats or keeps a command
 * is off: a command that was sent again could consume a second time, and a queue without a server is a pile-up.
 */
export async function openClient(options: ClientOptions): Promise<Redis> {
  const { address, tls, username, password, database, connectTimeout, commandTimeout } = options;
  const settings: RedisOptions = {
    ...address,
    ...(tls ? { tls: { servername: address.host } } : {}),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    db: database,
    connectTimeout,
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
  };
  const client = new PatientRedis(settings, createPatience(commandTimeout, timedOut));
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
