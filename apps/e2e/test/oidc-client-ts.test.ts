import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, newSession, signIn } from '../src/browser.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { type ApplicationHost, hostApplications, SPA, spaClient } from '../src/spa-host.ts';

let server: RunningServer;
let browser: Browser;
let applications: ApplicationHost;
let app: string;

beforeAll(async () => {
  server = await startServer();
  applications = await hostApplications();
  app = applications.url;
  const admin = new AdminClient(server);
  await createDemoRealm(admin);
  await admin.must('POST', `/${DEMO}/clients`, spaClient(applications));
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await applications?.close();
  removeDataDir(server.dataDir);
});

interface SignedIn {
  readonly access_token: string;
  readonly profile: { readonly preferred_username?: string };
}
interface Manager {
  readonly events: { addUserSignedOut(handler: () => void): void };
  getUser(): Promise<SignedIn | null>;
  signinRedirect(): Promise<void>;
  signinCallback(): Promise<SignedIn | undefined>;
  signinSilent(options?: object): Promise<SignedIn | null>;
  signoutRedirect(): Promise<void>;
  storeUser(user: object | null): Promise<void>;
}
type Application = typeof globalThis & { ready?: boolean; create(settings: object): Manager; manager: Manager; signedOut?: boolean };

async function start(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as Application).ready === true);
  await page.evaluate(
    ([authority, client, home]) => {
      const global = globalThis as Application;
      global.manager = global.create({
        authority,
        client_id: client,
        redirect_uri: `${home}/oidc.html`,
        silent_redirect_uri: `${home}/silent.html`,
        post_logout_redirect_uri: `${home}/oidc.html`,
        scope: 'openid email',
        monitorSession: true,
        checkSessionIntervalInSeconds: 1,
        automaticSilentRenew: false,
        loadUserInfo: true,
      });
      global.manager.events.addUserSignedOut(() => {
        global.signedOut = true;
      });
    },
    [`${server.base}/realms/${DEMO}`, SPA, app] as const,
  );
}

async function signedIn() {
  const session = await newSession(browser);
  const { page } = session;
  await page.goto(`${app}/oidc.html`);
  await start(page);
  const toForm = page.waitForURL(/\/protocol\/openid-connect\/auth\?/);
  await page.evaluate(() => void (globalThis as Application).manager.signinRedirect());
  await toForm;
  await page.waitForSelector('#kc-login');
  await signIn(page, 'ann', DEMO_PASSWORD);
  await page.waitForURL(`${app}/**`);
  await start(page);
  const name = await page.evaluate(
    async () => (await (globalThis as Application).manager.signinCallback())?.profile.preferred_username ?? null,
  );
  expect(name).toBe('ann');
  return session;
}

const token = (page: Page) => page.evaluate(async () => (await (globalThis as Application).manager.getUser())?.access_token ?? null);

describe('oidc-client-ts, unmodified, in a browser', () => {
  it('logs in, renews by refresh token and by a hidden frame, and logs out', async () => {
    const { context, page, policyViolations } = await signedIn();
    const first = await token(page);
    await page.evaluate(async () => void (await (globalThis as Application).manager.signinSilent()));
    const second = await token(page);
    expect(second).not.toBe(first);
    // Without a refresh token it asks in a frame, with prompt=none.
    await page.evaluate(async () => {
      const { manager } = globalThis as Application;
      await manager.storeUser(null);
      await manager.signinSilent();
    });
    expect(await token(page)).not.toBe(second);

    await page.evaluate(() => void (globalThis as Application).manager.signoutRedirect());
    await page.waitForFunction(() => !('manager' in globalThis) && (globalThis as Application).ready === true);
    await start(page);
    expect(await token(page)).toBeNull();
    expect(policyViolations).toEqual([]);
    await context.close();
  }, 60_000);

  it('learns from the session iframe that the session ended elsewhere', async () => {
    const { context, page } = await signedIn();
    const other = await context.newPage();
    await other.goto(`${server.base}/realms/${DEMO}/protocol/openid-connect/logout`);
    await other.click('#kc-logout');
    await other.waitForSelector('text=You are logged out');
    await page.waitForFunction(() => (globalThis as Application).signedOut === true, null, { timeout: 30_000 });
    await context.close();
  }, 60_000);
});
