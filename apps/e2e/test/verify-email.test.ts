import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { codeFlow } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { linkIn, nextMail } from '../src/mailed-links.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

let browser: Browser;
let sink: MailSink;
let server: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  browser = await launchBrowser();
  sink = await MailSink.listen();
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin, { verifyEmail: true, eventsEnabled: true });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.close();
  if (server !== undefined) removeDataDir(server.dataDir);
});

const shop = () => codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
const verified = async (name: string) => (await admin.findUser(DEMO, name)).emailVerified;

async function unverified(name: string): Promise<void> {
  await admin.must('POST', `/${DEMO}/users`, {
    username: name,
    enabled: true,
    email: `${name}@demo.test`,
    firstName: name,
    lastName: 'Demo',
    credentials: [{ type: 'password', value: DEMO_PASSWORD, temporary: false }],
  });
}

/** A login that has come to "please verify your address", and the link that was mailed. */
async function waitingLogin(name: string) {
  await unverified(name);
  const session = await newSession(browser);
  const flow = shop();
  await session.page.goto(flow.url);
  await signIn(session.page, name, DEMO_PASSWORD);
  await session.page.waitForSelector('#kc-verify-email-form');
  return { ...session, flow, link: linkIn(await nextMail(sink, `${name}@demo.test`)) };
}

async function confirm(context: BrowserContext, link: string) {
  const page = await context.newPage();
  await page.goto(link);
  await page.click('#kc-proceed');
  return page;
}

describe('a login that waits for its address to be verified', () => {
  it('goes on in the tab in which the link was confirmed, and proves no more than was proven', async () => {
    const { context, page, flow, link, policyViolations } = await waitingLogin('vera');
    await page.reload();
    expect(await page.textContent('main')).toContain('vera@demo.test');
    // Looking changes nothing, in the browser of the login either.
    const look = await context.newPage();
    await look.goto(link);
    expect([await verified('vera'), sink.mails.length]).toEqual([false, 0]);
    await look.click('#kc-proceed');
    const tokens = await flow.redeem(await callbackUrl(look));
    expect(await verified('vera')).toBe(true);
    const claims = JSON.parse(Buffer.from(String(tokens.json.id_token).split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ email_verified: true });
    expect(policyViolations).toEqual([]);
    // Repeated, as in Keycloak: it says so, and nothing happens.
    const again = await send(link);
    expect([again.status, again.text.includes('has been verified already')]).toEqual([200, true]);
    await context.close();
  }, 30_000);

  it('goes on where it waits when the link was confirmed in another browser, which is signed in nowhere', async () => {
    const { context, page, flow, link } = await waitingLogin('vic');
    await page.click('#kc-continue');
    expect(await page.textContent('main')).toContain('You need to verify your email address');
    const other = await newSession(browser);
    const done = await confirm(other.context, link);
    expect(await done.textContent('main')).toContain('Your email address has been verified.');
    expect((await other.context.cookies()).map(({ name }) => name)).not.toContain('KEYCLOAK_IDENTITY');
    await page.click('#kc-continue');
    expect((await flow.redeem(await callbackUrl(page))).status).toBe(200);
    await other.context.close();
    await context.close();
  }, 30_000);

  it('survives a kill of the server between mail and link', async () => {
    const { context, flow, link } = await waitingLogin('val');
    const port = Number(new URL(server.local).port);
    const { dataDir } = server;
    await server.kill();
    server = await startServer({
      dataDir,
      port,
      env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
    });
    admin = new AdminClient(server);
    const done = await confirm(context, link);
    expect((await flow.redeem(await callbackUrl(done))).status).toBe(200);
    await context.close();
  }, 30_000);
});

describe('the administrator', () => {
  it('sends a link that verifies the address by POST alone', async () => {
    await unverified('vito');
    const { id } = await admin.findUser(DEMO, 'vito');
    await admin.must(
      'PUT',
      `/${DEMO}/users/${id}/send-verify-email?client_id=shop&redirect_uri=${encodeURIComponent('http://localhost:9999/cb')}`,
    );
    const link = linkIn(await nextMail(sink, 'vito@demo.test'));
    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS']) await send(link, { method });
    expect(await verified('vito')).toBe(false);
    const { context, page } = await newSession(browser);
    await page.goto(link);
    await page.click('#kc-proceed');
    await page.waitForSelector('#backToApplication');
    expect(await verified('vito')).toBe(true);
    await context.close();
  }, 30_000);
});
