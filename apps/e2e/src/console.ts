import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { signIn } from './browser.ts';
import { ADMIN, type RunningServer } from './server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  console.error('content security policy: ' + violatedDirective + ' ' + blockedURI + ' ' + sourceFile));`;
/** Colours half-way between two states are nobody's. */
const AT_REST = `Promise.allSettled(document.getAnimations()
  .filter((animation) => animation.effect.getTiming().iterations !== Infinity).map((animation) => animation.finished))`;
const RUN_AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`;

export interface ConsoleTab {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Violations of the content security policy, uncaught errors and requests to other hosts; must stay empty. */
  readonly problems: readonly string[];
  /** Goes to a room and waits until it is there. */
  visit(path: string): Promise<void>;
  /** Goes to a room as a link in the console does, without loading the page again, and waits for words that stand there alone. */
  walk(path: string, words: string): Promise<void>;
}

export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The console of a realm in a browser profile of its own, not signed in unless the profile is. */
export async function openConsole(
  browser: Browser,
  server: RunningServer,
  { realm = 'master', ...options }: BrowserContextOptions & { readonly realm?: string } = {},
): Promise<ConsoleTab> {
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 820 },
    ...options,
  });
  // A verdict never hangs on how fast the machine is.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  await context.addInitScript({ content: REPORT_VIOLATIONS });
  page.on('console', (message) => {
    if (/content security policy|react|mantine/i.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(server.base).origin) problems.push(`asked ${request.url()}`);
  });
  return {
    context,
    page,
    problems,
    visit: async (path) => {
      await page.goto(`${server.base}/admin/${realm}/console${path}`);
      await roomOf(page);
    },
    walk: async (path, words) => {
      const address = `/admin/${realm}/console${path}`;
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'));`);
      await page.locator('main#main').getByText(words).filter({ visible: true }).first().waitFor();
      await roomOf(page);
    },
  };
}

/** Waits until a room stands: its heading is there and nothing is being loaded. */
export async function roomOf(page: Page): Promise<void> {
  await page.waitForSelector('main#main h1');
  await page.locator('main#main .mantine-Loader-root').first().waitFor({ state: 'detached' });
}

/** Signs the first administrator in and gives what the browser then knows, for profiles that shall be signed in already. */
export async function signedInProfile(browser: Browser, server: RunningServer): Promise<StorageState> {
  const { page, context } = await openConsole(browser, server);
  await page.goto(`${server.base}/admin/`);
  await page.waitForSelector('#kc-form-login');
  await signIn(page, ADMIN.username, ADMIN.password);
  await roomOf(page);
  const profile = await context.storageState();
  await context.close();
  return profile;
}

/** What axe finds on the page as it is, in words. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated from outside, so that the page's policy need not allow it.
  await page.evaluate(AXE);
  await page.evaluate(AT_REST);
  return page.evaluate(RUN_AXE);
}
