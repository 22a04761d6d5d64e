import { describe, expect, it } from '@jest/globals';
import { button, consoleRig, dialog, expectRows, TASK, toast } from '../src/console-rig.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { passwordGrant } from '../src/tokens.ts';

const rig = consoleRig();
const tokensOf = async (realm: string, username: string, password: string, client = SHOP) =>
  (await passwordGrant(rig.server, realm, username, password, client)).json as Readonly<Record<string, string | undefined>>;

describe('the console’s rooms for clients and sessions', () => {
  it(
    'create a client, change its addresses and regenerate its secret',
    async () => {
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/clients/new`);
      await page.getByLabel('Client id').fill('ledger');
      await button(page, 'Create client').click();
      await page.getByText('Enter at least one address.').waitFor();
      await page.getByLabel('Redirect URIs 1').fill('https://ledger.test/callback');
      await button(page, 'Create client').click();
      await toast(page, 'Client ledger is created.');
      await button(page, 'Show the secret').click();
      const before = await page.getByTestId('secret').textContent();
      const { id } = await rig.admin.findClient(DEMO, 'ledger');
      const secret = async () => ((await rig.admin.must('GET', `/${DEMO}/clients/${id}/client-secret`)).json as { value: string }).value;
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
      const ledger = await rig.admin.findClient(DEMO, 'ledger');
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
      await rig.admin.must('POST', `/${DEMO}/clients`, {
        clientId: 'booth',
        secret: 'booth-secret',
        directAccessGrantsEnabled: true,
        enabled: true,
      });
      const booth = { client_id: 'booth', client_secret: 'booth-secret' };
      const { id } = await rig.admin.findClient(DEMO, 'booth');
      expect((await tokensOf(DEMO, 'ann', DEMO_PASSWORD, booth)).refresh_token).toBeDefined();
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/clients/${id}?tab=sessions`);
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
      await rig.admin.must('POST', '', {
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
        send(`${rig.server.local}/realms/busy/protocol/openid-connect/token`, {
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

      const { page, problems, leave } = await rig.at('/realms/busy/sessions');
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

      await page.goto(`${rig.server.base}/admin/master/console/realms/busy/sessions?search=lou`);
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
      const { page, problems, leave } = await rig.at('/server');
      await page.getByRole('heading', { name: 'Session store: sql' }).waitFor();
      await page.getByText('Takes new sessions').waitFor();
      const promises = page.getByRole('table', { name: 'What becomes of what the store acknowledged' });
      expect(await promises.getByRole('row', { name: /A killed process/ }).textContent()).toBe('A killed processKept');
      const nodes = page.getByRole('table', { name: 'Nodes' });
      expect(await nodes.getByRole('row').nth(1).textContent()).toContain(`· ${rig.server.process.pid}`);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});
