import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpConnection } from '../load/http-connection.ts';
import { type StoreOptions, startStores } from './stores.ts';
import type { Subject } from './subject.ts';

export interface AnteroomOptions extends StoreOptions {
  readonly name: string;
  /** The server's bundle. */
  readonly bundle: string;
  readonly workers: number;
  /** Options of Node before the bundle, as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
  /** Settings beside those of every run. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface AnteroomSubject extends Subject {
  /** Base of health and metrics. */
  readonly management: string;
}

const ADMIN = { username: 'admin', password: 'Bench-admin-2026' };

/** Starts stores of its own and the production server over them; all of it is gone when it is stopped. */
export async function startAnteroom(options: AnteroomOptions): Promise<AnteroomSubject> {
  const dataDir = mkdtempSync(join(tmpdir(), 'anteroom-bench-'));
  const stores = await startStores(options);
  const port = await freePort();
  const managementPort = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  // A run that is broken off leaves nothing behind; the databases notice by themselves.
  process.once('exit', () => {
    server?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async (path: string): Promise<number> => {
    const begun = performance.now();
    server = spawn(process.execPath, [...options.nodeOptions, options.bundle, 'start'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        HOME: dataDir,
        NODE_ENV: 'production',
        ANTEROOM_DATA_DIR: dataDir,
        ANTEROOM_HTTP_HOST: '127.0.0.1',
        ANTEROOM_HTTP_PORT: String(port),
        ANTEROOM_MANAGEMENT_PORT: String(managementPort),
        ANTEROOM_HOSTNAME: base,
        ANTEROOM_SHUTDOWN_DELAY: '0',
        ANTEROOM_WORKERS: String(options.workers),
        ANTEROOM_SESSION_STORE: stores.sessionStore,
        ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
        ...options.settings,
        ...(stores.databaseUrl === null ? {} : { DATABASE_URL: stores.databaseUrl }),
      },
    });
    await answered(base, path, server);
    return performance.now() - begun;
  };
  const end = async (): Promise<void> => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  };
  const stop = async (): Promise<void> => {
    await end();
    await stores.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };

  try {
    await start('/realms/master');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...stores,
    name: options.name,
    base,
    management: `http://127.0.0.1:${managementPort}`,
    admin: ADMIN,
    hasTransient: true,
    serverRoots: () => (server?.pid === undefined ? [] : [server.pid]),
    coldStart: async (path) => {
      await end();
      return start(path);
    },
    stop,
  };
}

/** Resolves when the path answers 200. */
async function answered(base: string, path: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    const connection = new HttpConnection(new URL(base));
    const status = await connection.send({ method: 'GET', path }).then(
      (reply) => reply.status,
      () => 0,
    );
    connection.close();
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
