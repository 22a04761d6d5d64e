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

interface Adapter {
  readonly authenticated?: boolean;
  readonly token?: string;
  readonly refreshToken?: string;
  init(options: object): Promise<boolean>;
  login(options?: object): Promise<void>;
  logout(options?: object): Promise<void>;
  updateToken(seconds: number): Promise<boolean>;
  loadUserProfile(): Promise<{ readonly username?: string }>;
  loadUserInfo(): Promise<object>;
  onAuthLogout?: () => void;
}
type Application = typeof globalThis & { ready?: boolean; create(config: object): Adapter; keycloak: Adapter; signedOut?: boolean };

/** Loads the application and starts the adapter in it; resolves with whether somebody is signed in. */
async function start(page: Page, options: object = {}): Promise<boolean> {
  await page.waitForFunction(() => (globalThis as Application).ready === true);
  return page.evaluate(
    async ([config, init]) => {
      const here = globalThis as Application;
      here.keycloak = here.create(config as object);
      here.keycloak.onAuthLogout = () => {
        here.signedOut = true;
      };
      return here.keycloak.init(init as object);
    },
    [
      { url: server.base, realm: DEMO, clientId: SPA },
      { checkLoginIframe: true, checkLoginIframeInterval: 1, pkceMethod: 'S256', ...options },
    ] as const,
  );
}

async function signedIn() {
  const session = await newSession(browser);
  const { page } = session;
  await page.goto(`${app}/keycloak.html`);
  expect(await start(page)).toBe(false);
  const toForm = page.waitForURL(/\/protocol\/openid-connect\/auth\?/);
  await page.evaluate(() => void (globalThis as Application).keycloak.login());
  await toForm;
  await page.waitForSelector('#kc-login');
  await signIn(page, 'ann', DEMO_PASSWORD);
  await page.waitForURL(`${app}/**`);
  expect(await start(page)).toBe(true);
  return session;
}

describe('keycloak-js, unmodified, in a browser', () => {
  it('logs in, reads profile and user info, renews silently and logs out', async () => {
    const { context, page, policyViolations } = await signedIn();
    const before = await page.evaluate(() => (globalThis as Application).keycloak.token);
    const profile = await page.evaluate(() => (globalThis as Application).keycloak.loadUserProfile());
    expect(profile).toMatchObject({ username: 'ann' });
    expect(await page.evaluate(() => (globalThis as Application).keycloak.loadUserInfo())).toMatchObject({ email: 'ann@demo.test' });
    expect(await page.evaluate(() => (globalThis as Application).keycloak.updateToken(-1))).toBe(true);
    expect(await page.evaluate(() => (globalThis as Application).keycloak.token)).not.toBe(before);

    await page.evaluate(() => void (globalThis as Application).keycloak.logout());
    await page.waitForFunction(() => !('keycloak' in globalThis) && (globalThis as Application).ready === true);
    expect(new URL(page.url()).origin).toBe(new URL(app).origin);
    expect(await start(page, { onLoad: 'check-sso', silentCheckSsoRedirectUri: `${app}/silent-sso.html` })).toBe(false);
    expect(policyViolations).toEqual([]);
    await context.close();
  }, 60_000);

  it('signs in silently in a second page of the same browser', async () => {
    const { context } = await signedIn();
    const other = await context.newPage();
    await other.goto(`${app}/keycloak.html`);
    const known = await start(other, { onLoad: 'check-sso', silentCheckSsoRedirectUri: `${app}/silent-sso.html` });
    expect(known).toBe(true);
    await context.close();
  }, 60_000);

  it('learns from the session iframe that the session ended elsewhere', async () => {
    const { context, page } = await signedIn();
    const other = await context.newPage();
    await other.goto(`${server.base}/realms/${DEMO}/protocol/openid-connect/logout`);
    await other.click('#kc-logout');
    await other.waitForSelector('text=You are logged out');
    await page.waitForFunction(() => (globalThis as Application).signedOut === true, null, { timeout: 30_000 });
    expect(await page.evaluate(() => (globalThis as Application).keycloak.authenticated)).toBe(false);
    await context.close();
  }, 60_000);
});
