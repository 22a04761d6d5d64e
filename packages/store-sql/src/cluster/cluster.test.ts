import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterAll, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { clusterCases } from '../test-rig/cluster-cases.ts';
import { openClusterStores } from './open-cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'anteroom-cluster-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

clusterCases(async () => {
  const url = `sqlite:${join(folder, 'anteroom.sqlite')}`;
  const connection = connect(url);
  await migrate(connection, MIGRATIONS, { clock: createTestClock(), log: createMemoryLog() });
  await connection.db.destroy();
  return url;
});

it('is not written to by the beat of a process that is alone, and a lease goes on to the next when its holder is closed', async () => {
  const url = `sqlite:${join(folder, 'alone.sqlite')}`;
  const connection = connect(url);
  await migrate(connection, MIGRATIONS, { clock: createTestClock(), log: createMemoryLog() });
  const changes = async () => ((await connection.db.raw('select total_changes() as n')) as { n: number }[])[0]?.n;
  const { leases, nodes } = openClusterStores(connection, { alone: createTestClock() });
  const before = await changes();
  for (let beat = 0; beat < 3; beat += 1) {
    expect(await leases.take('background', 'me', 10)).toBe(true);
    await nodes.heartbeat({ id: 'me', host: 'here', pid: 1, workers: 1, version: '1' });
  }
  expect(await changes()).toBe(before);
  expect((await nodes.list()).map(({ id, alive }) => [id, alive])).toEqual([['me', true]]);
  const other = openClusterStores(connection);
  expect(await other.leases.take('background', 'other', 10)).toBe(false);
  await leases.release('background', 'me');
  expect(await other.leases.take('background', 'other', 10)).toBe(true);
  await other.leases.release('background', 'other');
  await connection.db.destroy();
});
