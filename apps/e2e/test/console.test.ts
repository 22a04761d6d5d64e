import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, signIn } from '../src/browser.ts';
import { openConsole, roomOf, type StorageState, signedInProfile } from '../src/console.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { ADMIN, type RunningServer, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

/** A task of an operator, with everything that the machine may be slow at. */
const TASK = 90_000;
const DAY = 86_400;

let browser: Browser;
let sink: MailSink;
let server: RunningServer;
let admin: AdminClient;
let profile: StorageState;

beforeAll(async () => {
  browser = await launchBrowser();
  sink = await MailSink.listen();
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin);
  profile = await signedInProfile(browser, server);
}, TASK);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.close();
});

/** The console as the first administrator, at a room. */
async function at(path: string) {
  const tab = await openConsole(browser, server, { storageState: profile });
  await tab.visit(path);
  return { ...tab, leave: () => tab.context.close() };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const dialog = (page: Page) => page.getByRole('dialog');
const toast = (page: Page, text: string | RegExp) => page.getByRole('region', { name: 'Notifications' }).getByText(text).waitFor();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const tokensOf = async (realm: string, username: string, password: string, client = SHOP) =>
  (await passwordGrant(server, realm, username, password, client)).json as Readonly<Record<string, string | undefined>>;

describe('signing in to the console', () => {
  it(
    'keeps a deep link through sign-in and reload, keeps no token, and ends by signing out',
    async () => {
      const { page, context, problems } = await openConsole(browser, server);
      await page.goto(`${server.base}/admin/console/realms/${DEMO}/users?search=ann`);
      await page.waitForSelector('#kc-form-login');
      await signIn(page, ADMIN.username, ADMIN.password);
      await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
      expect(page.url()).toBe(`${server.base}/admin/master/console/realms/${DEMO}/users?search=ann`);
      expect(await page.getByRole('link', { name: 'ben', exact: true }).count()).toBe(0);

      await page.reload();
      await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
      expect(new URL(page.url()).search).toBe('?search=ann');
      // A JWT would begin with `eyJ`; an unfinished sign-in would still have its verifier.
      const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
      expect(kept).not.toMatch(/eyJ|verifier/);

      await button(page, /^Account of/).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await button(page, 'Sign in').click();
      await page.waitForSelector('#kc-form-login');
      expect(problems).toEqual([]);
      await context.close();
    },
    TASK,
  );

  it(
    'says that the session has ended when somebody ended it, and comes back to the same place',
    async () => {
      const { page, context, problems, visit } = await openConsole(browser, server);
      await page.goto(`${server.base}/admin/`);
      await signIn(page, ADMIN.username, ADMIN.password);
      await roomOf(page);
      const cookies = await context.cookies();
      const sid =
        cookies
          .find(({ name }) => name === 'KEYCLOAK_IDENTITY')
          ?.value.split('.')
          .slice(0, 2)
          .join('.') ?? '';
      expect((await admin.call('DELETE', `/master/sessions/${encodeURIComponent(sid)}`)).status).toBe(204);
      await page.getByRole('link', { name: 'Users of demo' }).click();
      await dialog(page).getByText('Your session has ended').waitFor();
      await button(page, 'Sign in').click();
      await page.waitForSelector('#kc-form-login');
      await signIn(page, ADMIN.username, ADMIN.password);
      await heading(page, 'Users');
      expect(new URL(page.url()).pathname).toBe(`/admin/master/console/realms/${DEMO}/users`);
      await visit('/realms');
      expect(problems).toEqual([]);
      await context.close();
    },
    TASK,
  );

  it(
    'lets a realm’s own administrator in with what the roles allow, and renews the token without a word',
    async () => {
      await admin.must('POST', '', {
        realm: 'small',
        enabled: true,
        accessTokenLifespan: 5,
        users: [
          {
            username: 'viewer',
            enabled: true,
            email: 'viewer@small.test',
            firstName: 'View',
            lastName: 'Er',
            credentials: [{ type: 'password', value: DEMO_PASSWORD }],
            clientRoles: { 'realm-management': ['view-users'] },
          },
        ],
      });
      const { page, context, problems } = await openConsole(browser, server, { realm: 'small' });
      const renewals: string[] = [];
      page.on('request', (request) => {
        if (request.postData()?.includes('grant_type=refresh_token')) renewals.push(request.url());
      });
      await page.goto(`${server.base}/admin/small/console/realms/small/users`);
      await signIn(page, 'viewer', DEMO_PASSWORD);
      await page.getByRole('link', { name: 'viewer', exact: true }).click();
      await heading(page, 'viewer');
      expect(await page.getByLabel('E-mail', { exact: true }).getAttribute('readonly')).not.toBeNull();
      expect(await button(page, 'Actions').count()).toBe(0);
      expect(await page.getByRole('tab', { name: 'Send link' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Clients' }).click();
      await page.getByText('Your account may not do this.').waitFor();
      expect(renewals.length).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      await context.close();
    },
    TASK,
  );
});

describe('the console’s rooms', () => {
  it(
    'create a realm, switch to it, and delete it by its name',
    async () => {
      const { page, problems, leave } = await at('/realms');
      await page.getByRole('link', { name: 'Create realm' }).click();
      await page.getByLabel('Name', { exact: false }).first().fill('demo');
      await button(page, 'Create realm').click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Name', { exact: false }).first().fill('paper mill');
      await button(page, 'Create realm').click();
      await page.getByText('Leave out blanks').waitFor();
      await page.getByLabel('Name', { exact: false }).first().fill('paper-mill');
      await page.getByLabel('Display name').fill('Paper Mill');
      await button(page, 'Create realm').click();
      await heading(page, 'Paper Mill');
      const { attributes } = (await admin.must('GET', '/paper-mill')).json as { attributes: Record<string, string> };
      expect(attributes.refreshTokenReuseGrace).toBe('10');

      await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
      await heading(page, 'Clients');
      await page.getByRole('combobox', { name: 'Realm' }).click();
      await page.getByRole('option', { name: DEMO, exact: true }).click();
      await page.getByRole('link', { name: SHOP.client_id, exact: true }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/admin/master/console/realms/${DEMO}/clients`);

      await page.goto(`${server.base}/admin/master/console/realms/paper-mill`);
      await button(page, 'Delete realm').click();
      const confirm = dialog(page).getByRole('button', { name: 'Delete realm' });
      expect(await confirm.isDisabled()).toBe(true);
      await dialog(page).getByLabel('Type paper-mill to confirm').fill('paper-mill');
      await confirm.click();
      await toast(page, 'Realm paper-mill is deleted.');
      await heading(page, 'Realms');
      expect((await admin.call('GET', '/paper-mill')).status).toBe(404);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'create a person, say what is wrong beside the field, set a password, give an attribute and disable',
    async () => {
      const { json: userProfile } = await admin.must('GET', `/${DEMO}/users/profile`);
      await admin.must('PUT', `/${DEMO}/users/profile`, { ...(userProfile as object), unmanagedAttributePolicy: 'ENABLED' });
      const { page, problems, leave } = await at(`/realms/${DEMO}/users`);
      await page.getByRole('link', { name: 'Create user' }).click();
      await heading(page, 'Create user');
      await page.getByLabel('User name').fill('ann');
      await page.getByLabel('First name').fill('Cleo');
      await page.getByLabel('I will see to it later').check();
      await button(page, 'Create user').click();
      await page.getByText('User exists with same username').waitFor();
      expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
      expect(await page.getByLabel('First name').inputValue()).toBe('Cleo');
      await page.getByLabel('User name').fill('cleo');
      await page.getByLabel('E-mail', { exact: true }).fill('cleo@demo.test');
      await page.getByLabel('Last name').fill('Demo');
      await button(page, 'Create user').click();
      await heading(page, 'cleo');

      await page.getByRole('tab', { name: 'Credentials' }).click();
      await button(page, 'Set password').click();
      await dialog(page)
        .getByLabel(/^New password( \*)?$/)
        .fill('Cleo-pw-2026');
      await dialog(page).getByLabel('New password again').fill('something else');
      await dialog(page).getByRole('button', { name: 'Set password' }).click();
      await dialog(page).getByText('The two passwords differ.').waitFor();
      await dialog(page).getByLabel('New password again').fill('Cleo-pw-2026');
      await dialog(page).getByRole('switch', { name: 'Temporary' }).uncheck();
      await dialog(page).getByRole('button', { name: 'Set password' }).click();
      await toast(page, 'The password of cleo is set.');
      await page.getByRole('cell', { name: 'Password', exact: true }).waitFor();
      expect((await tokensOf(DEMO, 'cleo', 'Cleo-pw-2026')).access_token).toBeDefined();

      await page.getByRole('tab', { name: 'Details' }).click();
      await page.getByLabel('Last name').fill('Of Demo');
      await button(page, 'Add attribute').click();
      await page.getByLabel('Name of attribute 1').fill('locker');
      await page.getByLabel('Value of attribute 1').fill('17');
      await page.getByText('You have unsaved changes.').waitFor();
      await page.getByRole('link', { name: 'Back to Users' }).click();
      await dialog(page).getByText('Leave without saving?').waitFor();
      await dialog(page).getByRole('button', { name: 'Stay here' }).click();
      await page.getByRole('switch', { name: 'Enabled' }).uncheck();
      await button(page, 'Save').click();
      await toast(page, 'Saved.');
      const cleo = await admin.findUser(DEMO, 'cleo');
      expect([cleo.lastName, cleo.enabled, cleo.email, cleo.attributes]).toEqual(['Of Demo', false, 'cleo@demo.test', { locker: ['17'] }]);

      await button(page, 'Actions').click();
      await page.getByRole('menuitem', { name: 'Delete user' }).click();
      await dialog(page).getByRole('button', { name: 'Delete user' }).click();
      await toast(page, 'User cleo is deleted.');
      await page.getByRole('link', { name: 'ben', exact: true }).waitFor();
      expect(await page.getByRole('link', { name: 'cleo', exact: true }).count()).toBe(0);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'mail a link with the chosen actions, for as long as chosen, back to the chosen application',
    async () => {
      const ben = await admin.findUser(DEMO, 'ben');
      const { page, problems, leave } = await at(`/realms/${DEMO}/users/${ben.id}?tab=link`);
      await page.getByRole('combobox', { name: 'What to do' }).click();
      await page.getByRole('option', { name: 'Update Profile' }).click();
      await page.keyboard.press('Escape');
      await page.getByLabel('Good for').fill('2');
      await page.getByRole('combobox', { name: 'Unit of time' }).click();
      await page.getByRole('option', { name: 'days' }).click();
      await page.getByRole('combobox', { name: 'Application', exact: true }).click();
      await page.getByRole('option', { name: SHOP.client_id, exact: true }).click();
      await page.getByRole('combobox', { name: 'Address in the application' }).fill('https://elsewhere.test/');
      await button(page, 'Send link').click();
      await page.getByText('Invalid redirect uri.').waitFor();
      await page.getByRole('combobox', { name: 'Address in the application' }).fill('http://localhost:9999/welcome');
      await button(page, 'Send link').click();
      await toast(page, 'The link to ben@demo.test is on its way.');

      const { text } = await sink.mailTo('ben@demo.test');
      const key = /action-token\?key=([^\s"<>]+)/.exec(text)?.[1] ?? '';
      const claims = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString()) as { exp: number; iat: number };
      expect(claims.exp - claims.iat).toBe(2 * DAY);
      const { text: opened } = await send(`${server.local}/realms/${DEMO}/login-actions/action-token?key=${key}`);
      expect(opened).toContain('Update Password');
      expect(opened).toContain('Update Profile');
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'create a client, change its addresses and regenerate its secret',
    async () => {
      const { page, problems, leave } = await at(`/realms/${DEMO}/clients/new`);
      await page.getByLabel('Client id').fill('ledger');
      await button(page, 'Create client').click();
      await page.getByText('Enter at least one address.').waitFor();
      await page.getByLabel('Redirect URIs 1').fill('https://ledger.test/callback');
      await button(page, 'Create client').click();
      await toast(page, 'Client ledger is created.');
      await button(page, 'Show the secret').click();
      const before = await page.getByTestId('secret').textContent();
      const { id } = await admin.findClient(DEMO, 'ledger');
      const secret = async () => ((await admin.must('GET', `/${DEMO}/clients/${id}/client-secret`)).json as { value: string }).value;
      expect(before).toBe(await secret());
      await button(page, 'Regenerate secret').click();
      await dialog(page).getByText('The old secret stops working at once').waitFor();
      await dialog(page).getByRole('button', { name: 'Regenerate secret' }).click();
      await toast(page, 'The secret is new.');
      expect(await secret()).not.toBe(before);
      await page.getByText(await secret()).waitFor();

      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Ledger');
      await page.getByRole('group', { name: 'Redirect URIs', exact: true }).getByRole('button', { name: 'Add' }).click();
      await page.getByLabel('Redirect URIs 2', { exact: true }).fill('https://ledger.test/app/*');
      await button(page, 'Save').click();
      await toast(page, 'Saved.');
      const ledger = await admin.findClient(DEMO, 'ledger');
      expect([ledger.name, ledger.redirectUris]).toEqual(['Ledger', ['https://ledger.test/callback', 'https://ledger.test/app/*']]);
      await page.reload();
      await page.getByLabel('Redirect URIs 2', { exact: true }).waitFor();
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'switch a client to transient and back, and it is so at the next sign-in',
    async () => {
      await admin.must('POST', `/${DEMO}/clients`, {
        clientId: 'booth',
        secret: 'booth-secret',
        directAccessGrantsEnabled: true,
        enabled: true,
      });
      const booth = { client_id: 'booth', client_secret: 'booth-secret' };
      const { id } = await admin.findClient(DEMO, 'booth');
      expect((await tokensOf(DEMO, 'ann', DEMO_PASSWORD, booth)).refresh_token).toBeDefined();
      const { page, problems, leave } = await at(`/realms/${DEMO}/clients/${id}?tab=sessions`);
      await page.getByLabel('Nothing (transient)').click();
      await dialog(page).getByText('Keep nothing for booth?').waitFor();
      await dialog(page).getByRole('button', { name: 'Keep nothing' }).click();
      await toast(page, 'Sign-ins through this client now leave no session.');
      await page.getByText('Transient sign-ins appear in the event log').waitFor();
      const { access_token: access, refresh_token: refresh } = await tokensOf(DEMO, 'ann', DEMO_PASSWORD, booth);
      expect([typeof access, refresh]).toEqual(['string', undefined]);
      await page.getByLabel('A session').click();
      await toast(page, 'Sign-ins through this client now begin a session.');
      expect((await tokensOf(DEMO, 'ann', DEMO_PASSWORD, booth)).refresh_token).toBeDefined();
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'list who is signed in where, by person and client, and end one session, the chosen ones and all',
    async () => {
      await admin.must('POST', '', {
        realm: 'busy',
        enabled: true,
        passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
        clients: ['web', 'app'].map((clientId) => ({ clientId, publicClient: true, directAccessGrantsEnabled: true, enabled: true })),
        users: ['kim', 'lou'].map((username) => ({
          username,
          enabled: true,
          email: `${username}@busy.test`,
          firstName: username,
          lastName: 'Busy',
          credentials: [{ type: 'password', value: DEMO_PASSWORD }],
        })),
      });
      const grant = (username: string, clientId: string, more: object = {}) =>
        send(`${server.local}/realms/busy/protocol/openid-connect/token`, {
          method: 'POST',
          form: {
            client_id: clientId,
            scope: 'openid',
            ...(username === '' ? {} : { grant_type: 'password', username, password: DEMO_PASSWORD }),
            ...more,
          },
        });
      const refreshToken = ({ json }: { readonly json: unknown }) => (json as { refresh_token: string }).refresh_token;
      const isAlive = async (token: string, clientId: string) =>
        (await grant('', clientId, { grant_type: 'refresh_token', refresh_token: token })).status === 200;
      const kimWeb = refreshToken(await grant('kim', 'web'));
      const kimApp = refreshToken(await grant('kim', 'app'));
      const louWeb = refreshToken(await grant('lou', 'web'));
      const louApp = refreshToken(await grant('lou', 'app'));

      const { page, problems, leave } = await at('/realms/busy/sessions');
      const rows = page.locator('tbody tr');
      await expectRows(page, 4);
      expect(await rows.first().textContent()).toMatch(/lou.*app.*pwd.*sql/);
      await page.getByLabel('Search sessions').fill('kim');
      await expectRows(page, 2);
      await page.getByRole('combobox', { name: 'Any client' }).click();
      await page.getByRole('option', { name: 'web' }).click();
      await expectRows(page, 1);
      expect(new URL(page.url()).searchParams.toString()).toBe('search=kim&client=web');
      await button(page, /^End the session of kim/).click();
      await dialog(page).getByText('kim is signed out of 1 application.').waitFor();
      await dialog(page).getByRole('button', { name: 'End session' }).click();
      await toast(page, 'The session is ended.');
      await page.getByText('No session matches').waitFor();
      expect([await isAlive(kimWeb, 'web'), await isAlive(kimApp, 'app')]).toEqual([false, true]);

      await page.goto(`${server.base}/admin/master/console/realms/busy/sessions?search=lou`);
      await expectRows(page, 2);
      await page.getByLabel('Choose all sessions on this page').check();
      await button(page, 'End 2 sessions').click();
      await dialog(page).getByRole('button', { name: 'End 2 sessions' }).click();
      await toast(page, '2 sessions are ended.');
      expect([await isAlive(louWeb, 'web'), await isAlive(louApp, 'app'), await isAlive(kimApp, 'app')]).toEqual([false, false, true]);

      await button(page, 'End all sessions').click();
      await dialog(page).getByLabel('Type busy to confirm').fill('busy');
      await dialog(page).getByRole('button', { name: 'End all sessions' }).click();
      await toast(page, 'All sessions of realm busy are ended.');
      expect(await isAlive(kimApp, 'app')).toBe(false);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'show what the stores hold and promise, and the nodes that serve',
    async () => {
      const { page, problems, leave } = await at('/server');
      await page.getByRole('heading', { name: 'Session store: sql' }).waitFor();
      await page.getByText('Takes new sessions').waitFor();
      const promises = page.getByRole('table', { name: 'What becomes of what the store acknowledged' });
      expect(await promises.getByRole('row', { name: /A killed process/ }).textContent()).toBe('A killed processKept');
      const nodes = page.getByRole('table', { name: 'Nodes' });
      expect(await nodes.getByRole('row').nth(1).textContent()).toContain(`· ${server.process.pid}`);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});

/** Waits until the table has so many rows. */
async function expectRows(page: Page, count: number): Promise<void> {
  const rows = page.locator('tbody tr');
  await rows.nth(count - 1).waitFor();
  await rows.nth(count).waitFor({ state: 'detached' });
}
