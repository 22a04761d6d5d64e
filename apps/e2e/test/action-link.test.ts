import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, newSession } from '../src/browser.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { readPage } from '../src/page.ts';
import { newDataDir, type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const NEW_PASSWORD = 'New-demo-pw-2026';
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

/** Mails the link over real SMTP and reads it from the conversation. */
async function mailedLink(server: RunningServer, username: string): Promise<string> {
  const admin = new AdminClient(server);
  const user = await admin.findUser(DEMO, username);
  const sent = await admin.must('PUT', `/${DEMO}/users/${user.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
  expect(sent.status).toBe(204);
  const mail = await sink.mailTo(`${username}@demo.test`);
  sink.mails.length = 0;
  const [link] = /https?:\/\/\S+action-token\?key=[^\s"<>]+/.exec(mail.text) ?? [];
  expect(link).toBeDefined();
  expect(mail.html).toContain('action-token?key=');
  return link!;
}

/** The story the product was started from: the mail is out, the server goes down, the link must still work — once. */
async function story(sessionStore: 'sql' | 'memory'): Promise<void> {
  const dataDir = newDataDir();
  const env = {
    ANTEROOM_SESSION_STORE: sessionStore,
    ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    ANTEROOM_MAIL_FROM: 'login@demo.test',
  };
  let server = await startServer({ dataDir, env });
  const port = Number(new URL(server.local).port);
  await createDemoRealm(new AdminClient(server), { smtpServer: { host: '127.0.0.1', port: String(sink.port), from: 'login@demo.test' } });
  const link = await mailedLink(server, 'ann');

  // Scanners: nothing changes, however often it is fetched.
  for (const method of ['HEAD', 'GET', 'GET']) expect((await send(link, { method })).status).toBe(200);

  const { page, policyViolations, context } = await newSession(browser);
  await page.goto(link);
  expect(await page.textContent('main')).toContain('ann');
  await page.click('main form [type=submit]');
  await page.waitForSelector('#password-new');

  await server.kill();
  server = await startServer({ dataDir, port, env });

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
  server = await startServer({ dataDir, port, env });
  expect((await send(link)).status).toBe(400);
  await context.close();
  await server.stop();
  removeDataDir(dataDir);
}

describe('a mailed "update password" link', () => {
  it('survives a kill with the form open and works once, with sessions in SQL', () => story('sql'), 60_000);
  it('survives a kill with the form open and works once, with sessions in memory', () => story('memory'), 60_000);

  it('dies when the password is changed in another way or a newer link is made', async () => {
    const env = { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' };
    const server = await startServer({ env });
    const admin = new AdminClient(server);
    await createDemoRealm(admin, { smtpServer: { host: '127.0.0.1', port: String(sink.port), from: 'login@demo.test' } });
    const older = await mailedLink(server, 'ben');
    const newer = await mailedLink(server, 'ben');
    expect([(await send(older)).status, (await send(newer)).status]).toEqual([400, 200]);
    const user = await admin.findUser(DEMO, 'ben');
    await admin.must('PUT', `/${DEMO}/users/${user.id}/reset-password`, { type: 'password', value: NEW_PASSWORD, temporary: false });
    expect((await send(newer)).status).toBe(400);
    await server.stop();
    removeDataDir(server.dataDir);
  }, 60_000);
});
