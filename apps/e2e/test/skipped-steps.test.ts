import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { setRequiredActions } from '../src/flows.ts';
import { FormLogin } from '../src/form-login.ts';
import { CookieJar } from '../src/http-client.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const RIGHT = { username: 'eve', password: DEMO_PASSWORD, credentialId: '' };

let server: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  server = await startServer();
  admin = new AdminClient(server);
  await createDemoRealm(admin, {
    otpPolicyCodeReusable: true,
    resetPasswordAllowed: true,
    users: [
      {
        username: 'eve',
        enabled: true,
        email: 'eve@demo.test',
        emailVerified: true,
        firstName: 'Eve',
        lastName: 'Demo',
        credentials: [
          { type: 'password', value: DEMO_PASSWORD, temporary: false },
          {
            type: 'otp',
            userLabel: 'phone',
            secretData: JSON.stringify({ value: SECRET }),
            credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
          },
        ],
      },
    ],
  });
  await setRequiredActions(admin, DEMO, 'ann', ['UPDATE_PASSWORD', 'CONFIGURE_TOTP']);
}, 60_000);

afterAll(async () => {
  await server?.stop();
  removeDataDir(server.dataDir);
});

const begin = () => FormLogin.begin(server);
/** At the page of the second factor, with the password behind. */
const atSecondFactor = async () => (await begin()).post(RIGHT);
const parametersOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

/** Nothing that was tried led to the application, and nothing broke. */
function expectRefused(login: FormLogin): void {
  expect([login.callback?.searchParams.get('code') ?? null, login.status < 500]).toEqual([null, true]);
}

describe('B169 a step of a login is skipped by nobody', () => {
  it('by the address of a page that comes later or before', async () => {
    const login = await atSecondFactor();
    const here = new URL(login.action);
    for (const page of ['authenticate', 'required-action', 'consent', 'registration', 'reset-credentials', 'restart']) {
      const there = new URL(here);
      there.pathname = there.pathname.replace(/[^/]+$/, page);
      const attempt = await atSecondFactor();
      const { tab_id: tab, session_code: code } = parametersOf(attempt.action);
      for (const execution of ['', 'UPDATE_PASSWORD', 'OAUTH_GRANT', 'CONFIGURE_TOTP']) {
        there.searchParams.set('tab_id', tab!);
        there.searchParams.set('session_code', code!);
        there.searchParams.set('execution', execution);
        expectRefused(await attempt.open(there.href));
        expectRefused(await attempt.post({ accept: 'on', code: code!, 'password-new': 'x', 'password-confirm': 'x' }, there.href));
      }
    }
  }, 60_000);

  it('by the execution of another step, or of none', async () => {
    const first = await begin();
    const form = parametersOf(first.action).execution!;
    for (const execution of [form, '', 'auth-cookie', 'UPDATE_PASSWORD', '00000000-0000-0000-0000-000000000000']) {
      const attempt = await atSecondFactor();
      for (const posted of [RIGHT, { otp: '' }, { otp: '000000' }, { login: 'on' }] as Record<string, string>[])
        expectRefused(await attempt.post(posted, attempt.altered({ execution })));
    }
  }, 60_000);

  it('by choosing a way that is none', async () => {
    const { execution } = parametersOf((await begin()).action);
    const attempt = await atSecondFactor();
    for (const chosen of [execution!, 'auth-cookie', 'nonsense', parametersOf(attempt.action).execution!])
      expectRefused(await attempt.post({ authenticationExecution: chosen }));
    expectRefused(await (await atSecondFactor()).post({ tryAnotherWay: 'on' }));
  }, 60_000);

  it('D015 by a note of another flow: a forgotten password is no way round', async () => {
    const login = await atSecondFactor();
    const reset = new URL(login.action);
    reset.pathname = reset.pathname.replace(/[^/]+$/, 'reset-credentials');
    await login.open(reset.href);
    expectRefused(await login.post({ username: 'eve' }));
    expectRefused(await login.post({ username: 'eve', tryAnotherWay: 'on' }));
    const back = new URL(login.action);
    back.pathname = back.pathname.replace(/[^/]+$/, 'authenticate');
    expectRefused(await login.open(back.href));
  }, 60_000);

  it('by a code that is not of this page', async () => {
    const other = await begin();
    const attempt = await atSecondFactor();
    for (const code of ['', 'nonsense', parametersOf(other.action).session_code!])
      expectRefused(await attempt.post({ otp: totp(SECRET) }, attempt.altered({ session_code: code })));
  }, 60_000);

  it('by the tab of somebody else, or by one that does not exist', async () => {
    const honest = await atSecondFactor();
    const thief = await begin();
    const tab = parametersOf(honest.action).tab_id!;
    expectRefused(await thief.open(thief.altered({ tab_id: tab })));
    expectRefused(await thief.post({ otp: totp(SECRET) }, honest.action));
    expectRefused(await (await begin()).post({ otp: totp(SECRET) }, (await begin()).altered({ tab_id: 'nonsense' })));
    // With the root cookie alone: what was proven belongs to the browser that proved it.
    const stolen = new CookieJar();
    stolen.set('AUTH_SESSION_ID', honest.jar.get('AUTH_SESSION_ID')!);
    const fixated = await FormLogin.begin(server, {}, stolen);
    expectRefused(await fixated.post({ otp: totp(SECRET) }, honest.action));
  }, 60_000);

  it('by what was posted before: the password once more, or the page of the code twice', async () => {
    const login = await begin();
    const password = login.action;
    await login.post(RIGHT);
    const code = login.action;
    expectRefused(await login.post(RIGHT, password));
    expectRefused(await login.post({ otp: '000000' }, code));
    expectRefused(await login.post({ otp: totp(SECRET) }, code));
    expect((await login.post({ otp: totp(SECRET) })).callback?.searchParams.get('code')).toBeTruthy();
  }, 60_000);

  it('by two tabs of one browser: each proves everything for itself', async () => {
    const jar = new CookieJar();
    const left = await FormLogin.begin(server, {}, jar);
    const right = await FormLogin.begin(server, {}, jar);
    await left.post(RIGHT);
    expectRefused(await right.post({ otp: totp(SECRET) }));
    expectRefused(await right.post({ otp: totp(SECRET) }, right.altered({ execution: parametersOf(left.action).execution! })));
    expectRefused(await right.post({ otp: totp(SECRET) }, left.altered({ tab_id: parametersOf(right.action).tab_id! })));
    expect((await left.post({ otp: totp(SECRET) })).callback?.searchParams.get('code')).toBeTruthy();
  }, 60_000);

  it('D018 by the order of required actions, or by leaving one undone', async () => {
    const pending = async () => (await begin()).post({ username: 'ann', password: DEMO_PASSWORD, credentialId: '' });
    for (const execution of ['UPDATE_PASSWORD', 'CONFIGURE_TOTP', 'TERMS_AND_CONDITIONS', 'VERIFY_PROFILE', 'nonsense']) {
      const attempt = await pending();
      for (const form of [{}, { 'cancel-aia': 'true' }, { accept: 'on' }, { totp: '000000', totpSecret: 'a'.repeat(20) }])
        expectRefused(await attempt.post(form as Record<string, string>, attempt.altered({ execution })));
    }
    const attempt = await pending();
    expectRefused(await attempt.open(attempt.flow.url));
    expectRefused(await FormLogin.begin(server, { prompt: 'none' }, attempt.jar));
  }, 60_000);

  it('D014 a half-finished login is nobody anywhere', async () => {
    const half = await atSecondFactor();
    const passive = await FormLogin.begin(server, { prompt: 'none' }, half.jar);
    expect(passive.callback?.searchParams.get('error')).toBe('login_required');
    expect(half.jar.names().filter((name) => name.startsWith('KEYCLOAK_'))).toEqual([]);
  }, 60_000);

  it('by a repeated field or a form that is none', async () => {
    const attempt = await atSecondFactor();
    expectRefused(await attempt.post({ otp: ['000000', totp(SECRET)] }));
    const again = await atSecondFactor();
    expectRefused(await again.post({ otp: '', password: DEMO_PASSWORD, username: 'ann' }));
  }, 60_000);
});
