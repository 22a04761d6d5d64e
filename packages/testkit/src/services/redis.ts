import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where a process listens: an address, and the network namespace in which that address is (null: the one of the test). */
export interface RedisPlace {
  readonly host: string;
  readonly namespace: string | null;
}

export interface RedisProcess extends RedisPlace {
  readonly port: number;
  /** Sends one command through `redis-cli`; the text it prints. */
  command(...words: readonly (string | number)[]): Promise<string>;
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Kills it and starts it again with what is on its disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisSentinels {
  readonly url: string;
  readonly servers: readonly RedisProcess[];
  readonly sentinels: readonly RedisProcess[];
  /** The server that answers as master and that most sentinels name. */
  master(): Promise<RedisProcess>;
  stop(): Promise<void>;
}

export interface RedisCluster {
  readonly url: string;
  readonly nodes: readonly RedisProcess[];
  /** Moves so many slots with their keys from the first master to the second. */
  move(slots: number): Promise<void>;
  stop(): Promise<void>;
}

const HERE: RedisPlace = { host: '127.0.0.1', namespace: null };
const PATIENCE_MS = 20_000;

/** Puts `redis-server` on the machine when the tests may; otherwise one line that says what to do. */
function requireRedis(): void {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return;
  } catch {
    if (process.getuid?.() !== 0) throw new Error('redis-server is missing: install it (apt-get install redis-server) to run these tests');
  }
  // Its own service is not wanted: the tests start their servers themselves.
  execFileSync(
    'sh',
    ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server redis-tools'],
    {
      stdio: 'ignore',
    },
  );
}

/** One server of its own with an empty memory, or the one that `TEST_REDIS_URL` names. */
export async function startRedis(
  options: readonly string[] = [],
): Promise<{ readonly url: string; readonly process: RedisProcess | null; stop(): Promise<void> }> {
  const given = process.env.TEST_REDIS_URL;
  if (given !== undefined && options.length === 0) return { url: given, process: null, stop: async () => {} };
  requireRedis();
  const server = await startServer(HERE, options);
  return { url: `redis://${server.host}:${server.port}`, process: server, stop: server.stop };
}

/** A master and replicas that follow it, without anything that would promote one; pings between them do not add to what is replicated. */
export async function startRedisReplicas(
  replicas: number,
  options: readonly string[] = [],
): Promise<{ readonly url: string; readonly servers: readonly [RedisProcess, ...RedisProcess[]]; stop(): Promise<void> }> {
  requireRedis();
  const own = ['--repl-ping-replica-period', '3600', '--repl-timeout', '7200', ...options];
  const master = await startServer(HERE, own);
  const servers: [RedisProcess, ...RedisProcess[]] = [master];
  const stop = async () => {
    await Promise.all(servers.map((one) => one.stop()));
  };
  try {
    for (let count = 0; count < replicas; count += 1)
      servers.push(await startServer(HERE, ['--replicaof', master.host, String(master.port), ...own]));
    for (const replica of servers.slice(1))
      await until(async () => (await replica.command('ROLE')).includes('connected'), 'a replica follows');
    return { url: `redis://${master.host}:${master.port}`, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A master, replicas and sentinels. With places, one server and one sentinel at each; the first is the master. */
export async function startRedisSentinels(places: readonly RedisPlace[] = [HERE, HERE, HERE]): Promise<RedisSentinels> {
  requireRedis();
  const servers: RedisProcess[] = [];
  const sentinels: RedisProcess[] = [];
  const stop = async () => {
    await Promise.all([...servers, ...sentinels].map((one) => one.stop()));
  };
  try {
    for (const place of places) {
      const master = servers[0];
      servers.push(await startServer(place, master === undefined ? [] : ['--replicaof', master.host, String(master.port)]));
    }
    const [first] = servers;
    if (first === undefined) throw new Error('a master is needed');
    for (const replica of servers.slice(1))
      await until(async () => (await replica.command('ROLE')).includes('connected'), 'a replica follows');
    for (const place of places) sentinels.push(await startSentinel(place, first, Math.floor(places.length / 2) + 1));
    for (const sentinel of sentinels) {
      await until(async () => {
        const facts = await sentinel.command('SENTINEL', 'master', 'main');
        const others = places.length - 1;
        return field(facts, 'num-slaves') === String(others) && field(facts, 'num-other-sentinels') === String(others);
      }, 'the sentinels know each other and the replicas');
    }
    return {
      url: `redis+sentinel://${sentinels.map(({ host, port }) => `${host}:${port}`).join(',')}/main`,
      servers,
      sentinels,
      master: async () => {
        let found: RedisProcess | undefined;
        await until(async () => {
          const answers = await Promise.all(
            sentinels.map((one) => one.command('SENTINEL', 'get-master-addr-by-name', 'main').catch(() => '')),
          );
          found = servers.find(({ host, port }) => answers.filter((answer) => answer === `${host}\n${port}`).length * 2 > answers.length);
          return found !== undefined && (await found.command('ROLE').catch(() => '')).startsWith('master');
        }, 'there is a master');
        return found as RedisProcess;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Masters that share the slots, each with so many replicas. */
export async function startRedisCluster({ masters = 3, replicas = 0 } = {}): Promise<RedisCluster> {
  requireRedis();
  const nodes: RedisProcess[] = [];
  const stop = async () => {
    await Promise.all(nodes.map((one) => one.stop()));
  };
  try {
    for (let node = 0; node < masters * (1 + replicas); node += 1)
      nodes.push(await startServer(HERE, ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']));
    const addresses = nodes.map(({ host, port }) => `${host}:${port}`);
    await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-replicas', String(replicas), '--cluster-yes']);
    for (const node of nodes)
      await until(async () => (await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok'), 'the cluster is up');
    for (const node of nodes.slice(masters))
      await until(async () => (await node.command('ROLE')).includes('connected'), 'a replica follows');
    return {
      url: `redis+cluster://${addresses.join(',')}`,
      nodes,
      move: async (slots) => {
        const [from = '', to = ''] = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'MYID')));
        const words = ['--cluster-from', from, '--cluster-to', to, '--cluster-slots', String(slots), '--cluster-yes'];
        await run('redis-cli', ['--cluster', 'reshard', addresses[0] ?? '', ...words]);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startServer(place: RedisPlace, options: readonly string[]): Promise<RedisProcess> {
  return start(place, (port, folder) => [
    ...['redis-server', '--port', String(port), '--bind', place.host, '--dir', folder, '--save', '', '--appendonly', 'yes'],
    ...['--protected-mode', 'no', '--repl-diskless-sync-delay', '0', '--repl-timeout', '10', ...options],
  ]);
}

function startSentinel(place: RedisPlace, master: RedisProcess, quorum: number): Promise<RedisProcess> {
  return start(place, async (port, folder) => {
    const file = join(folder, 'sentinel.conf');
    await writeFile(
      file,
      [
        `port ${port}`,
        `bind ${place.host}`,
        'protected-mode no',
        `dir ${folder}`,
        `sentinel monitor main ${master.host} ${master.port} ${quorum}`,
        'sentinel down-after-milliseconds main 1000',
        'sentinel failover-timeout main 4000',
        'sentinel parallel-syncs main 2',
      ].join('\n'),
    );
    return ['redis-server', file, '--sentinel'];
  });
}

async function start(
  place: RedisPlace,
  words: (port: number, folder: string) => readonly string[] | Promise<readonly string[]>,
): Promise<RedisProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const inside = place.namespace === null ? [] : ['ip', 'netns', 'exec', place.namespace];
  const [name = '', ...args] = [...inside, ...(await words(port, folder))];
  let child: ChildProcess | null = null;
  // A test run that ends early leaves no server behind.
  const last = () => child?.kill('SIGKILL');
  process.once('exit', last);

  const command = async (...parts: readonly (string | number)[]): Promise<string> => {
    const [cli = '', ...rest] = [...inside, 'redis-cli', '-h', place.host, '-p', String(port), ...parts.map(String)];
    return (await run(cli, rest, { timeout: 3000 })).stdout.trim();
  };
  const isGone = () => child === null || child.exitCode !== null || child.signalCode !== null;
  const end = async () => {
    if (child === null || isGone()) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const begin = async () => {
    child = spawn(name, args, { stdio: 'ignore' });
    child.once('error', () => {});
    await until(async () => {
      if (child?.pid === undefined || isGone()) throw new Error(`${name} did not start`);
      return /^(PONG|NOAUTH)/.test(await command('PING'));
    }, `${name} answers`);
  };
  const stop = async () => {
    await end();
    process.off('exit', last);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await begin();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...place,
    port,
    command,
    kill: (signal) => void child?.kill(signal),
    restart: async () => {
      await end();
      await begin();
    },
    stop,
  };
}

/** Below 50000, so that a cluster's second port (10000 higher) exists too; asked of the system, and given back. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const at = server.address();
        server.close(() => resolve(typeof at === 'object' && at !== null ? at.port : 0));
      });
    });
    if (port > 0 && port < 55_000) return port;
  }
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const done = await holds().catch((error: unknown) => {
      if (error instanceof Error && error.message.endsWith('did not start')) throw error;
      return false;
    });
    if (done) return;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await wait(25);
  }
}

/** A field of a reply that lists names and values line by line. */
function field(text: string, name: string): string | undefined {
  const lines = text.split('\n');
  return lines[lines.indexOf(name) + 1];
}
