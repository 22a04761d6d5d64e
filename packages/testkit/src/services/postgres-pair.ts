import { spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram, freePort, makeDataDir, removeFolder, runAsServerUser, startGuarded, versionsIn } from './private-server.ts';
import type { TestService } from './service.ts';

export interface PostgresPair extends Pick<TestService, 'url' | 'kill' | 'stop'> {
  /** The first server itself, for who measures and fails nothing over. */
  readonly primaryUrl: string;
  /** Ports of the primary and of its standby. */
  readonly ports: readonly [number, number];
  /** The primary is killed, the standby promoted, and the address leads to it from now on. */
  failOver(): Promise<void>;
}

/**
 * A PostgreSQL and a standby that has every commit before it is acknowledged (`synchronous_standby_names`), behind one address that leads
 * to the primary, as a floating address or a load balancer does.
 */
export async function startPostgresPair(more: readonly string[] = []): Promise<PostgresPair> {
  const initdb = findProgram('initdb', versionsIn('/usr/lib/postgresql', 'bin'), 'postgresql');
  const bin = (name: string) => join(dirname(initdb), name);
  const folder = makeDataDir('anteroom-postgres-pair-');
  const [first, second] = [await freePort(), await freePort()];
  const place = (name: string) => join(folder, name);
  runAsServerUser(initdb, ['-D', place('first'), '-U', 'anteroom', '--auth=trust', '--encoding=UTF8', '--no-sync'], folder);

  const start = (name: string, port: number) => {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=100', ...more];
    return startGuarded([bin('postgres'), '-D', place(name), '-p', String(port), ...settings.flatMap((line) => ['-c', line])], folder, {
      signal: 'INT',
      isReady: () => spawnSync(bin('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0,
    });
  };
  const ask = (statement: string) =>
    spawnSync(bin('psql'), ['-h', '127.0.0.1', '-p', String(first), '-U', 'anteroom', '-d', 'postgres', '-Atc', statement], {
      encoding: 'utf8',
    }).stdout.trim();

  const primary = await start('first', first);
  const from = ['-h', '127.0.0.1', '-p', String(first), '-U', 'anteroom'];
  runAsServerUser(bin('pg_basebackup'), [...from, '-D', place('second'), '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync'], folder);
  const standby = await start('second', second);
  ask("ALTER SYSTEM SET synchronous_standby_names = '*'");
  ask('SELECT pg_reload_conf()');
  for (let turn = 0; ask('SELECT sync_state FROM pg_stat_replication') !== 'sync'; turn += 1) {
    if (turn > 400) throw new Error('the standby does not follow');
    await wait(50);
  }

  const address = await openAddress(first);
  const kill = () => process.kill(primary.pid, 'SIGKILL');
  return {
    url: `postgres://anteroom@127.0.0.1:${address.port}/postgres`,
    primaryUrl: `postgres://anteroom@127.0.0.1:${first}/postgres`,
    ports: [first, second],
    kill,
    failOver: async () => {
      kill();
      runAsServerUser(bin('pg_ctl'), ['promote', '-D', place('second'), '-w', '-t', '60'], folder);
      address.leadTo(second);
    },
    stop: async () => {
      address.close();
      await standby.stop();
      await primary.stop();
      removeFolder(folder);
    },
  };
}

/** One address on this machine that leads to a port, and can be made to lead to another. */
async function openAddress(first: number) {
  let target = first;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const at = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: typeof at === 'object' && at !== null ? at.port : 0,
    leadTo: (port: number) => {
      target = port;
      cut();
    },
    close: () => {
      server.close();
      cut();
    },
  };
}
