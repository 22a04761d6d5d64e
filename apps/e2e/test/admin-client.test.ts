import { afterAll, beforeAll, describe } from '@jest/globals';
import { createInstallation, type Installation, type InstallationOptions } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import type { RunningServer } from '../src/server.ts';
import { adminClientSuite } from '../src/suites/admin-client.ts';

function on(name: string, options: InstallationOptions): void {
  let installation: Installation;
  let server: RunningServer;
  let sink: MailSink;

  beforeAll(async () => {
    sink = await MailSink.listen();
    installation = await createInstallation({ ...options, patience: 10_000 });
    server = await installation.startNode({});
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await sink?.close();
  });

  adminClientSuite(() => ({ server, smtpPort: sink.port, name }));
}

describe('the admin client of Keycloak', () => {
  describe('on SQLite', () => on('SQLite', { database: 'sqlite', sessions: 'sql' }));
  describe('on PostgreSQL', () => on('PostgreSQL', { database: 'postgres', sessions: 'sql' }));
});
