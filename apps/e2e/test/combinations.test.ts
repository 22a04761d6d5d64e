import { afterAll, beforeAll, describe } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm } from '../src/demo-realm.ts';
import { createInstallation, type Installation, type InstallationOptions } from '../src/installation/installation.ts';
import type { RunningServer } from '../src/server.ts';
import { openidClientSuite } from '../src/suites/openid-client.ts';

/** The walks of the suite over one server of an installation. */
function combination(options: InstallationOptions, workers = 1): void {
  let installation: Installation;
  let server: RunningServer;

  beforeAll(async () => {
    installation = await createInstallation({ ...options, patience: 10_000 });
    server = await installation.startNode({ port: installation.port, workers });
    await createDemoRealm(new AdminClient(server));
  }, 120_000);
  afterAll(() => installation?.stop());

  openidClientSuite(() => server);
}

describe('openid-client, unmodified, on SQLite', () => {
  describe('with sessions in memory', () => combination({ database: 'sqlite', sessions: 'memory' }));
  describe('with sessions in SQL', () => combination({ database: 'sqlite', sessions: 'sql' }));
  describe('with sessions in one Redis', () => combination({ database: 'sqlite', sessions: 'redis' }));
  describe('with sessions in Redis under Sentinel', () => combination({ database: 'sqlite', sessions: 'sentinel' }));
  describe('with sessions in a Redis cluster', () => combination({ database: 'sqlite', sessions: 'cluster' }));
});

describe('openid-client, unmodified, on PostgreSQL', () => {
  describe('with sessions in memory', () => combination({ database: 'postgres', sessions: 'memory' }));
  describe('with sessions in SQL, with two workers', () => combination({ database: 'postgres', sessions: 'sql' }, 2));
  describe('with sessions in one Redis, with two workers', () => combination({ database: 'postgres', sessions: 'redis' }, 2));
  describe('with sessions in Redis under Sentinel', () => combination({ database: 'postgres', sessions: 'sentinel' }));
  describe('with sessions in a Redis cluster', () => combination({ database: 'postgres', sessions: 'cluster' }));
});
