import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSessionStore } from '@anteroom/testkit';
import { connect } from '../../connect.ts';
import { createSqlSessionStore } from '../sql-session-store.ts';
import { createSessionTables } from './create-session-tables.ts';

const TABLES = ['session', 'offline_session', 'login', 'code', 'par', 'device', 'ciba', 'replay', 'failure', 'marker'].map(
  (type) => `record_${type}`,
);

/** Two connections to one SQLite file, as two processes have them. */
export const openSqlitePair: OpenSessionStore = async ({ clock }) => {
  const directory = await mkdtemp(join(tmpdir(), 'session-store-'));
  const url = `sqlite:${join(directory, 'test.db')}`;
  const one = connect(url);
  await createSessionTables(one.db);
  const two = connect(url);
  const handles = [
    createSqlSessionStore({ db: { connection: one }, clock }),
    createSqlSessionStore({ db: { connection: two }, clock }),
  ] as const;
  const rowsOf = async (tables: readonly string[]) => {
    const counts = await Promise.all(tables.map((table) => one.db(table).count({ total: '*' })));
    return counts.reduce((sum, rows) => sum + Number(rows[0]?.total), 0);
  };
  return {
    a: handles[0],
    b: handles[1],
    raw: { rows: () => rowsOf(TABLES), indexEntries: () => rowsOf(['record_index']) },
    close: async () => {
      await Promise.all(handles.map((handle) => handle.close()));
      await Promise.all([one, two].map((connection) => connection.db.destroy()));
      await rm(directory, { recursive: true });
    },
  };
};
