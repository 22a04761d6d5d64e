import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from '../src/browser.ts';
import { openConsole } from '../src/console.ts';
import { button, consoleRig, dialog, TASK, toast } from '../src/console-rig.ts';
import { DEMO, DEMO_PASSWORD, person } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { keyOf, linkIn, nextMail } from '../src/mailed-links.ts';

const rig = consoleRig();
const links = (page: Page) => page.getByRole('table', { name: 'Links and mail' });
const queue = (page: Page) => page.getByRole('table', { name: 'Mail queue' });
const inRoom = (room: string) => `${rig.server.base}/admin/master/console/realms/${DEMO}/links${room}`;
/** Whether a link still opens. */
const status = async (link: string) => (await send(link.replace(rig.server.base, rig.server.local))).status;

describe('the console’s rooms for links and mail', () => {
  it(
    'preview a link, send it, send it again, and revoke it: it is dead then, and nothing is offered for it',
    async () => {
      const ben = await rig.admin.findUser(DEMO, 'ben');
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/users/${ben.id}?tab=link`);
      await button(page, 'Preview').click();
      await dialog(page).getByRole('paragraph').filter({ hasText: 'Update Your Account' }).waitFor();
      await dialog(page).getByRole('button', { name: 'Close' }).click();
      await button(page, 'Send link').click();
      const link = linkIn(await nextMail(rig.sink, 'ben@demo.test'));
      await page.reload();
      await links(page).getByText('Sent', { exact: true }).waitFor();

      await page.goto(inRoom('?state=open'));
      const menu = links(page).getByRole('row').nth(1).getByRole('button', { name: 'Actions for the link of ben' });
      await menu.click();
      await page.getByRole('menuitem', { name: 'Send again' }).click();
      await toast(page, 'Another mail to ben@demo.test is on its way.');
      // The same link while it is good.
      expect(keyOf(linkIn(await nextMail(rig.sink, 'ben@demo.test')))).toBe(keyOf(link));
      expect(await status(link)).toBe(200);

      await menu.click();
      await page.getByRole('menuitem', { name: 'Revoke' }).click();
      await dialog(page).getByRole('button', { name: 'Revoke' }).click();
      await toast(page, 'The link is revoked.');
      expect(await status(link)).toBe(400);
      await page.goto(inRoom('?state=revoked'));
      await links(page).getByText('Revoked', { exact: true }).waitFor();
      expect(await menu.count()).toBe(0);
      await page.getByRole('tab', { name: 'Templates' }).click();
      await page.getByLabel('Language', { exact: true }).selectOption({ label: 'Deutsch' });
      await page.locator('.mail-body').waitFor();
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'show what the mail server said of a mail that waits, and try it again at once',
    async () => {
      const ann = await rig.admin.findUser(DEMO, 'ann');
      const { port } = rig.sink;
      await rig.sink.close();
      await rig.admin.must('PUT', `/${DEMO}/users/${ann.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}/links?tab=mail&state=retrying`);
      await queue(page)
        .getByText(/ECONNREFUSED/)
        .waitFor();
      const back = await MailSink.listen(port);
      await queue(page).getByRole('row').filter({ hasText: 'ann@demo.test' }).getByRole('button', { name: 'Try now' }).click();
      await toast(page, 'The mail is tried again at once.');
      expect(await status(linkIn(await back.mailTo('ann@demo.test')))).toBe(200);
      await queue(page).getByText('ann@demo.test').waitFor({ state: 'detached' });
      expect(problems).toEqual([]);
      await leave();
      await back.close();
    },
    TASK,
  );

  it(
    'hand a link over to be passed on, to those alone who have the role for it',
    async () => {
      await rig.admin.must('POST', `/${DEMO}/users`, person('helper'));
      const { id: helper } = await rig.admin.findUser(DEMO, 'helper');
      const ben = await rig.admin.findUser(DEMO, 'ben');
      const management = await rig.admin.findClient(DEMO, 'realm-management');
      const roles = `/${DEMO}/clients/${management.id}/roles`;
      await rig.admin.must('POST', roles, { name: 'hand-over-links' });
      const give = async (name: string) => {
        const role = (await rig.admin.must('GET', `${roles}/${name}`)).json;
        await rig.admin.must('POST', `/${DEMO}/users/${helper}/role-mappings/clients/${management.id}`, [role]);
      };
      for (const name of ['manage-users', 'view-realm', 'view-clients']) await give(name);
      /** Ben's room, as somebody who signs in to the console of the realm. */
      const signedIn = async () => {
        const tab = await openConsole(rig.browser, rig.server, { realm: DEMO, permissions: ['clipboard-read', 'clipboard-write'] });
        await tab.page.goto(`${rig.server.base}/admin/${DEMO}/console/realms/${DEMO}/users/${ben.id}?tab=link`);
        await signIn(tab.page, 'helper', DEMO_PASSWORD);
        await button(tab.page, 'Send link').waitFor();
        return tab;
      };

      const without = await signedIn();
      expect(await button(without.page, 'Copy instead of sending').count()).toBe(0);
      await without.context.close();
      await give('hand-over-links');
      const { page, problems, context } = await signedIn();
      await button(page, 'Copy instead of sending').click();
      await dialog(page).getByRole('button', { name: /^Copy/ }).click();
      const link = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(link).toBe(await dialog(page).locator('code').textContent());
      expect(link).toContain(`${rig.server.base}/realms/${DEMO}/login-actions/action-token?key=`);
      expect(await status(link)).toBe(200);
      await dialog(page).getByRole('button', { name: 'Close', exact: true }).click();
      await links(page).getByText('Handed over', { exact: true }).waitFor();
      expect(problems).toEqual([]);
      await context.close();
    },
    TASK,
  );
});
