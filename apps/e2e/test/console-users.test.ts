import { describe, expect, it } from '@jest/globals';
import { button, consoleRig, dialog, heading, TASK, toast } from '../src/console-rig.ts';
import { DEMO, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { passwordGrant } from '../src/tokens.ts';

const DAY = 86_400;

const rig = consoleRig();
const tokensOf = async (realm: string, username: string, password: string, client = SHOP) =>
  (await passwordGrant(rig.server, realm, username, password, client)).json as Readonly<Record<string, string | undefined>>;

describe('the console’s rooms for realms and people', () => {
  it(
    'create a realm, switch to it, and delete it by its name',
    async () => {
      const { page, problems, leave } = await rig.at('/realms');
      await page.getByRole('link', { name: 'Create realm' }).click();
      await page.getByLabel('Name', { exact: false }).first().fill('demo');
      await button(page, 'Create realm').click();
      // Beside the field that it is about.
      await page.getByText('Realm demo already exists').waitFor();
      await page.getByLabel('Name', { exact: false }).first().fill('paper mill');
      await button(page, 'Create realm').click();
      await page.getByText('Leave out blanks').waitFor();
      await page.getByLabel('Name', { exact: false }).first().fill('paper-mill');
      await page.getByLabel('Display name').fill('Paper Mill');
      await button(page, 'Create realm').click();
      await heading(page, 'Paper Mill');
      const { attributes } = (await rig.admin.must('GET', '/paper-mill')).json as { attributes: Record<string, string> };
      expect(attributes.refreshTokenReuseGrace).toBe('10');

      await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
      await heading(page, 'Clients');
      await page.getByRole('combobox', { name: 'Realm' }).click();
      await page.getByRole('option', { name: DEMO, exact: true }).click();
      await page.getByRole('link', { name: SHOP.client_id, exact: true }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/admin/master/console/realms/${DEMO}/clients`);

      await page.goto(`${rig.server.base}/admin/master/console/realms/paper-mill`);
      await button(page, 'Delete realm').click();
      const confirm = dialog(page).getByRole('button', { name: 'Delete realm' });
      expect(await confirm.isDisabled()).toBe(true);
      await dialog(page).getByLabel('Type paper-mill to confirm').fill('paper-mill');
      await confirm.click();
      await toast(page, 'Realm paper-mill is deleted.');
      await heading(page, 'Realms');
      expect((await rig.admin.call('GET', '/paper-mill')).status).toBe(404);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'create a person, say what is wrong beside the field, set a password, give an attribute and disable',
    async () => {
      const { json: userProfile } = await rig.admin.must('GET', `/${DEMO}/users/profile`);
      await rig.admin.must('PUT', `/${DEMO}/users/profile`, { ...(userProfile as object), unmanagedAttributePolicy: 'ENABLED' });
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/users`);
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
      const cleo = await rig.admin.findUser(DEMO, 'cleo');
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
      const ben = await rig.admin.findUser(DEMO, 'ben');
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/users/${ben.id}?tab=link`);
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

      const { text } = await rig.sink.mailTo('ben@demo.test');
      const key = /action-token\?key=([^\s"<>]+)/.exec(text)?.[1] ?? '';
      const claims = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString()) as { exp: number; iat: number };
      expect(claims.exp - claims.iat).toBe(2 * DAY);
      const { text: opened } = await send(`${rig.server.local}/realms/${DEMO}/login-actions/action-token?key=${key}`);
      expect(opened).toContain('Update Password');
      expect(opened).toContain('Update Profile');
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'say what of a realm file will be different here before it is imported, and then import it',
    async () => {
      const { page, problems, leave } = await rig.at('/new-realm');
      await page.getByRole('tab', { name: 'From a Keycloak export' }).click();
      const choose = async (document: object) => {
        const waiting = page.waitForEvent('filechooser');
        await page.getByLabel('Realm file').click();
        const buffer = Buffer.from(JSON.stringify(document));
        await (await waiting).setFiles({ name: 'realm.json', mimeType: 'application/json', buffer });
      };
      await choose({ realm: DEMO });
      await page.getByText('A realm demo exists already.').waitFor();
      expect(await button(page, 'Import realm').isDisabled()).toBe(true);
      await choose({
        realm: 'mill',
        enabled: true,
        users: [{ username: 'kim' }],
        identityProviders: [{ alias: 'hub', providerId: 'github' }],
      });
      await page.getByText('What importing mill would do').waitFor();
      await page.getByText('1 user').waitFor();
      await button(page, 'Import realm').click();
      await toast(page, 'Realm mill is created.');
      await rig.admin.findUser('mill', 'kim');
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});
