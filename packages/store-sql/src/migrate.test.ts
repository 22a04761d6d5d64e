import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from './connect.ts';
import { type Migration, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { migrationCases } from './test-rig/migration-cases.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./test-rig/migrate-process.ts', import.meta.url));

let folder: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-migrate-'));
  url = `sqlite:${join(folder, 'anteroom.sqlite')}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

migrationCases(() => Promise.resolve(url));

const dependencies = () => ({ clock: createTestClock(), log: createMemoryLog() });

describe('migrations', () => {
  it('run once when several processes start at the same moment', async () => {
    const starts = await Promise.all([1, 2, 3].map(() => run(process.execPath, [program, url])));
    const applied = starts.map(({ stdout }) => JSON.parse(stdout) as string[]);
    expect(applied.flat()).toEqual(MIGRATIONS.map((migration) => migration.id));
    expect(applied.filter((steps) => steps.length > 0).length).toBe(1);
  });

  it('leave nothing behind when a step fails, and go on from there', async () => {
    const connection = connect(url);
    const broken: Migration = {
      id: '999-broken',
      async up(trx) {
        await trx.schema.createTable('half', (table) => table.string('id'));
        throw new Error('power cut');
      },
      down: () => Promise.resolve(),
    };
    await expect(migrate(connection, [...MIGRATIONS, broken], dependencies())).rejects.toThrow('power cut');
    expect(await connection.db.schema.hasTable('half')).toBe(false);
    expect(await connection.db.schema.hasTable('realm')).toBe(false);
    expect(await migrate(connection, MIGRATIONS, dependencies())).toEqual(MIGRATIONS.map((migration) => migration.id));
    expect(await migrate(connection, MIGRATIONS, dependencies())).toEqual([]);
    await connection.db.destroy();
  });

  it('can be taken back, step by step', async () => {
    const connection = connect(url);
    await migrate(connection, MIGRATIONS, dependencies());
    await connection.db.transaction(async (trx) => {
      for (const migration of [...MIGRATIONS].reverse()) await migration.down(trx);
    });
    const tables: { name: string }[] = await connection
      .db('sqlite_master')
      .select('name')
      .where({ type: 'table' })
      .whereNot('name', 'sqlite_sequence');
    expect(tables.map((table) => table.name)).toEqual(['schema_migration']);
    await connection.db.destroy();
  });

  it('open a file in the mode that keeps what was acknowledged', async () => {
    const connection = connect(url);
    const pragma = async (name: string) =>
      Object.values(((await connection.db.raw(`pragma ${name}`)) as Record<string, unknown>[])[0] ?? {})[0];
    expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
    await connection.db.destroy();
  });
});
