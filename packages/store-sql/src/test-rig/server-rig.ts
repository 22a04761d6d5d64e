import { createMemoryLog, createTestClock, type OpenSessionStore, type TestService } from '@anteroom/testkit';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { openSqlDirectory } from '../open-sql-directory.ts';
import { createSecretBox } from '../secret-box.ts';
import { createSqlSessionStore } from '../session/sql-session-store.ts';
import { type OpenDirectoryPair, TEST_KEY } from './open-pair.ts';

const RECORDS = ['session', 'offline_session', 'login', 'code', 'par', 'device', 'ciba', 'replay', 'failure', 'marker'].map(
  (type) => `record_${type}`,
);

/** Two handles on a database of a server, emptied for each test: to make one anew takes longer than most tests. */
export interface ServerRig {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly service: TestService;
  /** Of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Of the database that the suites share. */
  readonly url: string;
  readonly connection: Connection;
  readonly openSessionStores: OpenSessionStore;
  readonly openDirectories: OpenDirectoryPair;
}

export function createServerRig(startService: () => Promise<TestService>): ServerRig {
  let service: TestService;
  let admin: Connection;
  let url: string;
  let one: Connection;
  let two: Connection;
  const databases: string[] = [];

  const createDatabase = async () => {
    const name = `anteroom_test_${process.pid}_${databases.length}_${Math.trunc(performance.timeOrigin)}`;
    await admin.db.raw(`create database ${name}`);
    databases.push(name);
    const made = new URL(service.url);
    made.pathname = `/${name}`;
    return made.href;
  };

  const count = async (tables: readonly string[]) => {
    const counts = await Promise.all(tables.map((table) => one.db(table).count({ total: '*' })));
    return counts.reduce((sum, rows) => sum + Number(rows[0]?.total), 0);
  };

  return {
    get service() {
      return service;
    },
    get url() {
      return url;
    },
    get connection() {
      return one;
    },
    createDatabase,

    async start() {
      service = await startService();
      admin = connect(service.url);
      url = await createDatabase();
      one = connect(url);
      two = connect(url);
      await migrate(one, MIGRATIONS, { clock: createTestClock(), log: createMemoryLog() });
    },

    async stop() {
      try {
        await Promise.all([one, two].map((connection) => connection.db.destroy()));
        for (const name of databases) await admin.db.raw(`drop database ${name}${admin.dialect === 'postgres' ? ' with (force)' : ''}`);
        await admin.db.destroy();
      } finally {
        await service.stop();
      }
    },

    openSessionStores: async ({ clock }) => {
      for (const table of [...RECORDS, 'record_index', 'record_ticket']) await one.db(table).delete();
      const [a, b] = [one, two].map((connection) => createSqlSessionStore({ db: { connection }, clock })) as [never, never];
      return { a, b, raw: { rows: () => count(RECORDS), indexEntries: () => count(['record_index']) }, close: async () => undefined };
    },

    openDirectories: async () => {
      for (const table of ['realm', 'setting']) await one.db(table).delete();
      const clock = createTestClock();
      const open = () => openSqlDirectory({ url, secretBox: createSecretBox(TEST_KEY), clock, log: createMemoryLog() });
      const [a, b] = [await open(), await open()];
      return {
        url,
        clock,
        a: a.directory,
        b: b.directory,
        stored: async () => {
          const tables = ['realm', 'configuration', 'client', 'realm_user', 'credential', 'setting'];
          return JSON.stringify(await Promise.all(tables.map((table) => one.db(table).select('*'))));
        },
        close: async () => {
          await a.close();
          await b.close();
        },
      };
    },
  };
}
