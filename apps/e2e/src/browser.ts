import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium; a missing one is a failure, not a skip. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) throw new Error('Chromium is missing: install it or set CHROMIUM_PATH');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export interface BrowserSession {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors that speak of the content security policy; must stay empty. */
  readonly policyViolations: readonly string[];
}

/** Where the relying parties of the fixtures live: an empty page, served for the whole run (`relying-party.setup.mjs`). */
export const CALLBACK_ORIGIN = 'http://localhost:9999';

/** A browser profile of its own. */
export async function newSession(browser: Browser): Promise<BrowserSession> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const policyViolations: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) policyViolations.push(message.text());
  });
  return { context, page, policyViolations };
}

/** Fills and posts the login form. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('#kc-login');
}

/** Waits for the redirect to a relying party and gives its address. */
export async function callbackUrl(page: Page): Promise<URL> {
  await page.waitForURL(`${CALLBACK_ORIGIN}/**`, { timeout: 60_000 });
  return new URL(page.url());
}
