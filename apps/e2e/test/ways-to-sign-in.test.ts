import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, passwordOf, person, SHOP } from '../src/demo-realm.ts';
import { copyFlow, setRequiredActions, setRequirements } from '../src/flows.ts';
import { FormLogin } from '../src/form-login.ts';
import { MailSink } from '../src/mail-sink.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const otp = {
  type: 'otp',
  userLabel: 'phone',
  secretData: JSON.stringify({ value: SECRET }),
  credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
};

let server: RunningServer;
let browser: Browser;
let admin: AdminClient;
let sink: MailSink;

beforeAll(async () => {
  sink = await MailSink.listen();
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin, {
    otpPolicyCodeReusable: true,
    users: [person('eve', { credentials: [passwordOf(), otp] }), ...['fay', 'gus', 'hal'].map((username) => person(username))],
  });
  await setRequirements(admin, DEMO, 'browser', { 'auth-recovery-authn-code-form': 'ALTERNATIVE' });
  browser = await launchBrowser();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.close();
  removeDataDir(server.dataDir);
});

const begin = (more: Readonly<Record<string, string>> = {}) => FormLogin.begin(server, more);
const withPassword = async (username: string, more: Readonly<Record<string, string>> = {}) =>
  (await begin(more)).post({ username, password: DEMO_PASSWORD, credentialId: '' });

describe('recovery codes', () => {
  let codes: readonly string[];

  it('are shown once in the browser, to be downloaded, copied and confirmed [CONFIGURE_RECOVERY_AUTHN_CODES: success]', async () => {
    await setRequiredActions(admin, DEMO, 'ann', ['CONFIGURE_RECOVERY_AUTHN_CODES']);
    const { context, page, policyViolations } = await newSession(browser);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const login = await begin();
    await page.goto(login.flow.url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    codes = (await page.locator('#kc-recovery-codes-list code').allTextContents()).map((code) => code.replaceAll('-', ''));
    expect(codes).toHaveLength(12);
    const saved = page.waitForEvent('download');
    await page.click('#downloadRecoveryCodes');
    expect((await saved).suggestedFilename()).toBe('recovery-codes.txt');
    await page.click('#copyRecoveryCodes');
    await page.locator('#copyRecoveryCodes', { hasText: 'Copied' }).waitFor();
    expect(await page.isVisible('#printRecoveryCodes')).toBe(true);
    await page.click('#saveRecoveryAuthnCodesBtn');
    expect(await page.textContent('.alert-error')).toContain('Please confirm that you have saved the codes.');
    await page.check('#kcRecoveryCodesConfirmationCheck');
    await page.click('#saveRecoveryAuthnCodesBtn');
    await callbackUrl(page);
    await context.close();
    expect(policyViolations).toEqual([]);
  }, 60_000);

  it('B166 let one of many logins in, each once [auth-recovery-authn-code-form: success, refusal]', async () => {
    const logins = await Promise.all(Array.from({ length: 8 }, () => withPassword('ann')));
    expect(logins.every((login) => login.text().includes('Recovery code #1'))).toBe(true);
    await Promise.all(logins.map((login) => login.post({ recoveryCodeInput: codes[0]! })));
    expect(logins.filter((login) => login.callback !== null)).toHaveLength(1);
    expect(logins.map(({ status }) => status).filter((status) => status >= 400)).toEqual([]);
  }, 60_000);

  it('refuse what is none [auth-recovery-authn-code-form: refusal, bad input]', async () => {
    const login = await withPassword('ann');
    for (const wrong of [codes[0]!, codes[7]!, '', '<script>', '\u0000', 'A'.repeat(20_000)]) {
      await login.post({ recoveryCodeInput: wrong });
      expect([login.status, login.callback]).toEqual([200, null]);
    }
    expect((await login.post({ recoveryCodeInput: codes[1]! })).callback).not.toBeNull();
  }, 60_000);
});

describe('a code by mail', () => {
  it('arrives once and lets in the login that asked for it [auth-email-code-form: success, refusal, bad input]', async () => {
    await copyFlow(admin, DEMO, 'browser', 'with mail', { add: 'auth-email-code-form', below: 'with mail forms' });
    await setRequirements(admin, DEMO, 'with mail', {
      'auth-email-code-form': 'REQUIRED',
      'with mail Browser - Conditional 2FA': 'DISABLED',
    });
    await admin.must('PUT', `/${DEMO}`, { browserFlow: 'with mail' });
    const login = await withPassword('ben');
    expect(login.text()).toContain('b***@demo.test');
    const mail = await sink.mailTo('ben@demo.test');
    const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
    const other = await withPassword('ben');
    expect((await other.post({ emailCode: code })).callback).toBeNull();
    for (const wrong of ['', '12', 'nonsense', '0'.repeat(5000)]) expect((await login.post({ emailCode: wrong })).status).toBe(200);
    expect((await login.post({ emailCode: code })).callback).not.toBeNull();
    await admin.must('PUT', `/${DEMO}`, { browserFlow: 'browser' });
  }, 60_000);
});

describe('an action that an application asks for', () => {
  it('is done, cancelled or unknown, and the application is told', async () => {
    const cancelled = await withPassword('fay', { kc_action: 'UPDATE_PASSWORD' });
    await cancelled.post({ 'cancel-aia': 'true' });
    expect(Object.fromEntries(cancelled.callback!.searchParams)).toMatchObject({
      kc_action: 'UPDATE_PASSWORD',
      kc_action_status: 'cancelled',
      code: expect.any(String),
    });
    const unknown = await withPassword('fay', { kc_action: 'nonsense' });
    expect(unknown.callback?.searchParams.get('kc_action_status')).toBe('error');
    const done = await withPassword('fay', { kc_action: 'UPDATE_PASSWORD' });
    await done.post({ 'password-new': 'x', 'password-confirm': 'y' });
    expect(done.text()).toContain("Passwords don't match.");
    await done.post({ 'password-new': DEMO_PASSWORD, 'password-confirm': DEMO_PASSWORD });
    expect(done.callback?.searchParams.get('kc_action_status')).toBe('success');
  }, 60_000);

  it('asks for agreement to the terms, and without it there is no login', async () => {
    const path = `/${DEMO}/authentication/required-actions/TERMS_AND_CONDITIONS`;
    await admin.must('PUT', path, { ...((await admin.must('GET', path)).json as object), enabled: true });
    await setRequiredActions(admin, DEMO, 'gus', ['TERMS_AND_CONDITIONS']);
    const declined = await (await withPassword('gus')).post({ cancel: 'on' });
    expect(declined.callback?.searchParams.get('error')).toBe('access_denied');
    const undecided = await (await withPassword('gus')).post({});
    expect(undecided.text()).toContain('Terms and Conditions');
    expect((await undecided.post({ accept: 'on' })).callback?.searchParams.get('code')).toBeTruthy();
    expect((await admin.findUser(DEMO, 'gus')).attributes).toMatchObject({ terms_and_conditions: [expect.stringMatching(/^\d{10}$/)] });
    expect((await withPassword('gus')).callback).not.toBeNull();
  }, 60_000);

  it('deletes a credential after a second factor, and an account with the role for it', async () => {
    const eve = await admin.findUser(DEMO, 'eve');
    const device = ((await admin.must('GET', `/${DEMO}/users/${eve.id}/credentials`)).json as { id: string; type: string }[]).find(
      ({ type }) => type === 'otp',
    )!;
    const login = await withPassword('eve', { kc_action: `delete_credential:${device.id}` });
    expect(login.text()).toContain('One-time code');
    await login.post({ otp: totp(SECRET) });
    expect(login.text()).toContain('Do you want to delete phone?');
    await login.post({ accept: 'on' });
    expect(login.callback?.searchParams.get('kc_action_status')).toBe('success');
    expect((await withPassword('eve')).callback).not.toBeNull();

    const path = `/${DEMO}/authentication/required-actions/delete_account`;
    await admin.must('PUT', path, { ...((await admin.must('GET', path)).json as object), enabled: true });
    const hal = await admin.findUser(DEMO, 'hal');
    expect((await withPassword('hal', { kc_action: 'delete_account' })).callback?.searchParams.get('kc_action_status')).toBe('error');
    const account = await admin.findClient(DEMO, 'account');
    const role = (await admin.must('GET', `/${DEMO}/clients/${account.id}/roles/delete-account`)).json;
    await admin.must('POST', `/${DEMO}/users/${hal.id}/role-mappings/clients/${account.id}`, [role]);
    const leaving = await withPassword('hal', { kc_action: 'delete_account' });
    expect(leaving.text()).toContain('This action is irreversible');
    await leaving.post({ accept: 'on' });
    expect(leaving.text()).toContain('User deleted successfully');
    expect((await admin.call('GET', `/${DEMO}/users/${hal.id}`)).status).toBe(404);
    expect((await leaving.open(leaving.flow.url)).text()).toContain('Sign in to your account');
  }, 60_000);
});

describe('a limit of sessions', () => {
  it('B142 is kept by many logins at once, and by the browser', async () => {
    await admin.must('POST', `/${DEMO}/authentication/flows/direct%20grant/copy`, { newName: 'limited' });
    const path = `/${DEMO}/authentication/flows/limited/executions`;
    const added = await admin.must('POST', `${path}/execution`, { provider: 'user-session-limits' });
    const config = { userRealmLimit: '2', userClientLimit: '0', behavior: 'Deny new session' };
    const id = added.headers.get('location')!.split('/').at(-1)!;
    await admin.must('POST', `/${DEMO}/authentication/executions/${id}/config`, { alias: 'two', config });
    await setRequirements(admin, DEMO, 'limited', { 'user-session-limits': 'REQUIRED' });
    await admin.must('PUT', `/${DEMO}`, { directGrantFlow: 'limited' });
    const fay = await admin.findUser(DEMO, 'fay');
    await admin.must('POST', `/${DEMO}/users/${fay.id}/logout`);
    const grants = await Promise.all(Array.from({ length: 8 }, () => passwordGrant(server, DEMO, 'fay', DEMO_PASSWORD, SHOP)));
    expect(grants.map(({ status }) => status).sort()).toEqual([200, 200, 400, 400, 400, 400, 400, 400]);
    expect(grants.find(({ status }) => status === 400)?.json).toMatchObject({ error: 'invalid_grant' });
    await admin.must('PUT', `/${DEMO}`, { directGrantFlow: 'direct grant' });
  }, 60_000);
});

describe('levels of authentication', () => {
  it('are stepped up when an application asks for more, and told as they are', async () => {
    const alias = 'by level';
    const base = `/${DEMO}/authentication/flows`;
    await admin.must('POST', base, { alias, providerId: 'basic-flow', topLevel: true, builtIn: false });
    const add = async (flow: string, what: string, body: object) =>
      admin.must('POST', `${base}/${encodeURIComponent(flow)}/executions/${what}`, body);
    await add(alias, 'execution', { provider: 'auth-cookie' });
    await add(alias, 'flow', { alias: 'steps', type: 'basic-flow' });
    for (const level of ['1', '2']) {
      await add('steps', 'flow', { alias: `level ${level}`, type: 'basic-flow' });
      const added = await add(`level ${level}`, 'execution', { provider: 'conditional-level-of-authentication' });
      const id = added.headers.get('location')!.split('/').at(-1)!;
      const config = { alias: `level ${level} only`, config: { 'loa-condition-level': level, 'loa-max-age': '3600' } };
      await admin.must('POST', `/${DEMO}/authentication/executions/${id}/config`, config);
      await add(`level ${level}`, 'execution', {
        provider: level === '1' ? 'auth-username-password-form' : 'auth-recovery-authn-code-form',
      });
    }
    const wanted = { 'auth-cookie': 'ALTERNATIVE', steps: 'ALTERNATIVE', 'level 1': 'CONDITIONAL', 'level 2': 'CONDITIONAL' };
    await setRequirements(admin, DEMO, alias, {
      ...wanted,
      'conditional-level-of-authentication': 'REQUIRED',
      'auth-username-password-form': 'REQUIRED',
      'auth-recovery-authn-code-form': 'REQUIRED',
    });
    const realm = (await admin.must('GET', `/${DEMO}`)).json as { attributes: object };
    const attributes = { ...realm.attributes, 'acr.loa.map': '{"copper":1,"gold":2}' };
    await admin.must('PUT', `/${DEMO}`, { browserFlow: alias, attributes });

    const first = await withPassword('ann');
    const tokens = await first.flow.redeem(first.callback!);
    expect(decodeJwt(String(tokens.json.id_token)).acr).toBe('copper');
    // The same browser asks for more: only what is missing.
    const second = await FormLogin.begin(server, { acr_values: 'gold' }, first.jar);
    expect(second.text()).toContain('Recovery code #3');
    await second.post({ recoveryCodeInput: 'WRONGWRONG12' });
    expect(second.callback).toBeNull();
    const passive = await FormLogin.begin(server, { acr_values: 'gold', prompt: 'none' }, first.jar);
    expect(passive.callback?.searchParams.get('error')).toBe('login_required');
    const modest = await FormLogin.begin(server, { acr_values: 'copper' }, first.jar);
    expect(modest.callback?.searchParams.get('code')).toBeTruthy();
    await admin.must('PUT', `/${DEMO}`, { browserFlow: 'browser' });
  }, 60_000);
});
