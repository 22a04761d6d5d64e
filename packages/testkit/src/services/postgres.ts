import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  findProgram,
  freePort,
  makeDataDir,
  type PrivateServer,
  removeFolder,
  runAsServerUser,
  signalTree,
  startGuarded,
  versionsIn,
} from './private-server.ts';
import { givenService, type TestService } from './service.ts';

export interface PostgresService extends TestService {
  /** The same database through a socket in the file system: reachable from every network namespace. Null when the server is not ours. */
  readonly socketUrl: string | null;
}

/**
 * A PostgreSQL for tests: `TEST_POSTGRES_URL` when set, otherwise a private server on a free port, gone with this process. Its databases
 * sort as a language does and not by bytes, so that code which leaves the order to the database is noticed.
 */
export async function startPostgres({
  environment = process.env,
}: {
  readonly environment?: NodeJS.ProcessEnv;
} = {}): Promise<PostgresService> {
  const given = environment.TEST_POSTGRES_URL;
  if (given) return { ...givenService(given), socketUrl: null };
  const initdb = findProgram('initdb', versionsIn('/usr/lib/postgresql', 'bin'), 'postgresql');
  const folder = makeDataDir('anteroom-postgres-');
  const data = join(folder, 'data');
  const locale = ['--locale-provider=icu', '--icu-locale=en', '--encoding=UTF8'];
  runAsServerUser(initdb, ['-D', data, '-U', 'anteroom', '--auth=trust', '--no-sync', ...locale], folder);
  const port = await freePort();
  const bin = (name: string) => join(dirname(initdb), name);
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200'];
  const start = () =>
    startGuarded([bin('postgres'), '-D', data, '-p', String(port), ...settings.flatMap((line) => ['-c', line])], folder, {
      signal: 'INT',
      isReady: () => spawnSync(bin('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0,
    });
  let server: PrivateServer = await start();
  return {
    url: `postgres://anteroom@127.0.0.1:${port}/postgres`,
    socketUrl: `postgres://anteroom@localhost:${port}/postgres?host=${encodeURIComponent(folder)}`,
    kill: () => process.kill(server.pid, 'SIGKILL'),
    freeze: (which) => signalTree(server.pid, 'SIGSTOP', which),
    thaw: () => signalTree(server.pid, 'SIGCONT'),
    restart: async () => {
      await server.stop();
      server = await again(start);
    },
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}

/** The processes of a server that was killed hold its memory for a moment longer. */
async function again(start: () => Promise<PrivateServer>): Promise<PrivateServer> {
  for (let turn = 0; turn < 100; turn += 1) {
    try {
      return await start();
    } catch {
      await wait(100);
    }
  }
  return start();
}
