import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { type BrowserSession, callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { codeFlow } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { setRequiredActions, setRequirements } from '../src/flows.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { addVirtualKey } from '../src/virtual-key.ts';

let server: RunningServer;
let browser: Browser;
let admin: AdminClient;
let session: BrowserSession;

beforeAll(async () => {
  server = await startServer();
  admin = new AdminClient(server);
  await createDemoRealm(admin, { webAuthnPolicyPasswordlessPasskeysEnabled: true });
  await setRequirements(admin, DEMO, 'browser', { 'webauthn-authenticator': 'ALTERNATIVE' });
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  removeDataDir(server.dataDir);
});

afterEach(async () => {
  await session.context.close();
  expect(session.policyViolations).toEqual([]);
});

async function open() {
  session = await newSession(browser);
  const key = await addVirtualKey(session.page);
  return { page: session.page, key };
}

const shop = (more: Readonly<Record<string, string>> = {}) =>
  codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret }, more);

/** Forgets who is signed in. */
const forget = () => session.context.clearCookies();

describe('a key as second factor', () => {
  it('is registered when the account asks for it, and then asked for beside the password [webauthn-register: success] [webauthn-authenticator: success, refusal]', async () => {
    await setRequiredActions(admin, DEMO, 'ann', ['webauthn-register']);
    const { page, key } = await open();
    await page.goto(shop().url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    await page.fill('#authenticatorLabel', 'Laptop');
    await page.click('#registerWebAuthn');
    await callbackUrl(page);
    expect(await key.count()).toBe(1);
    const user = await admin.findUser(DEMO, 'ann');
    const credentials = (await admin.must('GET', `/${DEMO}/users/${user.id}/credentials`)).json as Record<string, string>[];
    const stored = credentials.find(({ type }) => type === 'webauthn');
    expect(stored).toMatchObject({ userLabel: 'Laptop' });
    expect(JSON.parse(stored?.credentialData ?? '{}')).toMatchObject({ attestationStatementFormat: 'none', transports: ['internal'] });

    await forget();
    const flow = shop();
    await page.goto(flow.url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    expect(await page.textContent('#kc-content')).toContain('Laptop');
    await page.click('#authenticateWebAuthnButton');
    const tokens = await flow.redeem(await callbackUrl(page));
    expect(decodeJwt(String(tokens.json.id_token)).amr ?? ['pwd', 'pop']).toEqual(['pwd', 'pop']);

    // Who cannot be recognised is told so on the page, and may try again.
    await forget();
    await page.goto(shop().url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    await page.route('**/login-actions/authenticate*', (route) => {
      const form = new URLSearchParams(route.request().postData() ?? '');
      form.set('signature', 'AAAA');
      return route.continue({ postData: form.toString() });
    });
    await page.click('#authenticateWebAuthnButton');
    await page.waitForSelector('.alert-error:not([hidden])');
    expect(await page.textContent('.alert-error:not([hidden])')).toContain('Passkey authentication result is invalid.');
    await page.unroute('**/login-actions/authenticate*');
    await page.click('#authenticateWebAuthnButton');
    await callbackUrl(page);
  }, 60_000);

  it('is not registered when the answer was made for somewhere else [webauthn-register: refusal]', async () => {
    await setRequiredActions(admin, DEMO, 'ben', ['webauthn-register']);
    const { page } = await open();
    await page.goto(shop().url);
    await signIn(page, 'ben', DEMO_PASSWORD);
    await page.route('**/login-actions/required-action*', (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const form = new URLSearchParams(route.request().postData() ?? '');
      const client = JSON.parse(Buffer.from(form.get('clientDataJSON') ?? '', 'base64url').toString());
      form.set('clientDataJSON', Buffer.from(JSON.stringify({ ...client, origin: 'https://evil.example' })).toString('base64url'));
      return route.continue({ postData: form.toString() });
    });
    await page.click('#registerWebAuthn');
    await page.waitForSelector('.alert-error:not([hidden])');
    expect(await page.textContent('.alert-error:not([hidden])')).toContain('Passkey registration result is invalid.');
    await page.unroute('**/login-actions/required-action*');
    await page.click('#registerWebAuthn');
    await callbackUrl(page);
  }, 60_000);
});

describe('a passkey', () => {
  it('signs in from the form for the user name, by the button and by what the browser offers there [webauthn-register-passwordless: success] [webauthn-authenticator-passwordless: success]', async () => {
    await setRequiredActions(admin, DEMO, 'ben', []);
    const { page, key } = await open();
    const ben = await admin.findUser(DEMO, 'ben');
    const stored = (await admin.must('GET', `/${DEMO}/users/${ben.id}/credentials`)).json as Record<string, string>[];
    for (const { id, type } of stored) if (type !== 'password') await admin.must('DELETE', `/${DEMO}/users/${ben.id}/credentials/${id}`);
    await key.answer({ present: false, verified: true });
    await setRequiredActions(admin, DEMO, 'ben', ['webauthn-register-passwordless']);
    await page.goto(shop().url);
    await signIn(page, 'ben', DEMO_PASSWORD);
    await key.answer({ present: true, verified: true });
    await page.click('#registerWebAuthn');
    await callbackUrl(page);

    await forget();
    await key.answer({ present: false, verified: true });
    const flow = shop();
    await page.goto(flow.url);
    expect(await page.getAttribute('#username', 'autocomplete')).toBe('username webauthn');
    await key.answer({ present: true, verified: true });
    await page.click('#authenticateWebAuthnButton').catch(() => {});
    const tokens = await flow.redeem(await callbackUrl(page));
    expect(decodeJwt(String(tokens.json.access_token)).preferred_username).toBe('ben');

    await forget();
    const offered = shop();
    await page.goto(offered.url);
    // Nothing is typed or clicked: the browser's own choice of passkeys answers.
    const again = await offered.redeem(await callbackUrl(page));
    expect(decodeJwt(String(again.json.access_token)).preferred_username).toBe('ben');
  }, 60_000);
});
