import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, newSession } from '../src/browser.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { createInstallation, type DatabaseKind, type NodeOptions } from '../src/installation/installation.ts';
import type { SessionStoreKind } from '../src/installation/session-stores.ts';
import { MailSink } from '../src/mail-sink.ts';
import { mailPasswordLink } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import { newDataDir, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const NEW_PASSWORD = 'New-demo-pw-2026';
/** A bundle of an earlier build: its links are opened here as well, when somebody names one. */
const OLDER_BUNDLE = process.env.ANTEROOM_TEST_OLDER_BUNDLE;
/** Every store on both databases, when somebody wants all of it. */
const ALL = process.env.ANTEROOM_TEST_ROUNDS !== undefined;
let browser: Browser;
let sink: MailSink;

beforeAll(async () => {
  browser = await launchBrowser();
  sink = await MailSink.listen();
}, 30_000);

afterAll(async () => {
  await browser?.close();
  await sink?.close();
});

interface Story {
  readonly database: DatabaseKind;
  readonly sessions: SessionStoreKind;
  /** The server comes back with an empty data directory; its key comes from the environment. */
  readonly emptyDirectory?: boolean;
  /** The build that sends the mail. */
  readonly sender?: string;
}

/** The story the product was started from: the mail is out, the server goes down, the link must still work — once. */
async function story({ database, sessions, emptyDirectory = false, sender }: Story): Promise<void> {
  const smtp = { host: '127.0.0.1', port: String(sink.port), from: 'login@demo.test' };
  const installation = await createInstallation({ database, sessions, env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  const folder = newDataDir();
  const start = (options: NodeOptions = {}) =>
    installation.startNode({ development: true, port: installation.port, ...(emptyDirectory ? {} : { dataDir: folder }), ...options });
  try {
    let server = await start(sender === undefined ? {} : { bundle: sender });
    await createDemoRealm(new AdminClient(server), { smtpServer: smtp });
    const link = await mailPasswordLink(new AdminClient(server), sink, 'ann');
    await server.kill();
    server = await start();

    // Scanners: nothing changes, however often it is fetched.
    for (const method of ['HEAD', 'GET', 'GET']) expect((await send(link, { method })).status).toBe(200);
    const { page, policyViolations, context } = await newSession(browser);
    await page.goto(link);
    expect(await page.textContent('main')).toContain('ann');
    await page.click('main form [type=submit]');
    await page.waitForSelector('#password-new');

    await server.kill();
    server = await start();

    await page.fill('#password-new', NEW_PASSWORD);
    await page.fill('#password-confirm', NEW_PASSWORD);
    await page.click('#kc-passwd-update-form [type=submit]');
    await page.waitForSelector('text=Your account has been updated.');
    expect((await context.cookies()).filter((cookie) => cookie.name === 'KEYCLOAK_IDENTITY')).toEqual([]);
    expect(policyViolations).toEqual([]);
    expect((await passwordGrant(server, DEMO, 'ann', NEW_PASSWORD, SHOP)).status).toBe(200);
    expect((await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, SHOP)).status).toBe(400);

    const again = await send(link);
    expect([again.status, readPage(again.text).inputs.includes('password-new')]).toEqual([400, false]);
    await server.kill();
    await start();
    expect((await send(link)).status).toBe(400);
    await context.close();
  } finally {
    await installation.stop();
    removeDataDir(folder);
  }
}

describe('a mailed "update password" link', () => {
  it(
    'survives kills before and with the form open, and works once, with sessions in memory',
    () => story({ database: 'sqlite', sessions: 'memory' }),
    120_000,
  );
  it(
    'survives them on PostgreSQL with sessions in Redis and the server replaced by one with an empty directory',
    () => story({ database: 'postgres', sessions: 'redis', emptyDirectory: true }),
    120_000,
  );

  if (ALL) {
    it(
      'survives them on PostgreSQL with sessions in SQL',
      () => story({ database: 'postgres', sessions: 'sql', emptyDirectory: true }),
      120_000,
    );
    it('survives them on SQLite with sessions in SQL', () => story({ database: 'sqlite', sessions: 'sql' }), 120_000);
    it('survives them on SQLite with sessions in Redis', () => story({ database: 'sqlite', sessions: 'redis' }), 120_000);
    it('survives them on PostgreSQL with sessions in memory', () => story({ database: 'postgres', sessions: 'memory' }), 120_000);
  }

  if (OLDER_BUNDLE !== undefined) {
    it('that an earlier build mailed opens and completes in this one', async () => {
      expect(existsSync(OLDER_BUNDLE)).toBe(true);
      await story({ database: 'sqlite', sessions: 'sql', sender: OLDER_BUNDLE });
      await story({ database: 'postgres', sessions: 'sql', sender: OLDER_BUNDLE });
    }, 240_000);
  }

  it('dies when the password is changed in another way or a newer link is made', async () => {
    const env = { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' };
    const server = await startServer({ env });
    const admin = new AdminClient(server);
    await createDemoRealm(admin, { smtpServer: { host: '127.0.0.1', port: String(sink.port), from: 'login@demo.test' } });
    const older = await mailPasswordLink(admin, sink, 'ben');
    const newer = await mailPasswordLink(admin, sink, 'ben');
    expect([(await send(older)).status, (await send(newer)).status]).toEqual([400, 200]);
    const user = await admin.findUser(DEMO, 'ben');
    await admin.must('PUT', `/${DEMO}/users/${user.id}/reset-password`, { type: 'password', value: NEW_PASSWORD, temporary: false });
    expect((await send(newer)).status).toBe(400);
    await server.stop();
    removeDataDir(server.dataDir);
  }, 60_000);
});
