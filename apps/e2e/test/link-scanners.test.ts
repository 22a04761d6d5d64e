import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, newSession } from '../src/browser.ts';
import { codeFlow, loginByForm } from '../src/code-flow.ts';
import { contentOf, settledContentOf } from '../src/database.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { linkIn, mailPasswordLink, nextMail } from '../src/mailed-links.ts';
import { fieldValue, readPage } from '../src/page.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

/** How often a scanner fetches each link before its reader does. */
const FETCHES = 50;
/** An account of some age: nobody is warned about the browser in which it was made. */
const WES = {
  username: 'wes',
  enabled: true,
  email: 'wes@demo.test',
  emailVerified: true,
  firstName: 'Wes',
  lastName: 'Demo',
  createdTimestamp: 1_700_000_000_000,
  credentials: [{ type: 'password', value: DEMO_PASSWORD }],
};
let browser: Browser;
let sink: MailSink;
let server: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  browser = await launchBrowser();
  sink = await MailSink.listen();
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin, { users: [WES], eventsEnabled: true, resetPasswordAllowed: true, attributes: { newDeviceNotice: 'true' } });
  await admin.must('PUT', `/${DEMO}/authentication/required-actions/UPDATE_EMAIL`, {
    alias: 'UPDATE_EMAIL',
    name: 'Update Email',
    providerId: 'UPDATE_EMAIL',
    enabled: true,
    priority: 70,
    config: {},
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.close();
  if (server !== undefined) removeDataDir(server.dataDir);
});

/** What scanners, previews and prefetching programs ask with. */
const HABITS: readonly { readonly method: string; readonly headers: Readonly<Record<string, string>> }[] = [
  { method: 'HEAD', headers: {} },
  { method: 'GET', headers: { 'user-agent': 'Mozilla/5.0 (compatible; MSIE 7.0; Windows NT 6.0; Trident/7.0; rv:11.0) like Gecko' } },
  { method: 'GET', headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } },
  { method: 'GET', headers: { 'x-moz': 'prefetch', 'x-purpose': 'preview' } },
  { method: 'GET', headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', range: 'bytes=0-32768' } },
  { method: 'OPTIONS', headers: { origin: 'https://mail.example', 'access-control-request-method': 'GET' } },
];

async function fetchLikeScanners(link: string): Promise<void> {
  const jar = new CookieJar();
  for (let fetched = 0; fetched < FETCHES; fetched += 1) {
    const { method, headers } = HABITS[fetched % HABITS.length]!;
    const answer = await send(link, { method, headers, jar: fetched % 2 === 0 ? jar : null });
    // Whatever the page leads to is followed as well.
    for (const [, href = ''] of answer.text.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
      const next = new URL(href.replaceAll('&amp;', '&'), link);
      if (next.origin === new URL(link).origin) await send(next, { jar });
    }
  }
}

/** A scanner with a whole browser: runs the page's scripts, follows nothing, types nothing. */
async function lookWithBrowser(context: BrowserContext, link: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(link, { waitUntil: 'networkidle' });
  await page.close();
}

async function unmoved(link: string): Promise<void> {
  const before = await settledContentOf(server.dataDir);
  const { context } = await newSession(browser);
  await fetchLikeScanners(link);
  await lookWithBrowser(context, link);
  expect(contentOf(server.dataDir)).toBe(before);
  expect(sink.mails).toEqual([]);
  await context.close();
}

/** The person's own click, with everything there is to fill in. */
async function click(link: string, fill: Readonly<Record<string, string>> = {}): Promise<string> {
  const { context, page } = await newSession(browser);
  await page.goto(link);
  await page.click('main form [type=submit]');
  if (Object.keys(fill).length > 0) {
    for (const [name, value] of Object.entries(fill)) await page.fill(`#${name}`, value);
    await page.click('main form [type=submit]');
  }
  const text = (await page.textContent('main')) ?? '';
  await context.close();
  return text;
}

const NEW = { 'password-new': 'Another-pw-2026', 'password-confirm': 'Another-pw-2026' };

describe('links that scanners have fetched before their reader', () => {
  it('B174, D034: ask for actions as if nobody had been there', async () => {
    const link = await mailPasswordLink(admin, sink, 'ann');
    await unmoved(link);
    expect(await click(link, NEW)).toContain('Your account has been updated.');
  }, 60_000);

  it('reset a forgotten password', async () => {
    const jar = new CookieJar();
    const login = await send(codeFlow(server, DEMO, { id: SHOP.client_id }).url, { jar });
    const forgot = /href="([^"]*login-actions\/reset-credentials[^"]*)"/.exec(login.text)![1]!.replaceAll('&amp;', '&');
    const form = await send(forgot, { jar });
    await send(readPage(form.text).action!, { method: 'POST', form: { username: 'ben' }, jar });
    const link = linkIn(await nextMail(sink, 'ben@demo.test'));
    await unmoved(link);
    expect(await click(link, NEW)).toContain('Your account has been updated.');
  }, 60_000);

  it('verify an address', async () => {
    const { id } = await admin.findUser(DEMO, 'ann');
    await admin.must('PUT', `/${DEMO}/users/${id}`, { emailVerified: false });
    await admin.must('PUT', `/${DEMO}/users/${id}/send-verify-email`);
    const link = linkIn(await nextMail(sink, 'ann@demo.test'));
    await unmoved(link);
    expect(await click(link)).toContain('Your email address has been verified.');
  }, 60_000);

  it('change an address, and take the change back', async () => {
    const first = await send(await mailPasswordLink(admin, sink, 'ben', ['UPDATE_EMAIL']));
    const key = fieldValue(first.text, 'key')!;
    const address = `${server.local}/realms/${DEMO}/login-actions/action-token`;
    await send(address, { method: 'POST', form: { key, execution: 'UPDATE_EMAIL', email: 'ben@new.test' } });
    const link = linkIn(await nextMail(sink, 'ben@new.test'));
    await unmoved(link);
    expect(await click(link)).toContain('updated to ben@new.test');
    const back = linkIn(await nextMail(sink, 'ben@demo.test'));
    await unmoved(back);
    expect(await click(back, NEW)).toContain('ben@demo.test again');
  }, 60_000);

  it('invite', async () => {
    const { id } = await admin.findUser(DEMO, 'ann');
    await admin.at(`${server.local}/admin/anteroom/realms/${DEMO}/users/${id}/invite`, 'POST');
    const link = linkIn(await nextMail(sink, 'ann@demo.test'));
    await unmoved(link);
    expect(await click(link, NEW)).toContain('Your account has been updated.');
  }, 60_000);

  it('warn of a sign-in in a new browser, and of none in a known one', async () => {
    const jar = new CookieJar();
    const shop = () => codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    const flow = shop();
    const tokens = await flow.redeem(await loginByForm(flow, 'wes', DEMO_PASSWORD, jar));
    const link = linkIn(await nextMail(sink, 'wes@demo.test'));
    jar.set('KEYCLOAK_IDENTITY', '');
    await loginByForm(shop(), 'wes', DEMO_PASSWORD, jar);
    await unmoved(link);
    const active = async () =>
      (
        (
          await send(`${server.local}/realms/${DEMO}/protocol/openid-connect/token/introspect`, {
            method: 'POST',
            form: { token: String(tokens.json.access_token), ...SHOP },
          })
        ).json as { active: boolean }
      ).active;
    expect(await active()).toBe(true);
    expect(await click(link)).toContain('The session has been ended.');
    expect(await active()).toBe(false);
    expect(sink.mails).toEqual([]);
  }, 60_000);
});
