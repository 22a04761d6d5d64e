import { describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { callbackUrl, newSession, signIn } from '../src/browser.ts';
import { codeFlow } from '../src/code-flow.ts';
import { button, consoleRig, dialog, heading, TASK, toast } from '../src/console-rig.ts';
import { countRows, storedSession } from '../src/database.ts';
import { DEMO, DEMO_PASSWORD, DESK, KIOSK, SHOP } from '../src/demo-realm.ts';
import { expectNothingBehind, expectTransientTokens } from '../src/expect-transient.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

const rig = consoleRig();
const FLOWS = `/realms/${DEMO}/authentication`;
type Client = typeof SHOP;

const flowOf = (client: Client) => codeFlow(rig.server, DEMO, { id: client.client_id, secret: client.client_secret });

/** Opens the menu of a flow, a step or the page and chooses from it. */
async function choose(page: Page, menu: string, item: string): Promise<void> {
  await button(page, menu).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** The article's steps: duplicate the flow, add the step, enable it, put it on top. */
async function duplicateWithTransientOnTop(page: Page, source: string, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Authentication', exact: true }).click();
  await choose(page, `Actions for ${source}`, 'Duplicate');
  await dialog(page).getByLabel('Name').fill(name);
  await dialog(page).getByRole('button', { name: 'Duplicate' }).click();
  await heading(page, name);
  await button(page, 'Add step').click();
  await dialog(page).getByRole('combobox', { name: 'Step' }).fill('transient');
  await page.getByRole('option', { name: 'Transient session' }).click();
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await toast(page, 'Transient session is added at the end.');
  await page.getByLabel('Requirement of Transient session').selectOption({ label: 'Required' });
  await choose(page, 'More for Transient session', 'Move to the top');
  await page
    .getByRole('list', { name: `Steps of ${name}`, exact: true })
    .getByRole('listitem')
    .first()
    .getByText('nothing is kept of the sign-in')
    .waitFor();
}

async function bindToClient(page: Page, client: Client, use: string): Promise<void> {
  await choose(page, 'Actions', 'Bind');
  await dialog(page).getByLabel('One client').check();
  await dialog(page).getByRole('combobox', { name: 'Client' }).fill(client.client_id);
  await page.getByRole('option', { name: client.client_id, exact: true }).click();
  await dialog(page).getByLabel(use, { exact: true }).check();
  await dialog(page).getByRole('button', { name: 'Bind' }).click();
  await page.getByRole('link', { name: `${use} of ${client.client_id}` }).waitFor();
}

async function bindToRealm(page: Page, flow: string, use: string): Promise<void> {
  await page.getByRole('link', { name: 'Authentication', exact: true }).click();
  await page.getByRole('link', { name: flow, exact: true }).click();
  await heading(page, flow);
  await choose(page, 'Actions', 'Bind');
  await dialog(page).getByLabel('The whole realm').check();
  await dialog(page).getByText('This flow keeps no session').waitFor();
  await dialog(page).getByLabel(use, { exact: true }).check();
  await dialog(page).getByRole('button', { name: 'Bind' }).click();
  await page.getByText(`${use} of the realm`).waitFor();
}

/** Asks what the flow would do, which writes nothing. */
async function simulate(page: Page, person: string, client: Client): Promise<void> {
  await page.getByRole('combobox', { name: 'Person' }).fill(person);
  await page.getByRole('option', { name: person, exact: true }).click();
  await page.getByRole('combobox', { name: 'Client' }).fill(client.client_id);
  await page.getByRole('option', { name: client.client_id, exact: true }).click();
  await button(page, 'Simulate').click();
  await page.getByText('The person is let in').waitFor();
  await page.getByText('Nothing is kept of it.').waitFor();
}

const ssoCookies = async (context: BrowserContext) =>
  (await context.cookies(`${rig.server.base}/realms/${DEMO}/`))
    .filter(({ name }) => /KEYCLOAK_(IDENTITY|SESSION)/.test(name))
    .map(({ name, value }) => `${name}=${value}`);

/** A browser that is signed in to the shop, and everything that must not change about that. */
async function signedInToShop() {
  const { context, page } = await newSession(rig.browser);
  const flow = flowOf(SHOP);
  await page.goto(flow.url);
  await signIn(page, 'ann', DEMO_PASSWORD);
  const { json } = await flow.redeem(await callbackUrl(page));
  const cookies = await ssoCookies(context);
  const sid = String(json.session_state);
  const stored = storedSession(rig.server.dataDir, sid);
  expect(stored).toContain(sid);
  const expectUnchanged = async () => {
    expect(await ssoCookies(context)).toEqual(cookies);
    expect(storedSession(rig.server.dataDir, sid)).toBe(stored);
    expect((await refresh(rig.server, DEMO, String(json.refresh_token), SHOP)).status).toBe(200);
    await context.close();
  };
  return { page, cookies, expectUnchanged };
}

/** Signs in to a client in a browser of its own: nothing is kept. */
async function expectTransientLogin(client: Client): Promise<void> {
  const { record_session: sessions } = countRows(rig.server.dataDir);
  const fresh = await newSession(rig.browser);
  const first = flowOf(client);
  await fresh.page.goto(first.url);
  await signIn(fresh.page, 'ann', DEMO_PASSWORD);
  const callback = await callbackUrl(fresh.page);
  expect(callback.searchParams.get('session_state')).toBeNull();
  const tokens = await first.redeem(callback);
  expectTransientTokens(tokens, 'ann');
  await expectNothingBehind(rig.server, DEMO, String(tokens.json.access_token), client);
  expect(await ssoCookies(fresh.context)).toEqual([]);
  expect(countRows(rig.server.dataDir).record_session).toBe(sessions);
  await fresh.context.close();
}

/** The same in a browser that is signed in to the shop, where the session says who it is and no form is shown. */
async function expectTransientBeside(shop: Awaited<ReturnType<typeof signedInToShop>>, client: Client): Promise<void> {
  expect(shop.cookies).toHaveLength(2);
  const second = flowOf(client);
  await shop.page.goto(second.url);
  const callback = await callbackUrl(shop.page);
  expect(callback.searchParams.get('session_state')).toBeNull();
  const tokens = await second.redeem(callback);
  expectTransientTokens(tokens, 'ann');
  await expectNothingBehind(rig.server, DEMO, String(tokens.json.access_token), client);
  await shop.expectUnchanged();
}

async function expectTransientGrant(client: Client): Promise<void> {
  const answer = await passwordGrant(rig.server, DEMO, 'ann', DEMO_PASSWORD, client);
  expectTransientTokens(answer, 'ann');
  await expectNothingBehind(rig.server, DEMO, String(answer.json.access_token), client);
}

/** The kiosk is transient by its own switch; here it shall be so by its flow alone. */
async function switchOff(): Promise<void> {
  const { id } = await rig.admin.findClient(DEMO, KIOSK.client_id);
  const attributes = { 'client.session.transient.enabled': 'false' };
  await rig.admin.must('PUT', `/${DEMO}/clients/${id}`, { clientId: KIOSK.client_id, attributes });
}

describe('the article’s steps, clicked in the console', () => {
  it(
    'make the direct grant of one client transient, then of the whole realm',
    async () => {
      await switchOff();
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}`);
      await duplicateWithTransientOnTop(page, 'direct grant', 'grant without a session');
      await bindToClient(page, KIOSK, 'Direct grant');
      await expectTransientGrant(KIOSK);
      const kept = await passwordGrant(rig.server, DEMO, 'ann', DEMO_PASSWORD, DESK);
      expect(kept.json).toHaveProperty('refresh_token');
      await bindToRealm(page, 'grant without a session', 'Direct grant');
      await expectTransientGrant(DESK);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'make the browser sign-in of one client transient, then of the whole realm, beside a session of another client',
    async () => {
      const { page, problems, leave } = await rig.at(`/realms/${DEMO}`);
      await switchOff();
      const [shop, shopAgain] = [await signedInToShop(), await signedInToShop()];
      await duplicateWithTransientOnTop(page, 'browser', 'browser without a session');
      await simulate(page, 'ann', KIOSK);
      await bindToClient(page, KIOSK, 'Browser sign-in');
      await expectTransientLogin(KIOSK);
      await expectTransientBeside(shop, KIOSK);
      await bindToRealm(page, 'browser without a session', 'Browser sign-in');
      await expectTransientLogin(DESK);
      await expectTransientBeside(shopAgain, DESK);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});

describe('the console’s flow editor', () => {
  const places = (page: Page, name: string) =>
    page
      .getByRole('list', { name: `Steps of ${name}`, exact: true })
      .locator(':scope > li > .step-row .step-name')
      .allTextContents();

  it(
    'builds a flow with a conditional sub-flow, moves its steps by key and by pointer, and gives a condition its settings',
    async () => {
      const { page, problems, leave } = await rig.at(FLOWS);
      await button(page, 'Create flow').click();
      await dialog(page).getByLabel('Name').fill('staff (only)');
      await dialog(page).getByRole('button', { name: 'Create flow' }).click();
      await dialog(page).getByText('Brackets are not allowed').waitFor();
      await dialog(page).getByLabel('Name').fill('staff only');
      await dialog(page).getByRole('button', { name: 'Create flow' }).click();
      await heading(page, 'staff only');
      await page.getByText('A flow without steps lets nobody in.').waitFor();

      const add = async (title: string, name: string) => {
        await dialog(page).getByRole('combobox', { name: title }).fill(name);
        await page.getByRole('option', { name, exact: true }).click();
        await dialog(page).getByRole('button', { name: 'Add' }).click();
        await toast(page, `${name} is added at the end.`);
      };
      for (const name of ['OTP Form', 'Username Password Form', 'Allow access']) {
        await button(page, 'Add step').click();
        await add('Step', name);
      }
      await button(page, 'Add sub-flow').click();
      await dialog(page).getByLabel('Name').fill('if staff');
      await dialog(page).getByRole('button', { name: 'Add' }).click();
      await choose(page, 'More for if staff', 'Add condition');
      await add('Condition', 'Condition - user role');
      await choose(page, 'More for Condition - user role', 'Settings');
      await dialog(page).getByLabel('User role').fill('staff');
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await toast(page, 'The settings of Condition - user role are saved.');
      await page.getByText('Only if the person has a certain role').waitFor();
      await choose(page, 'More for if staff', 'Add step');
      await add('Step', 'Deny access');
      await page.getByLabel('Requirement of if staff').selectOption({ label: 'Conditional' });
      await page.getByText('If its conditions hold, the steps of “if staff”').waitFor();

      expect(await places(page, 'staff only')).toEqual(['OTP Form', 'Username Password Form', 'Allow access', 'if staff']);
      await button(page, 'Move Allow access up').focus();
      await page.keyboard.press('Alt+ArrowUp');
      await toast(page, 'Allow access is now number 2 of 4.');
      await page.keyboard.press('Alt+ArrowUp');
      await toast(page, 'Allow access is now number 1 of 4.');
      expect(await places(page, 'staff only')).toEqual(['Allow access', 'OTP Form', 'Username Password Form', 'if staff']);
      await button(page, 'Drag OTP Form').dragTo(page.getByLabel('Requirement of if staff'));
      await toast(page, 'OTP Form is now number 4 of 4.');
      // A mix that an evaluation would drop in silence is refused, with the reason.
      await page.getByLabel('Requirement of OTP Form').selectOption({ label: 'Alternative' });
      await toast(page, /auth-otp-form is ALTERNATIVE beside .* it is never tried/);
      expect(await page.getByLabel('Requirement of OTP Form').inputValue()).toBe('REQUIRED');
      await choose(page, 'More for Allow access', 'Remove');
      await dialog(page).getByRole('button', { name: 'Remove' }).click();
      await toast(page, 'Allow access is removed.');
      const { json } = await rig.admin.must('GET', `/${DEMO}/authentication/flows/staff%20only/executions`);
      const stored = (json as { displayName: string; requirement: string; alias?: string }[]).map((step) => [
        step.displayName,
        step.requirement,
        ...(step.alias === undefined ? [] : [step.alias]),
      ]);
      expect(stored).toEqual([
        ['Username Password Form', 'REQUIRED'],
        ['if staff', 'CONDITIONAL'],
        ['Condition - user role', 'REQUIRED', 'Condition - user role'],
        ['Deny access', 'REQUIRED'],
        ['OTP Form', 'REQUIRED'],
      ]);

      await choose(page, 'Actions', 'Rename');
      await dialog(page).getByLabel('Name').fill('staff alone');
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await heading(page, 'staff alone');
      await choose(page, 'Actions', 'Delete');
      await dialog(page).getByRole('button', { name: 'Delete' }).click();
      await toast(page, 'Flow staff alone is deleted.');
      await heading(page, 'Authentication');
      expect(await page.getByRole('link', { name: 'staff alone' }).count()).toBe(0);
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );

  it(
    'leaves a built-in flow its steps, and switches a required action off and on',
    async () => {
      const { page, problems, leave } = await rig.at(FLOWS);
      await page.getByRole('link', { name: 'registration', exact: true }).click();
      await page.getByText('A built-in flow keeps its steps').waitFor();
      expect(await button(page, 'Add step').count()).toBe(0);
      expect(await button(page, /^Move/).count()).toBe(0);
      await page.getByRole('link', { name: 'Back to Authentication' }).click();
      await page.getByRole('tab', { name: 'Required actions' }).click();
      await page.getByRole('switch', { name: 'Terms and Conditions is switched on' }).click();
      await toast(page, 'Saved.');
      const { json } = await rig.admin.must('GET', `/${DEMO}/authentication/required-actions/TERMS_AND_CONDITIONS`);
      expect(json).toMatchObject({ enabled: true, defaultAction: false });
      expect(problems).toEqual([]);
      await leave();
    },
    TASK,
  );
});
