import { createMemoryLog, startMariadb, startPostgres } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from './connect.ts';
import { warnOfLoss } from './durability.ts';
import { createServerRig } from './test-rig/server-rig.ts';

describe('a PostgreSQL that acknowledges before a commit is on disk', () => {
  const rig = createServerRig(() => startPostgres({ environment: {} }));
  beforeAll(rig.start, 120_000);
  afterAll(rig.stop);

  it('is told on each connection to acknowledge afterwards, and a stricter setting is left alone', async () => {
    const url = await rig.createDatabase();
    const settings: string[] = [];
    for (const setting of ['off', 'local', 'remote_apply']) {
      await rig.connection.db.raw(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = '${setting}'`);
      const connection = connect(url);
      const { rows } = (await connection.db.raw('show synchronous_commit')) as { rows: { synchronous_commit: string }[] };
      settings.push(rows[0]!.synchronous_commit);
      await connection.db.destroy();
    }
    expect(settings).toEqual(['on', 'local', 'remote_apply']);
  }, 30_000);

  it('is not complained of when it writes as it should', async () => {
    const log = createMemoryLog();
    await warnOfLoss(rig.connection, log);
    expect(log.entries).toEqual([]);
  });
});

describe('a MariaDB that acknowledges before a commit is on disk', () => {
  const rig = createServerRig(() => startMariadb({ environment: {} }));
  beforeAll(rig.start, 120_000);
  afterAll(rig.stop);

  it('is named at the start, with the setting that only its operator can change', async () => {
    const log = createMemoryLog();
    await rig.connection.db.raw('set global innodb_flush_log_at_trx_commit = 2');
    await warnOfLoss(rig.connection, log);
    expect(log.entries).toEqual([
      { level: 'warn', event: 'database.may_lose_commits', fields: { setting: 'innodb_flush_log_at_trx_commit = 2' } },
    ]);
  }, 30_000);
});
