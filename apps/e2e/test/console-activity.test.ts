import { describe, expect, it } from '@jest/globals';
import { button, consoleRig, dialog, TASK, toast } from '../src/console-rig.ts';
import { DEMO, DEMO_PASSWORD, KIOSK, SHOP } from '../src/demo-realm.ts';
import { passwordGrant } from '../src/tokens.ts';

const rig = consoleRig();

describe('the console’s rooms for activity', () => {
  it(
    'begin to record, follow events live, and show only the failures of one person',
    async () => {
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/activity`);
      await button(page, 'Record events').click();
      await toast(page, 'Events are recorded from now on.');
      await page.getByRole('switch', { name: 'Live' }).click();
      await passwordGrant(rig.server, DEMO, 'ann', DEMO_PASSWORD, SHOP);
      await page.getByText('ann signed in to shop').waitFor();
      await passwordGrant(rig.server, DEMO, 'ann', 'wrong', SHOP);
      await passwordGrant(rig.server, DEMO, 'ben', 'wrong', SHOP);
      await page.getByText('ben could not sign in to shop (invalid_user_credentials)').waitFor();
      await page.locator('label', { hasText: 'Failures' }).click();
      await page.getByText('ann signed in to shop').waitFor({ state: 'detached' });
      await page.getByRole('combobox', { name: 'Person' }).fill('ann');
      await page.getByRole('option', { name: 'ann', exact: true }).click();
      await page.getByText('ben could not sign in').waitFor({ state: 'detached' });
      const failure = page.getByText('ann could not sign in to shop');
      await failure.click();
      await page.getByText('LOGIN_ERROR').waitFor();
      const ann = await rig.admin.findUser(DEMO, 'ann');
      expect(new URL(page.url()).search).toBe(`?live=true&kinds=failure&user=${ann.id}`);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'explain a failed and a successful sign-in step by step, and check the receipt of what was written',
    async () => {
      await rig.admin.must('PUT', `/${DEMO}/events/config`, { eventsEnabled: true });
      await passwordGrant(rig.server, DEMO, 'ben', 'wrong', SHOP);
      await passwordGrant(rig.server, DEMO, 'ben', DEMO_PASSWORD, SHOP);
      await passwordGrant(rig.server, DEMO, 'ben', DEMO_PASSWORD, KIOSK);
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/activity?tab=logins`);
      await page.getByText('1 transient sign-in').waitFor();
      const logins = page.getByRole('table', { name: 'Sign-ins' });
      await logins
        .getByRole('row')
        .filter({ hasText: 'ben' })
        .filter({ hasText: 'invalid_user_credentials' })
        .getByRole('link')
        .first()
        .click();
      const steps = page.getByRole('list', { name: 'What happened, step by step' });
      await steps.getByText('failed', { exact: true }).waitFor();
      await page.getByText('Nothing was written.').waitFor();
      await page.getByRole('link', { name: 'Back to Sign-ins' }).click();
      await logins.getByRole('row').filter({ hasText: 'shop' }).filter({ hasText: 'Signed in' }).first().getByRole('link').click();
      await steps.getByText('passed', { exact: true }).first().waitFor();
      await button(page, 'Check it now').click();
      await page.getByText('The receipt holds').waitFor();
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'take a change of a client back, and bring a deleted role back',
    async () => {
      const shop = await rig.admin.findClient(DEMO, SHOP.client_id);
      await rig.admin.must('PUT', `/${DEMO}/clients/${shop.id}`, { clientId: SHOP.client_id, description: 'Sold' });
      await rig.admin.must('POST', `/${DEMO}/roles`, { name: 'keeper' });
      await rig.admin.must('DELETE', `/${DEMO}/roles/keeper`);
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/activity?tab=changes`);
      const change = page.getByRole('listitem').filter({ hasText: 'changed client shop' }).first();
      await change.getByText('changed client shop').click();
      await change.getByRole('cell', { name: 'Sold' }).waitFor();
      await change.getByRole('button', { name: 'Undo' }).click();
      await dialog(page).getByRole('button', { name: 'Undo' }).click();
      await toast(page, 'The change is undone.');
      expect((await rig.admin.findClient(DEMO, SHOP.client_id)).description ?? '').not.toBe('Sold');

      await page.getByRole('link', { name: 'Deleted', exact: true }).click();
      await button(page, 'Restore: keeper').click();
      await toast(page, 'keeper is back.');
      await rig.admin.must('GET', `/${DEMO}/roles/keeper`);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'show a page as the calls that a script would make, without secrets',
    async () => {
      const shop = await rig.admin.findClient(DEMO, SHOP.client_id);
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/clients/${shop.id}`);
      await page.getByLabel('Name', { exact: true }).fill('Shop');
      await button(page, 'Save').click();
      await toast(page, 'Saved.');
      await button(page, 'As API').click();
      const put = dialog(page).getByText(`curl -X PUT ${rig.server.base}/admin/realms/${DEMO}/clients/${shop.id}`);
      expect(await put.textContent()).toContain('"name":"Shop"');
      expect(await dialog(page).textContent()).not.toContain(SHOP.client_secret);
      await dialog(page).getByText('kcadm.sh', { exact: true }).click();
      await dialog(page).getByText(`kcadm.sh get clients/${shop.id} -r ${DEMO}`).waitFor();
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});
