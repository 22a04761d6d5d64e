import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, newSession, signIn } from '../src/browser.ts';
import { axeFindings } from '../src/console.ts';
import { send } from '../src/http-client.ts';
import { atNode } from '../src/installation/at-node.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { Race } from '../src/race.ts';
import { newDataDir, type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

/** Nobody is named in the environment, as at anybody's first start. */
const NOBODY = { ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: '', ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD: '' };
const ROOT = { username: 'root', password: 'Correct-horse-9' };
const ADMIN_CLI = { client_id: 'admin-cli' };
const form = (link: string, more: object = {}) => ({
  key: new URL(link).searchParams.get('key') ?? '',
  ...ROOT,
  'password-confirm': ROOT.password,
  ...more,
});
/** When set, the page is kept there as a picture. */
const PICTURES = process.env.SET_UP_PICTURES;

/** The last link that a server printed, once it has. */
async function printedLink(server: Pick<RunningServer, 'output'>): Promise<string> {
  for (;;) {
    const links = [...server.output().matchAll(/https?:\/\/[^\s"]+\/admin\/set-up\?key=[\w-]+/g)].map(([link]) => link);
    if (links.length > 0) return links.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the set-up link of the first start', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  const picture = async (page: Page, name: string) => {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };

  it('leads a person from the terminal to the console', async () => {
    const dataDir = newDataDir();
    let server = await startServer({ dataDir, env: { ...NOBODY, ANTEROOM_LOG_LEVEL: 'debug' } });
    const link = await printedLink(server);
    expect(link.startsWith(`${server.base}/admin/set-up?key=`)).toBe(true);
    const { page, context, policyViolations } = await newSession(browser);
    page.setDefaultTimeout(60_000);
    await page.goto(link);
    await page.waitForSelector('#kc-set-up-form');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page)).toEqual([]);
      await picture(page, `set-up-${colorScheme}`);
    }
    await page.fill('#username', ROOT.username);
    await page.fill('#password', ROOT.password);
    await page.fill('#password-confirm', 'something else');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#input-error-password-confirm');
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, 'set-up-wrong-dark');
    expect(await page.inputValue('#username')).toBe(ROOT.username);

    // The server dies with the form open and comes back: its next start prints another link, and this one still works.
    await server.kill();
    const key = new URL(link).searchParams.get('key')!;
    expect(server.output().split(key)).toHaveLength(2);
    server = await startServer({ dataDir, port: Number(new URL(server.local).port), env: { ...NOBODY, ANTEROOM_LOG_LEVEL: 'debug' } });
    expect(await printedLink(server)).not.toBe(link);
    await page.fill('#password', ROOT.password);
    await page.fill('#password-confirm', ROOT.password);
    await page.click('#kc-submit');

    await page.waitForSelector('#kc-form-login');
    expect(new URL(page.url()).searchParams.get('client_id')).toBe('security-admin-console');
    await signIn(page, ROOT.username, ROOT.password);
    await page.waitForURL(`${server.base}/admin/**`);
    await page.waitForSelector('nav');
    await picture(page, 'console-dark');

    await page.goto(link);
    await page.waitForSelector('#kc-link-sign-in');
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, 'set-up-done-dark');
    expect(await page.locator('form').count()).toBe(0);
    expect(policyViolations).toEqual([]);
    // Only the banner names the key: no line of the log, at its most talkative, does.
    expect(server.output().split(key)).toHaveLength(1);
    await context.close();
    await server.stop();
    const again = await startServer({ dataDir, env: NOBODY });
    expect(again.output()).not.toContain('/admin/set-up');
    await again.stop();
    removeDataDir(dataDir);
  }, 240_000);

  describe('with two nodes over one database, in production', () => {
    let installation: Installation;
    let nodes: readonly RunningServer[];
    let race: Race;

    beforeAll(async () => {
      installation = await createInstallation({ database: 'postgres', sessions: 'sql', env: NOBODY });
      const first = await installation.startNode({ port: installation.port, workers: 1 });
      nodes = [first, await installation.startNode({ workers: 2 })];
      race = await Race.start(8);
    }, 120_000);
    afterAll(async () => {
      race?.stop();
      await installation?.stop();
    });

    it('is logged by each as JSON, with the hostname, and only one of them makes an administrator', async () => {
      const links = await Promise.all(nodes.map(printedLink));
      expect(new Set(links).size).toBe(2);
      for (const [index, node] of nodes.entries()) {
        const line = node
          .output()
          .split('\n')
          .find((text) => text.includes('admin.missing'));
        const record = JSON.parse(line ?? '{}') as { link: string; validUntil: string };
        expect(record.link).toBe(links[index]);
        expect(new URL(record.link).origin).toBe(installation.base);
        expect(Date.parse(record.validUntil)).toBeGreaterThan(Date.now());
      }

      // The first node's link opens at the second as well.
      expect((await send(atNode(nodes[1]!, links[0]!), { headers: { host: new URL(installation.base).host } })).status).toBe(200);
      const answers = await race.run(
        nodes.map((node) => `${node.local}/admin/set-up`),
        form(links[0]!),
      );
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
      const late = await send(`${nodes[1]!.local}/admin/set-up`, { method: 'POST', form: form(links[1]!, { username: 'late' }) });
      expect(late.status).toBe(400);
      const signedIn = await passwordGrant(nodes[1]!, 'master', ROOT.username, ROOT.password, ADMIN_CLI);
      expect(signedIn.status).toBe(200);
      const headers = { authorization: `Bearer ${signedIn.json.access_token}` };
      const info = await send(`${nodes[0]!.local}/admin/anteroom/server`, { headers });
      const { nodes: known } = info.json as { nodes: { pid: number; workers: number; alive: boolean }[] };
      expect(known.map(({ pid, workers, alive }) => [pid, workers, alive])).toEqual([
        [nodes[0]!.process.pid, 1, true],
        [nodes[1]!.process.pid, 2, true],
      ]);
      expect((await passwordGrant(nodes[0]!, 'master', 'late', ROOT.password, ADMIN_CLI)).status).toBe(400);

      // And by the public address the console signs the new administrator in.
      const { page, context, policyViolations } = await newSession(browser);
      page.setDefaultTimeout(60_000);
      await page.goto(`${installation.base}/admin/console`);
      await page.waitForSelector('#kc-form-login');
      await signIn(page, ROOT.username, ROOT.password);
      await page.waitForSelector('nav');
      expect(page.url().startsWith(`${installation.base}/admin/master/console`)).toBe(true);
      expect(policyViolations).toEqual([]);
      await context.close();
    }, 180_000);
  });
});
