import { afterAll, beforeAll, describe } from '@jest/globals';
import { createInstallation, type Installation, type InstallationOptions } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import type { RunningServer } from '../src/server.ts';
import { GOLDEN_BASE, recordingsSuite } from '../src/suites/recordings.ts';

function recordings(name: string, options: InstallationOptions, workers?: number): void {
  let installation: Installation;
  let server: RunningServer;
  let sink: MailSink;

  beforeAll(async () => {
    sink = await MailSink.listen();
    installation = await createInstallation({ ...options, patience: 10_000 });
    server = await installation.startNode({ env: { ANTEROOM_HOSTNAME: GOLDEN_BASE }, ...(workers !== undefined && { workers }) });
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await sink?.close();
  });

  recordingsSuite(() => ({ server, sink, name }));
}

describe('recordings of a Keycloak', () => {
  describe('on SQLite', () => recordings('SQLite', { database: 'sqlite', sessions: 'sql' }));
  describe('on PostgreSQL and Redis, with two workers', () =>
    recordings('PostgreSQL and Redis', { database: 'postgres', sessions: 'redis' }, 2));
});
