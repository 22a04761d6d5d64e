import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminClient } from './admin.ts';
import { launchBrowser } from './browser.ts';
import { type ConsoleTab, openConsole, type StorageState, signedInProfile } from './console.ts';
import { createDemoRealm } from './demo-realm.ts';
import { MailSink } from './mail-sink.ts';
import { type RunningServer, startServer } from './server.ts';

/** A task of an operator, with everything that the machine may be slow at. */
export const TASK = 300_000;

export interface ConsoleRig {
  readonly browser: Browser;
  readonly server: RunningServer;
  readonly admin: AdminClient;
  readonly sink: MailSink;
  /** The console as the first administrator, at a room. */
  at(path: string): Promise<ConsoleTab & { leave(): Promise<void> }>;
}

/** A server with the demo realm and a mail server, a browser, and an administrator who is signed in. For one test file, filled before its tests. */
export function consoleRig(): ConsoleRig {
  const rig = {} as { -readonly [K in keyof ConsoleRig]: ConsoleRig[K] };
  let profile: StorageState;
  beforeAll(async () => {
    rig.browser = await launchBrowser();
    rig.sink = await MailSink.listen();
    const mail = { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${rig.sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' };
    rig.server = await startServer({ env: mail });
    rig.admin = new AdminClient(rig.server);
    await createDemoRealm(rig.admin);
    profile = await signedInProfile(rig.browser, rig.server);
  }, TASK);
  afterAll(async () => {
    await rig.browser?.close();
    await rig.server?.stop();
    await rig.sink?.close();
  });
  rig.at = async (path) => {
    const tab = await openConsole(rig.browser, rig.server, { storageState: profile });
    await tab.visit(path);
    return { ...tab, leave: () => tab.context.close() };
  };
  return rig;
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
export const dialog = (page: Page) => page.getByRole('dialog');
export const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notifications' }).getByText(text).first().waitFor();
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Waits until the table has so many rows. */
export async function expectRows(page: Page, count: number): Promise<void> {
  const rows = page.locator('tbody tr');
  await rows.nth(count - 1).waitFor();
  await rows.nth(count).waitFor({ state: 'detached' });
}
