import { describe, expect, it } from '@jest/globals';
import { signIn } from '../src/browser.ts';
import { openConsole, roomOf } from '../src/console.ts';
import { button, consoleRig, dialog, heading, TASK } from '../src/console-rig.ts';
import { DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { ADMIN } from '../src/server.ts';

const rig = consoleRig();

describe('signing in to the console', () => {
  it(
    'keeps a deep link through sign-in and reload, keeps no token, and ends by signing out',
    async () => {
      const { page, context, problems } = await openConsole(rig.browser, rig.server);
      await page.goto(`${rig.server.base}/admin/console/realms/${DEMO}/users?search=ann`);
      await page.waitForSelector('#kc-form-login');
      await signIn(page, ADMIN.username, ADMIN.password);
      await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
      expect(page.url()).toBe(`${rig.server.base}/admin/master/console/realms/${DEMO}/users?search=ann`);
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
      const { page, context, problems, visit } = await openConsole(rig.browser, rig.server);
      await page.goto(`${rig.server.base}/admin/`);
      await signIn(page, ADMIN.username, ADMIN.password);
      await roomOf(page);
      const cookies = await context.cookies();
      const sid =
        cookies
          .find(({ name }) => name === 'KEYCLOAK_IDENTITY')
          ?.value.split('.')
          .slice(0, 2)
          .join('.') ?? '';
      expect((await rig.admin.call('DELETE', `/master/sessions/${encodeURIComponent(sid)}`)).status).toBe(204);
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
      await rig.admin.must('POST', '', {
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
      const { page, context, problems } = await openConsole(rig.browser, rig.server, { realm: 'small' });
      const renewals: string[] = [];
      page.on('request', (request) => {
        if (request.postData()?.includes('grant_type=refresh_token')) renewals.push(request.url());
      });
      await page.goto(`${rig.server.base}/admin/small/console/realms/small/users`);
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
