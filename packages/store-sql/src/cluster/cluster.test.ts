import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterAll } from '@jest/globals';
import { connect } from '../connect.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { clusterCases } from '../test-rig/cluster-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'anteroom-cluster-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

clusterCases(async () => {
  const url = `sqlite:${join(folder, 'anteroom.sqlite')}`;
  const connection = connect(url);
  await migrate(connection, MIGRATIONS, { clock: createTestClock(), log: createMemoryLog() });
  await connection.db.destroy();
  return url;
});
