import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { FIXTURES, insertFixtures, readFixtures } from './migration-fixtures.ts';

/** On every database: `createDatabase` gives the URL of an empty one. */
export function migrationCases(createDatabase: () => Promise<string>): void {
  describe('steps of the schema', () => {
    it('keep the rows that were written before them', async () => {
      const connection = connect(await createDatabase());
      for (const [index, migration] of MIGRATIONS.entries()) {
        await migrate(connection, MIGRATIONS.slice(0, index + 1), { clock: createTestClock(), log: createMemoryLog() });
        await insertFixtures(connection.db, migration.id);
      }
      const found = await readFixtures(connection.db);
      const sorted = (value: unknown) =>
        JSON.stringify(value, (_, inner) => (Array.isArray(inner) ? inner.map((row) => JSON.stringify(row)).sort() : inner));
      expect(sorted(found)).toEqual(sorted(FIXTURES));
      // Users who were there before searches had rows of their own.
      expect(await connection.db('user_search').select('username', 'service', 'haystack')).toEqual([
        { username: 'alice', service: 0, haystack: '\nalice\nalice@acme.example\nälice\n\n' },
      ]);
      await connection.db.destroy();
    }, 20_000);

    it('each have rows that show what they must keep', () => {
      const silent = MIGRATIONS.map((migration) => migration.id).filter((id) => FIXTURES[id] === undefined);
      expect(silent).toEqual([]);
    });
  });
}
