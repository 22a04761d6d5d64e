import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { type PostgresService, startPostgres } from '@anteroom/testkit/services';
import { newDataDir, type RunningServer, removeDataDir, startServer } from '../server.ts';
import { type SessionStoreKind, type StartedSessionStore, startSessionStore } from './session-stores.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface NodeOptions {
  /** Development mode: for failpoints. The address of the node is then its issuer. */
  readonly development?: boolean;
  readonly port?: number;
  /** One unless the test is about several, whatever the machine's cores. */
  readonly workers?: number;
  /** Where the node keeps files; a fresh directory when absent, as in a container without a volume. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build than the one under test: a mutant. */
  readonly bundle?: string;
}

/** One database, one session store and one secret key: what every node of an installation shares. */
export interface Installation {
  /** Public address of the whole; a node that is given its port answers there. */
  readonly base: string;
  readonly port: number;
  readonly store: StartedSessionStore;
  readonly postgres: PostgresService | null;
  readonly env: Readonly<Record<string, string>>;
  startNode(options?: NodeOptions): Promise<RunningServer>;
  /** Ends the nodes that still run, then what they stand on. */
  stop(): Promise<void>;
}

export interface InstallationOptions {
  readonly database: DatabaseKind;
  readonly sessions: SessionStoreKind;
  /** Milliseconds a Redis may take for a command: for tests where nothing is away, on a machine that may be slow. */
  readonly patience?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Private servers for one installation; its nodes are started by the test. */
export async function createInstallation({ database, sessions, patience, env: more = {} }: InstallationOptions): Promise<Installation> {
  const shared = newDataDir();
  const postgres = database === 'postgres' ? await startPostgres({ environment: {} }) : null;
  const store = await startSessionStore(sessions);
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const env = {
    ANTEROOM_DATABASE_URL: postgres?.url ?? `sqlite:${shared}/anteroom.db`,
    ANTEROOM_SESSION_STORE: patience !== undefined && /^redis/.test(store.setting) ? `${store.setting}?timeout=${patience}` : store.setting,
    ANTEROOM_SECRET_KEY: randomBytes(32).toString('base64'),
    ...more,
  };
  const nodes: RunningServer[] = [];
  const folders = [shared];
  const dataDirOf = (given: string | undefined) => {
    if (given !== undefined) return given;
    const folder = newDataDir();
    folders.push(folder);
    return folder;
  };
  return {
    base,
    port,
    store,
    postgres,
    env,
    startNode: async ({ development = false, port: at = 0, workers = 1, dataDir, bundle, env: own = {} } = {}) => {
      const node = await startServer({
        command: development ? 'start-dev' : 'start',
        dataDir: dataDirOf(dataDir),
        port: at,
        ...(bundle !== undefined && { bundle }),
        env: {
          ...env,
          ...(development ? {} : { ANTEROOM_HOSTNAME: base }),
          ANTEROOM_WORKERS: String(workers),
          ...own,
        },
      });
      nodes.push(node);
      return node;
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      await store.stop();
      await postgres?.stop();
      for (const folder of folders) removeDataDir(folder);
    },
  };
}

/** A port that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
