import { type RedisProcess, startPostgres, startPostgresPair, startRedis, startRedisReplicas } from '@anteroom/testkit/services';
import { processesNamed } from '../system/processes.ts';
import { openPostgresFacts } from './postgres-facts.ts';
import { redisCommands, redisDurability, replicatedBytes } from './redis-facts.ts';
import { type DurabilitySetting, NO_COUNTERS, type Subject } from './subject.ts';

export interface StoreOptions {
  readonly database: 'postgres' | 'sqlite';
  readonly sessionStore: 'sql' | 'redis';
  /** A standby that has every commit before it is acknowledged, and two replicas of Redis. */
  readonly replicas: boolean;
}

/** The databases behind one server: where they are, and what can be read from them. */
export interface Stores extends Pick<Subject, 'storeRoots' | 'durability' | 'counters' | 'settle' | 'stop'> {
  /** Null: the server's own file. */
  readonly databaseUrl: string | null;
  readonly sessionStore: string;
}

const REDIS = ['--appendfsync', 'everysec'];
const REPLICAS = 2;
/**
 * No checkpoint while it is measured: after each one every page is logged whole once, which depends on the time and not on what is done.
 */
const ONE_CHECKPOINT = ['checkpoint_timeout=1h', 'max_wal_size=16GB'];

/** Nobody outside can read the pragma of another connection; the store's own tests show it. */
const SQLITE: readonly DurabilitySetting[] = [{ name: 'SQLite synchronous', value: 'FULL, as its store sets it', relaxed: false }];

export async function startStores({ database, sessionStore, replicas }: StoreOptions): Promise<Stores> {
  const postgres = database === 'sqlite' ? null : replicas ? await pair() : await single();
  const redis = sessionStore === 'sql' ? null : replicas ? await followed() : await alone();
  const facts = postgres === null ? null : await openPostgresFacts(postgres.url);
  const command = redis?.command;
  return {
    databaseUrl: postgres?.url ?? null,
    sessionStore: redis?.url ?? 'sql',
    storeRoots: () => [
      ...(postgres?.ports ?? []).flatMap((port) => processesNamed(`-p ${port}`)),
      ...(redis?.ports ?? []).flatMap((port) => processesNamed(`redis-server 127.0.0.1:${port}`)),
    ],
    durability: async () => [
      ...(facts === null ? SQLITE : await facts.durability()),
      ...(command === undefined ? [] : await redisDurability(command)),
    ],
    counters: async () => ({
      ...NO_COUNTERS,
      ...(await facts?.counters()),
      ...(command === undefined ? {} : { redisCommands: await redisCommands(command), replicaBytes: await replicatedBytes(command) }),
    }),
    settle: async () => facts?.settle(),
    stop: async () => {
      await facts?.close();
      await Promise.all([postgres?.stop(), redis?.stop()]);
    },
  };
}

const portOf = (url: string): number => Number(new URL(url).port);

async function single() {
  const { url, stop } = await startPostgres({ environment: {} });
  return { url, ports: [portOf(url)], stop };
}

async function pair() {
  const { primaryUrl, ports, stop } = await startPostgresPair(ONE_CHECKPOINT);
  return { url: primaryUrl, ports, stop };
}

async function alone() {
  const { url, process, stop } = await startRedis(REDIS);
  return redisOf(url, process === null ? [] : [process], stop);
}

async function followed() {
  const { url, servers, stop } = await startRedisReplicas(REPLICAS, REDIS);
  return redisOf(url, servers, stop);
}

const redisOf = (url: string, servers: readonly RedisProcess[], stop: () => Promise<void>) => ({
  url,
  ports: servers.map(({ port }) => port),
  command: servers[0]?.command,
  stop,
});
