import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO, DEMO_PASSWORD, passwordOf, person } from '../src/demo-realm.ts';
import { FormLogin } from '../src/form-login.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { linkIn, nextMail } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import { ADMIN } from '../src/server.ts';
import { NONSENSE } from '../src/steps/nonsense.ts';
import { otpOf } from '../src/steps/steps-realm.ts';
import { answering, codeOf, expectIn, expectOut, openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const NEW = 'Another-pw-2026';
const FORM = ['REQUIRED', 'auth-username-password-form'] as const;

let rig: StepsRig;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.listen();
  const wanting = (...requiredActions: string[]) => ({ requiredActions });
  rig = await openSteps(
    {
      realm: {
        passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1) and length(8) and passwordHistory(2)',
        internationalizationEnabled: true,
        supportedLocales: ['en', 'de'],
        otpPolicyCodeReusable: true,
      },
      users: [
        person('upa', wanting('UPDATE_PASSWORD')),
        person('totto', wanting('CONFIGURE_TOTP')),
        person('rea', wanting('CONFIGURE_RECOVERY_AUTHN_CODES')),
        person('pro', wanting('UPDATE_PROFILE')),
        person('vera', { lastName: '' }),
        person('vivi', { emailVerified: false, requiredActions: ['VERIFY_EMAIL'] }),
        person('kay', wanting('webauthn-register')),
        person('pam', wanting('webauthn-register-passwordless')),
        person('terry', wanting('TERMS_AND_CONDITIONS')),
        person('eda', { credentials: [passwordOf(), otpOf(SECRET)] }),
        person('una', wanting('UPDATE_EMAIL')),
        person('leo'),
        person('lin'),
      ],
      browser: {
        plain: [FORM],
        factor: [
          FORM,
          [
            'CONDITIONAL',
            'code',
            [
              ['REQUIRED', 'conditional-user-configured'],
              ['REQUIRED', 'auth-otp-form'],
            ],
          ],
        ],
      },
    },
    { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
  );
}, 90_000);
afterAll(async () => {
  await rig?.stop();
  await sink?.close();
});

const at = (username: string, more: Readonly<Record<string, string>> = {}) => rig.withPassword('plain', username, more);
const stateOf = async (username: string) => rig.admin.findUser(DEMO, username);
const credentialsOf = async (username: string) =>
  (await rig.admin.must('GET', `/${DEMO}/users/${(await stateOf(username)).id}/credentials`)).json as { id: string; type: string }[];
const enable = async (alias: string, enabled = true, realm = DEMO) => {
  const path = `/${realm}/authentication/required-actions/${alias}`;
  await rig.admin.must('PUT', path, { ...((await rig.admin.must('GET', path)).json as object), enabled });
};
/** Posts each of these, and none of it leads on. */
async function expectStays(login: FormLogin, forms: readonly Readonly<Record<string, string>>[]): Promise<void> {
  for (const form of forms) expectOut(await login.post(form));
}

describe('UPDATE_PASSWORD', () => {
  it('refuses what the policy does, and what is no password at all [UPDATE_PASSWORD: refusal, bad input]', async () => {
    const login = await at('upa');
    const typed = (password: string, confirm = password) => ({ 'password-new': password, 'password-confirm': confirm });
    await expectStays(login, [
      {},
      typed(''),
      typed('short'),
      typed(NEW, 'other'),
      typed(DEMO_PASSWORD),
      ...NONSENSE.filter((text) => text.length < 8).map((text) => typed(text)),
    ]);
    expect(login.text()).toContain('Update password');
    expect((await at('upa')).text()).toContain('Update password');
  });
  it('sets it, and the former one is over [UPDATE_PASSWORD: success]', async () => {
    await expectIn(await (await at('upa')).post({ 'password-new': NEW, 'password-confirm': NEW }), 'upa');
    expectOut(await at('upa'));
    await expectIn(await (await rig.begin('plain')).post(answering('upa', NEW)), 'upa');
  });
});

describe('CONFIGURE_TOTP', () => {
  it('takes no code that is not of the secret, and no secret that is none [CONFIGURE_TOTP: refusal, bad input]', async () => {
    const login = await at('totto');
    const totpSecret = login.field('totpSecret');
    await expectStays(login, [
      {},
      { totpSecret, totp: '' },
      { totpSecret, totp: '000000' },
      ...NONSENSE.map((text) => ({ totpSecret, totp: text })),
    ]);
    for (const text of NONSENSE) expectOut(await login.post({ totpSecret: text, totp: totp(text.slice(0, 64)) }));
    expect((await credentialsOf('totto')).map(({ type }) => type)).toEqual(['password']);
  });
  it('sets up the device [CONFIGURE_TOTP: success]', async () => {
    const login = await at('totto');
    const totpSecret = login.field('totpSecret');
    await expectIn(await login.post({ totpSecret, totp: totp(totpSecret), userLabel: 'phone' }), 'totto');
    expect((await credentialsOf('totto')).map(({ type }) => type).sort()).toEqual(['otp', 'password']);
  });
});

describe('CONFIGURE_RECOVERY_AUTHN_CODES', () => {
  const shown = (login: FormLogin) => login.field('generatedRecoveryAuthnCodes');
  const confirmed = { kcRecoveryCodesConfirmationCheck: 'on' };
  it('keeps no codes that it did not show, and none that nobody confirmed [CONFIGURE_RECOVERY_AUTHN_CODES: refusal, bad input]', async () => {
    const login = await at('rea');
    const own = Array.from({ length: 12 }, (_, index) => `OWNCODE${String(index).padStart(5, '0')}`).join(',');
    await expectStays(login, [{}, { generatedRecoveryAuthnCodes: shown(login) }, { ...confirmed, generatedRecoveryAuthnCodes: own }]);
    for (const text of NONSENSE) expectOut(await login.post({ ...confirmed, generatedRecoveryAuthnCodes: text }));
    expect((await credentialsOf('rea')).map(({ type }) => type)).toEqual(['password']);
  });
  it('keeps those it showed [CONFIGURE_RECOVERY_AUTHN_CODES: success]', async () => {
    const login = await at('rea');
    await expectIn(await login.post({ ...confirmed, generatedRecoveryAuthnCodes: shown(login) }), 'rea');
    expect((await credentialsOf('rea')).map(({ type }) => type).sort()).toEqual(['password', 'recovery-authn-codes']);
  });
});

describe('keys', () => {
  it('are not registered by what only looks like an answer [webauthn-register: refusal, bad input] [webauthn-register-passwordless: refusal, bad input]', async () => {
    for (const username of ['kay', 'pam']) {
      const login = await at(username);
      for (const text of [...NONSENSE, '{}', 'AAAA'])
        expectOut(
          await login.post({
            clientDataJSON: text,
            attestationObject: text,
            publicKeyCredentialId: text,
            authenticatorLabel: text,
            error: '',
          }),
        );
      await expectStays(login, [{}, { error: 'NotAllowedError' }]);
      expect((await credentialsOf(username)).map(({ type }) => type)).toEqual(['password']);
    }
  });
});

describe('UPDATE_PROFILE and VERIFY_PROFILE', () => {
  const profile = (username: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ email: `${username}@demo.test`, firstName: 'Given', lastName: 'Family' },
    ...more,
  });
  it('refuse what the profile does not allow [UPDATE_PROFILE: refusal, bad input] [VERIFY_PROFILE: refusal, bad input]', async () => {
    for (const username of ['pro', 'vera']) {
      const login = await at(username);
      await expectStays(login, [
        ...[
          {},
          profile(username, { email: 'nowhere' }),
          profile(username, { email: 'ann@demo.test' }),
          profile(username, { lastName: '' }),
        ],
        ...NONSENSE.filter((text) => text !== '\u202e').map((text) => profile(username, { email: text, firstName: text })),
      ]);
      expect((await stateOf(username)).email).toBe(`${username}@demo.test`);
    }
  });
  it('change what was filled in, and no more [UPDATE_PROFILE: success] [VERIFY_PROFILE: success]', async () => {
    for (const username of ['pro', 'vera']) {
      await expectIn(
        await (await at(username)).post(profile(username, { username: 'root', emailVerified: 'true', roles: 'admin' })),
        username,
      );
      expect(await stateOf(username)).toMatchObject({ firstName: 'Given', lastName: 'Family', username, requiredActions: [] });
      await expectIn(await at(username), username);
    }
  });
});

describe('VERIFY_EMAIL', () => {
  it('waits for the mailed link, whatever is posted meanwhile [VERIFY_EMAIL: refusal, bad input]', async () => {
    const login = await at('vivi');
    await expectStays(login, [{}, { resend: 'on' }, { emailVerified: 'true' }, ...NONSENSE.map((key) => ({ key }))]);
    for (const key of NONSENSE.slice(2)) {
      const url = `${rig.server.local}/realms/${DEMO}/login-actions/action-token?key=${encodeURIComponent(key)}`;
      const opened = await send(url);
      expect(opened.status >= 400 && opened.status < 500).toBe(true);
    }
    expect((await stateOf('vivi')).emailVerified).toBe(false);
  });
  it('goes on when it was confirmed [VERIFY_EMAIL: success]', async () => {
    const link = linkIn(await nextMail(sink, 'vivi@demo.test'));
    const jar = new CookieJar();
    const opened = await send(link, { jar });
    const action = new URL(readPage(opened.text).action!, link).href;
    await send(action, { method: 'POST', form: { key: new URL(link).searchParams.get('key')! }, jar });
    expect((await stateOf('vivi')).emailVerified).toBe(true);
    await expectIn(await at('vivi'), 'vivi');
  });
});

describe('TERMS_AND_CONDITIONS', () => {
  it('lets nobody in without agreement [TERMS_AND_CONDITIONS: refusal, bad input]', async () => {
    await enable('TERMS_AND_CONDITIONS');
    await expectStays(await at('terry'), [{}, { terms: 'on' }, ...NONSENSE.map((text) => ({ [text || 'x']: text }))]);
    expect((await (await at('terry')).post({ cancel: 'on' })).callback?.searchParams.get('error')).toBe('access_denied');
  });
  it('notes who agreed [TERMS_AND_CONDITIONS: success]', async () => {
    await expectIn(await (await at('terry')).post({ accept: 'on' }), 'terry');
    expect((await stateOf('terry')).attributes).toMatchObject({ terms_and_conditions: [expect.stringMatching(/^\d+$/)] });
  });
});

describe('delete_credential', () => {
  const otpId = async () => (await credentialsOf('eda')).find(({ type }) => type === 'otp')!.id;
  const asked = async (id: string) => {
    const login = await rig.withPassword('factor', 'eda', { kc_action: `delete_credential:${id}` });
    return login.post({ otp: totp(SECRET) });
  };
  it('removes only what is one’s own, no password, and nothing unasked [delete_credential: refusal, bad input]', async () => {
    const password = (await credentialsOf('eda')).find(({ type }) => type === 'password')!.id;
    const others = (await credentialsOf('totto')).find(({ type }) => type === 'otp')!.id;
    for (const id of [password, others, '', '../..', "' or 1=1", 'x'.repeat(2000)]) {
      const login = await asked(id);
      expect(login.callback?.searchParams.get('kc_action_status') ?? 'error').toBe('error');
    }
    const login = await asked(await otpId());
    await expectStays(login, [{}, { delete: 'on' }]);
    expect((await login.post({ 'cancel-aia': 'true' })).callback?.searchParams.get('kc_action_status')).toBe('cancelled');
    expect((await credentialsOf('eda')).map(({ type }) => type).sort()).toEqual(['otp', 'password']);
  });
  it('removes what was named [delete_credential: success]', async () => {
    const login = await (await asked(await otpId())).post({ accept: 'on' });
    expect(login.callback?.searchParams.get('kc_action_status')).toBe('success');
    expect((await credentialsOf('eda')).map(({ type }) => type)).toEqual(['password']);
  });
});

describe('delete_account', () => {
  const allow = async (realm: string, username: string) => {
    const [account, user] = [await rig.admin.findClient(realm, 'account'), await rig.admin.findUser(realm, username)];
    const role = (await rig.admin.must('GET', `/${realm}/clients/${account.id}/roles/delete-account`)).json;
    await rig.admin.must('POST', `/${realm}/users/${user.id}/role-mappings/clients/${account.id}`, [role]);
  };
  it('is for who may, and asks first [delete_account: refusal, bad input]', async () => {
    await enable('delete_account');
    expect((await at('leo', { kc_action: 'delete_account' })).callback?.searchParams.get('kc_action_status')).toBe('error');
    await allow(DEMO, 'leo');
    const login = await at('leo', { kc_action: 'delete_account' });
    await expectStays(login, [{}, { delete: 'on' }, { 'password-new': 'x' }]);
    expect(login.text()).toContain('This action is irreversible');
    expect((await login.post({ 'cancel-aia': 'true' })).callback?.searchParams.get('kc_action_status')).toBe('cancelled');
  });
  it('takes the account away [delete_account: success]', async () => {
    const login = await (await at('leo', { kc_action: 'delete_account' })).post({ accept: 'on' });
    expect(login.text()).toContain('User deleted successfully');
    expectOut(await at('leo'));
  });
  it('leaves the last administrator, who can go on [delete_account: refusal]', async () => {
    const client = { client_id: 'leaving', client_secret: 'leaving' };
    await rig.admin.must('POST', '/master/clients', {
      ...{ clientId: client.client_id, secret: client.client_secret, enabled: true, redirectUris: ['http://localhost:9999/*'] },
    });
    await enable('delete_account', true, 'master');
    await allow('master', ADMIN.username);
    const begun = await FormLogin.begin(rig.server, { kc_action: 'delete_account' }, new CookieJar(), { realm: 'master', client });
    const login = await begun.post(answering(ADMIN.username, ADMIN.password));
    await login.post({ accept: 'on' });
    expect([login.status, login.text()]).toEqual([200, expect.stringContaining('You are the last administrator, so this was not done.')]);
    await login.post({ 'cancel-aia': 'true' });
    expect([codeOf(login) !== null, login.callback?.searchParams.get('kc_action_status')]).toEqual([true, 'cancelled']);
    expect(await rig.admin.findUser('master', ADMIN.username)).toMatchObject({ enabled: true });
  });
});

describe('update_user_locale', () => {
  it('makes a language that was chosen the account’s own [update_user_locale: success]', async () => {
    const login = await rig.begin('plain');
    const german = /href="([^"]*kc_locale=de[^"]*)"/.exec(login.page!)![1]!.replaceAll('&amp;', '&');
    await login.open(new URL(german, rig.server.local).href);
    await expectIn(await login.post(answering('lin'), login.altered({ kc_locale: 'de' })), 'lin');
    expect((await stateOf('lin')).attributes).toMatchObject({ locale: ['de'] });
  });
  it('takes none that the realm does not have, and none that nobody chose [update_user_locale: refusal, bad input]', async () => {
    for (const kc_locale of ['fr', '<b>', 'de-DE-x', '../en', 'x'.repeat(500)]) {
      const login = await rig.begin('plain');
      await expectIn(await login.post(answering('lin'), login.altered({ kc_locale })), 'lin');
      expect((await stateOf('lin')).attributes).toMatchObject({ locale: ['de'] });
    }
    await expectIn(await at('ben', { ui_locales: 'de' }), 'ben');
    expect((await stateOf('ben')).attributes ?? {}).not.toHaveProperty('locale');
  });
});

describe('UPDATE_EMAIL', () => {
  it('takes no address that is none, or somebody’s, and changes nothing by itself [UPDATE_EMAIL: refusal, bad input]', async () => {
    await enable('UPDATE_EMAIL');
    const login = await at('una');
    await expectStays(
      login,
      ['nowhere', 'ann@demo.test', ...NONSENSE].map((email) => ({ email })),
    );
    expectOut(await login.post({ email: 'una-new@demo.test' }));
    expect((await stateOf('una')).email).toBe('una@demo.test');
  });
  it('changes it when the new one was confirmed [UPDATE_EMAIL: success]', async () => {
    const link = linkIn(await nextMail(sink, 'una-new@demo.test'));
    const jar = new CookieJar();
    const opened = await send(link, { jar });
    const action = new URL(readPage(opened.text).action!, link).href;
    await send(action, { method: 'POST', form: { key: new URL(link).searchParams.get('key')! }, jar });
    expect(await stateOf('una')).toMatchObject({ email: 'una-new@demo.test', emailVerified: true });
    await expectIn(await at('una'), 'una');
  });
});
