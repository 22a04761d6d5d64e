import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { button, consoleRig, dialog, heading, TASK, toast } from '../src/console-rig.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { passwordGrant } from '../src/tokens.ts';

const rig = consoleRig();

const claimsOf = async (username: string) => {
  const { json } = await passwordGrant(rig.server, DEMO, username, DEMO_PASSWORD, SHOP);
  return decodeJwt(String(json.access_token)) as Readonly<Record<string, unknown>> & { readonly realm_access?: { roles: string[] } };
};

/** Adds roles of the realm in the dialog that is open. */
async function chooseRole(page: Page, role: string): Promise<void> {
  await button(page, 'Add roles').click();
  await dialog(page).getByRole('combobox', { name: 'Roles' }).fill(role);
  await page.getByRole('option', { name: role, exact: true }).click();
  // Several may be chosen, so the list stays until one walks on.
  await page.keyboard.press('Tab');
  await dialog(page).getByRole('button', { name: 'Add roles' }).click();
  await toast(page, '1 role is added.');
}

describe('the console’s rooms for roles, groups and client scopes', () => {
  it(
    'make roles that include others, give one to a group, and put a person into it: the next token has them',
    async () => {
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/roles`);
      for (const [name, description] of [
        ['reader', 'May read'],
        ['editor', 'May read and write'],
      ] as const) {
        await page.getByRole('link', { name: 'Roles', exact: true }).click();
        await button(page, 'Create role').click();
        await dialog(page).getByLabel('Name').fill(name);
        await dialog(page).getByLabel('Description').fill(description);
        await dialog(page).getByRole('button', { name: 'Create role' }).click();
        await heading(page, name);
      }
      await page.getByRole('tab', { name: 'Includes' }).click();
      await chooseRole(page, 'reader');
      await page.getByRole('cell', { name: 'May read', exact: true }).waitFor();

      await page.getByRole('link', { name: 'Groups', exact: true }).click();
      await button(page, 'Create group').click();
      await dialog(page).getByLabel('Name').fill('press');
      await dialog(page).getByRole('button', { name: 'Create group' }).click();
      await heading(page, 'press');
      await page.getByRole('tab', { name: 'Groups below' }).click();
      await button(page, 'Create group').click();
      await dialog(page).getByLabel('Name').fill('desk');
      await dialog(page).getByRole('button', { name: 'Create group' }).click();
      await heading(page, 'desk');
      await page.getByText('/press/desk').waitFor();
      await page.getByRole('tab', { name: 'Roles' }).click();
      await chooseRole(page, 'editor');
      await page.getByRole('tab', { name: 'Members' }).click();
      await page.getByRole('combobox', { name: 'Add a person' }).fill('ann');
      await page.getByRole('option', { name: 'ann', exact: true }).click();
      await button(page, 'Add').click();
      await toast(page, 'Group desk has a new member.');
      expect((await claimsOf('ann')).realm_access?.roles).toEqual(expect.arrayContaining(['reader', 'editor']));

      await page.getByRole('link', { name: 'ann', exact: true }).click();
      await page.getByRole('cell', { name: '/press/desk', exact: true }).waitFor();
      await button(page, 'Leave: /press/desk').click();
      await page.getByText('Member of no group').waitFor();
      await page.getByRole('tab', { name: 'Roles' }).click();
      await chooseRole(page, 'reader');
      expect((await claimsOf('ann')).realm_access?.roles).not.toContain('editor');
      await page.getByRole('link', { name: 'reader', exact: true }).click();
      await page.getByRole('tab', { name: 'Who has it' }).click();
      await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
      await button(page, 'Delete role').click();
      await dialog(page).getByRole('button', { name: 'Delete role' }).click();
      await toast(page, 'Role reader is deleted.');
      expect((await claimsOf('ann')).realm_access?.roles).not.toContain('reader');
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'make a client scope with a mapper and give it to a client: its tokens have the claim',
    async () => {
      const shop = await rig.admin.findClient(DEMO, SHOP.client_id);
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/client-scopes`);
      await button(page, 'Create client scope').click();
      await dialog(page).getByLabel('Name').fill('membership');
      await dialog(page).getByRole('button', { name: 'Create client scope' }).click();
      await heading(page, 'membership');
      await button(page, 'Add mapper').click();
      await dialog(page).getByRole('combobox', { name: 'Kind' }).fill('hardcoded');
      await page.getByRole('option', { name: /hardcoded[ -]claim/i }).click();
      await dialog(page)
        .getByLabel(/^Name( \*)?$/)
        .fill('tier');
      await dialog(page).getByLabel('Token claim name').fill('tier');
      await dialog(page).getByLabel('Claim value').fill('gold');
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await toast(page, 'Mapper tier is saved.');
      expect(await claimsOf('ben')).not.toHaveProperty('tier');

      await page.goto(`${rig.server.base}/admin/master/console/realms/${DEMO}/clients/${shop.id}?tab=scopes`);
      await page.getByLabel('How membership is assigned').selectOption({ label: 'Always' });
      await toast(page, 'membership: Always');
      const { tier, scope } = await claimsOf('ben');
      expect([tier, String(scope).split(' ')]).toEqual(['gold', expect.arrayContaining(['membership'])]);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});
