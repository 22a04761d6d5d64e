import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser } from '../src/browser.ts';
import { axeFindings, openConsole, type StorageState, signedInProfile } from '../src/console.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const LOOK = 600_000;
/** When set, every page is kept there as a picture. */
const PICTURES = process.env.CONSOLE_PICTURES;

let browser: Browser;
let server: RunningServer;
let profile: StorageState;
/** Every room, by the name of its picture: its address, and words that stand in it alone. */
let rooms: Readonly<Record<string, readonly [path: string, words: string]>>;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer();
  const admin = new AdminClient(server);
  await createDemoRealm(admin);
  await admin.must('PUT', `/${DEMO}/events/config`, { eventsEnabled: true });
  expect((await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, SHOP)).status).toBe(200);
  const user = await admin.findUser(DEMO, 'ann');
  const shop = await admin.findClient(DEMO, SHOP.client_id);
  const kiosk = await admin.findClient(DEMO, 'kiosk');
  const realm = `/realms/${DEMO}`;
  const made = async (path: string, body: object) => {
    const { headers } = await admin.must('POST', `/${DEMO}${path}`, body);
    return headers.get('location')?.split('/').pop() ?? '';
  };
  await admin.must('PUT', `/${DEMO}/users/${user.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
  const grantCopy = await made('/authentication/flows/direct%20grant/copy', { newName: 'own grant' });
  const group = await made('/groups', { name: 'press' });
  await made(`/groups/${group}/children`, { name: 'desk' });
  await made('/roles', { name: 'editor', description: 'May write' });
  const { id: role } = (await admin.must('GET', `/${DEMO}/roles/editor`)).json as { id: string };
  const scopes = (await admin.must('GET', `/${DEMO}/client-scopes`)).json as { id: string; name: string }[];
  const profileScope = scopes.find(({ name }) => name === 'profile')?.id;
  await passwordGrant(server, DEMO, 'ann', 'wrong', SHOP);
  const events = (await admin.must('GET', `/${DEMO}/events?type=LOGIN`)).json as { id: string }[];
  rooms = {
    realms: ['/realms', 'A realm holds its own users'],
    'new-realm': ['/new-realm', 'From a Keycloak export'],
    realm: [realm, 'Discovery document'],
    users: [`${realm}/users`, '1–2 of 2'],
    'users-none': [`${realm}/users?search=nobody-of-that-name`, 'Nobody matches'],
    'new-user': [`${realm}/users/new`, 'How does this person get in?'],
    user: [`${realm}/users/${user.id}`, 'Required actions'],
    credentials: [`${realm}/users/${user.id}?tab=credentials`, 'Reset password'],
    link: [`${realm}/users/${user.id}?tab=link`, 'Send a link by e-mail'],
    'user-sessions': [`${realm}/users/${user.id}?tab=sessions`, 'pwd'],
    'user-missing': [`${realm}/users/00000000-0000-4000-8000-000000000000`, 'User not found'],
    clients: [`${realm}/clients`, 'security-admin-console'],
    'new-client': [`${realm}/clients/new`, 'A service without people'],
    client: [`${realm}/clients/${shop.id}`, 'What it may do'],
    secret: [`${realm}/clients/${shop.id}?tab=credentials`, 'Regenerate secret'],
    transient: [`${realm}/clients/${kiosk.id}?tab=sessions`, 'What is kept of a sign-in?'],
    'user-roles': [`${realm}/users/${user.id}?tab=roles`, 'What is given here directly.'],
    'user-groups': [`${realm}/users/${user.id}?tab=groups`, 'Member of no group'],
    groups: [`${realm}/groups`, 'press'],
    group: [`${realm}/groups/${group}`, 'No members yet'],
    'group-children': [`${realm}/groups/${group}?tab=children`, '/press/desk'],
    'group-details': [`${realm}/groups/${group}?tab=details`, 'Members have them too'],
    roles: [`${realm}/roles`, 'May write'],
    role: [`${realm}/roles/${role}`, 'Applications ask for it by this name.'],
    'role-composites': [`${realm}/roles/${role}?tab=composites`, 'It includes no other role'],
    'role-holders': [`${realm}/roles/${role}?tab=holders`, 'Nobody has it directly'],
    'client-flows': [`${realm}/clients/${shop.id}?tab=flows`, 'Flows of this client'],
    'client-scopes': [`${realm}/client-scopes`, 'New clients get it'],
    'client-scope': [`${realm}/client-scopes/${profileScope}`, 'Named in tokens'],
    mappers: [`${realm}/client-scopes/${profileScope}?tab=mappers`, 'preferred_username'],
    'scopes-of-client': [`${realm}/clients/${shop.id}?tab=scopes`, 'Choose a person to see the claims.'],
    authentication: [`${realm}/authentication`, 'Docker sign-in of the realm'],
    flow: [`${realm}/authentication/${grantCopy}`, 'Drag a step by its handle'],
    'required-actions': [`${realm}/authentication?tab=actions`, 'Terms and Conditions'],
    activity: [`${realm}/activity`, 'ann could not sign in to shop'],
    logins: [`${realm}/activity?tab=logins`, 'Signed in'],
    login: [`${realm}/activity/logins/${events[0]?.id}`, 'What was written for this sign-in'],
    changes: [`${realm}/activity?tab=changes`, 'created role editor'],
    deleted: [`${realm}/deleted`, 'Deleted users, clients, roles and groups'],
    links: [`${realm}/links`, 'Good until'],
    mail: [`${realm}/links?tab=mail`, 'ann@demo.test'],
    templates: [`${realm}/links?tab=templates`, 'How a mail reads.'],
    sessions: [`${realm}/sessions`, 'Who is signed in.'],
    server: ['/server', 'A killed process'],
    nowhere: ['/nowhere', 'There is nothing at this address.'],
  };
  profile = await signedInProfile(browser, server);
}, LOOK);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** What axe says in light and in dark colours. */
async function findingsInBothColours(page: Page, name: string): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await picture(page, `${name}-${colorScheme}`);
    findings.push(...(await axeFindings(page)).map((finding) => `${name}, ${colorScheme}: ${finding}`));
  }
  return findings;
}

describe('the console’s looks', () => {
  it(
    'have nothing for axe to find in any room, in light and in dark colours, and break no policy',
    async () => {
      const tab = await openConsole(browser, server, { storageState: profile });
      await tab.visit('/realms');
      const findings: string[] = [];
      for (const [name, [path, words]] of Object.entries(rooms)) {
        await tab.walk(path, words);
        findings.push(...(await findingsInBothColours(tab.page, name)));
      }
      expect(findings).toEqual([]);
      expect(await tab.page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
      expect(tab.problems).toEqual([]);
      await tab.context.close();
    },
    LOOK,
  );

  it(
    'fit a narrow screen in German, with the menu behind a button, and remember the colours chosen',
    async () => {
      const tab = await openConsole(browser, server, { storageState: profile, locale: 'de-DE', viewport: { width: 360, height: 740 } });
      const { page } = tab;
      await tab.visit(`/realms/${DEMO}/users`);
      await page.getByRole('heading', { level: 1, name: 'Benutzer' }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('de');
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await picture(page, 'users-narrow');
      await page.getByRole('button', { name: 'Menü öffnen' }).click();
      await page.getByRole('link', { name: 'Sitzungen' }).click();
      await page.getByRole('heading', { level: 1, name: 'Sitzungen' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await axeFindings(page)).toEqual([]);
      await picture(page, 'sessions-narrow');

      await page.getByRole('button', { name: 'Darstellung und Sprache' }).click();
      await page.getByText('Dunkel', { exact: true }).click();
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await picture(page, 'appearance-narrow');
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Sitzungen' }).waitFor();
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      expect(tab.problems).toEqual([]);
      await tab.context.close();
    },
    LOOK,
  );

  it(
    'show a change of store under way with its progress',
    async () => {
      const tab = await openConsole(browser, server, { storageState: profile });
      const { page } = tab;
      // Half of a change of store does not wait for a picture: the server's own answer, with one in it.
      await page.route('**/admin/anteroom/server', async (route) => {
        const response = await route.fetch();
        const answer = (await response.json()) as { stores: object[] };
        const [store] = answer.stores;
        const old = { ...store, tag: 'r', kind: 'redis', primary: false, healthy: false, counts: null };
        const drain = {
          from: 'r',
          to: 's',
          state: 'running',
          moved: 6_500,
          remaining: 3_500,
          startedAt: new Date().toISOString(),
          finishedAt: null,
        };
        await route.fulfill({ response, json: { ...answer, stores: [store, old], drain } });
      });
      await tab.visit('/server');
      await page.getByRole('progressbar', { name: 'Moving sessions from redis to sql' }).waitFor();
      await page.getByText('6,500 moved, 3,500 to go (65 %)').waitFor();
      await page.getByText('Does not answer').waitFor();
      expect(await findingsInBothColours(page, 'drain')).toEqual([]);
      expect(tab.problems).toEqual([]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await tab.context.close();
    },
    LOOK,
  );

  it(
    'can be used by keyboard: skip link, focus on the heading of a room, dialogs that give the focus back',
    async () => {
      const tab = await openConsole(browser, server, { storageState: profile });
      const { page } = tab;
      await tab.visit('/realms');
      await page.locator('h1:focus').filter({ hasText: 'Realms' }).waitFor();
      // The heading has the focus; what comes first on the page is the way past everything else.
      expect(await page.evaluate('document.querySelector("a, button, input").textContent')).toBe('Skip to content');
      await page.getByRole('link', { name: 'Skip to content' }).focus();
      await page.waitForSelector('.skip-link:focus');
      await page.keyboard.press('Enter');
      await page.waitForSelector('main#main:focus');

      await page.getByRole('link', { name: DEMO, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: DEMO }).waitFor();
      await page.locator('h1:focus').waitFor();
      expect(await page.title()).toBe(`${DEMO} – Anteroom`);

      await page.getByRole('button', { name: 'Delete realm' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: `Delete realm ${DEMO}?` }).waitFor();
      expect(await findingsInBothColours(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.locator('button:focus').filter({ hasText: 'Delete realm' }).waitFor();
      expect(tab.problems).toEqual([]);
      await tab.context.close();
    },
    LOOK,
  );
});
