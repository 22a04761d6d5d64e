import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import { onConnection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { openSqlDatabase } from '../open-sql-directory.ts';
import { createWriteBatcher } from '../write-batcher.ts';
import type { ServerRig } from './server-rig.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./migrate-process.ts', import.meta.url));
const dependencies = () => ({ clock: createTestClock(), log: createMemoryLog() });

/** What a server can do to us that a file cannot. */
export function serverCases(rig: ServerRig): void {
  describe('migrations on a server', () => {
    it('run once when several nodes start at the same moment', async () => {
      const url = await rig.createDatabase();
      const starts = await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--no-warnings', program, url])));
      const applied = starts.map(({ stdout }) => JSON.parse(stdout) as string[]);
      expect(applied.flat()).toEqual(MIGRATIONS.map((migration) => migration.id));
    }, 30_000);

    it('go on where a node was killed in the middle of a step', async () => {
      const connection = connect(await rig.createDatabase());
      const [first, ...rest] = MIGRATIONS;
      const half = {
        id: String(first?.id),
        down: () => Promise.resolve(),
        up: async (trx: Parameters<(typeof MIGRATIONS)[number]['up']>[0]) => {
          await trx.schema.createTable('setting', (table) => table.string('name'));
          throw new Error('killed');
        },
      };
      await expect(migrate(connection, [half, ...rest], dependencies())).rejects.toThrow('killed');
      expect(await migrate(connection, MIGRATIONS, dependencies())).toEqual(MIGRATIONS.map((migration) => migration.id));
      expect(await connection.db.schema.hasColumn('setting', 'value')).toBe(true);
      await connection.db.destroy();
    });

    it('can be taken back, step by step', async () => {
      const connection = connect(await rig.createDatabase());
      await migrate(connection, MIGRATIONS, dependencies());
      await connection.db.transaction(async (trx) => {
        for (const migration of [...MIGRATIONS].reverse()) await migration.down(trx);
      });
      expect(await connection.db.schema.hasTable('realm')).toBe(false);
      await migrate(connection, [], dependencies());
      await connection.db.destroy();
    });
  });

  describe('units of work on a server', () => {
    it('are tried again when two wait for each other, and both happen', async () => {
      const { connection } = rig;
      const batcher = createWriteBatcher(connection);
      await connection.db.raw('create table pair (name varchar(10) primary key, hits int not null)');
      await connection.db('pair').insert([
        { name: 'a', hits: 0 },
        { name: 'b', hits: 0 },
      ]);
      // The first attempts meet in the middle; the tries afterwards do not wait for each other any more.
      let met = 0;
      const both = Promise.withResolvers<void>();
      const unit = (first: string, second: string) =>
        batcher.run(async (statements) => {
          const hit = (name: string) => statements.run('UPDATE pair SET hits = hits + 1 WHERE name = ?', [name]);
          await hit(first);
          met += 1;
          if (met === 2) both.resolve();
          await both.promise;
          await hit(second);
        });
      await Promise.all([unit('a', 'b'), unit('b', 'a')]);
      expect((await connection.db('pair').select('hits')).map((row: { hits: number }) => Number(row.hits))).toEqual([2, 2]);
      expect(met).toBeGreaterThan(2);
      await connection.db.schema.dropTable('pair');
    }, 15_000);

    it('leave nothing of a unit that throws, and the connection usable', async () => {
      const { connection } = rig;
      const batcher = createWriteBatcher(connection);
      const insert = "INSERT INTO setting (name, value) VALUES ('half', '')";
      const failing = batcher.run(async (statements) => {
        await statements.run(insert, []);
        throw new RangeError('refused');
      });
      await expect(failing).rejects.toThrow('refused');
      expect(await connection.db('setting').where({ name: 'half' })).toEqual([]);
      await expect(batcher.run((statements) => statements.run('INSERT INTO setting (name) VALUES (1, 2, 3)', []))).rejects.toMatchObject({
        code: 'store_unavailable',
      });
    });

    it('are refused at once when too many wait for a connection already', async () => {
      const connection = connect(`${rig.url}?pool=1`);
      const batcher = createWriteBatcher(connection);
      const holds = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const holding = onConnection(connection, () => {
        holds.resolve();
        return end.promise;
      });
      await holds.promise;
      const waiting = Array.from({ length: 500 }, () => batcher.run((statements) => statements.all('SELECT 1', [])));
      await expect(batcher.run((statements) => statements.all('SELECT 1', []))).rejects.toMatchObject({
        code: 'store_unavailable',
        retryAfter: 1,
      });
      end.resolve();
      await Promise.all([holding, ...waiting]);
      await connection.db.destroy();
    });

    it('name what to change when the database cannot be opened, without the password', async () => {
      const open = (change: (url: URL) => void) => {
        const url = new URL(rig.url);
        url.password = 'hunter2';
        change(url);
        const database = openSqlDatabase({ url: url.href, ...dependencies() });
        return database.migrate().finally(() => database.close());
      };
      const absent = open((url) => {
        url.pathname = '/no_such_database';
        url.password = '';
      });
      await expect(absent).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringMatching(
          /^ANTEROOM_DATABASE_URL: \w+:\/\/127\.0\.0\.1:\d+\/no_such_database cannot be used: there is no database/,
        ),
      });
      const away = open((url) => {
        url.port = '1';
      });
      await expect(away).rejects.toMatchObject({ code: 'store_unavailable', message: expect.not.stringContaining('hunter2') });
    });

    it('answer that the database cannot be reached, as an error of the port', async () => {
      const nowhere = new URL(rig.url);
      nowhere.port = '1';
      const connection = connect(nowhere.href);
      const batcher = createWriteBatcher(connection);
      const begin = performance.now();
      await expect(batcher.run((statements) => statements.all('SELECT 1', []))).rejects.toMatchObject({
        code: 'store_unavailable',
        retryAfter: 1,
      });
      expect(performance.now() - begin).toBeLessThan(2000);
      await connection.db.destroy();
    });
  });
}
