import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  findProgram,
  freePort,
  makeDataDir,
  type PrivateServer,
  removeFolder,
  runAsServerUser,
  signalTree,
  startGuarded,
} from './private-server.ts';
import { givenService, type TestService } from './service.ts';

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/bin'];

/**
 * A MariaDB for tests: `TEST_MARIADB_URL` when set, otherwise a private server on a free port, gone with this process. Its databases
 * compare without regard to case, as MariaDB's do by default.
 */
export async function startMariadb({ environment = process.env }: { readonly environment?: NodeJS.ProcessEnv } = {}): Promise<TestService> {
  const given = environment.TEST_MARIADB_URL;
  if (given) return givenService(given);
  const mariadbd = findProgram('mariadbd', FOLDERS, 'mariadb-server');
  const folder = makeDataDir('anteroom-mariadb-');
  const data = join(folder, 'data');
  const install = findProgram('mariadb-install-db', FOLDERS, 'mariadb-server');
  runAsServerUser(
    install,
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--force'],
    folder,
  );
  const port = await freePort();
  const socket = join(folder, 'socket');
  const small = [
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=16M',
    '--innodb-flush-log-at-trx-commit=2',
    '--max-connections=200',
  ];
  const place = [
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--pid-file=${join(folder, 'pid')}`,
  ];
  const admin = findProgram('mariadb-admin', FOLDERS, 'mariadb-client');
  const start = () =>
    startGuarded([mariadbd, '--no-defaults', ...place, '--skip-name-resolve', ...small], folder, {
      signal: 'TERM',
      isReady: () => spawnSync(admin, ['--no-defaults', `--socket=${socket}`, '-u', 'root', 'ping']).status === 0,
    });
  let server: PrivateServer = await start();
  return {
    url: `mysql://root@127.0.0.1:${port}/mysql`,
    kill: () => process.kill(server.pid, 'SIGKILL'),
    freeze: (which) => signalTree(server.pid, 'SIGSTOP', which),
    thaw: () => signalTree(server.pid, 'SIGCONT'),
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}
