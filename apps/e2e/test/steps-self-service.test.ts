import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO, DEMO_PASSWORD, passwordOf, person } from '../src/demo-realm.ts';
import { setRequirements } from '../src/flows.ts';
import type { FormLogin } from '../src/form-login.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { MailSink } from '../src/mail-sink.ts';
import { linkIn, nextMail } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import { NONSENSE } from '../src/steps/nonsense.ts';
import { otpOf } from '../src/steps/steps-realm.ts';
import { answering, expectIn, expectOut, openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const NEW = 'Another-pw-2026';

let rig: StepsRig;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.listen();
  rig = await openSteps(
    {
      realm: { resetPasswordAllowed: true, registrationAllowed: true, otpPolicyCodeReusable: true },
      users: [
        person('rita'),
        person('otto', { credentials: [passwordOf(), otpOf(SECRET)] }),
        person('olga', { credentials: [passwordOf(), otpOf(SECRET)] }),
        person('dora', { enabled: false }),
      ],
      browser: {
        plain: [['REQUIRED', 'auth-username-password-form']],
        factor: [
          ['REQUIRED', 'auth-username-password-form'],
          ['REQUIRED', 'auth-otp-form'],
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

/** At a page that the form links to. */
async function linked(to: 'reset-credentials' | 'registration'): Promise<FormLogin> {
  const login = await rig.begin('plain');
  const link = new RegExp(`href="([^"]*login-actions/${to}[^"]*)"`).exec(login.page!)![1]!.replaceAll('&amp;', '&');
  return login.open(new URL(link, rig.server.local).href);
}
const logIn = async (username: string, password = DEMO_PASSWORD) => (await rig.begin('plain')).post(answering(username, password));

/** Behind the mailed link: the page of the new password. */
async function behindLink(link: string) {
  const jar = new CookieJar();
  const key = new URL(link).searchParams.get('key')!;
  const opened = await send(link, { jar });
  const action = (html: string) => new URL(readPage(html).action!, link).href;
  return {
    jar,
    opened,
    post: (form: Readonly<Record<string, string>>) => send(action(opened.text), { method: 'POST', form: { key, ...form }, jar }),
  };
}

describe('a forgotten password', () => {
  it('is named, mailed and set anew [reset-credentials-choose-user: success] [reset-credential-email: success] [reset-password: success]', async () => {
    const login = await (await linked('reset-credentials')).post({ username: 'rita' });
    expectOut(login);
    expect(login.text()).toContain('You should receive an email shortly with further instructions.');
    const page = await behindLink(linkIn(await nextMail(sink, 'rita@demo.test')));
    const done = await page.post({ execution: 'UPDATE_PASSWORD', 'password-new': NEW, 'password-confirm': NEW });
    expect(done.status < 400).toBe(true);
    await expectIn(await logIn('rita', NEW), 'rita');
    expectOut(await logIn('rita'));
  });

  it('tells nobody who is known, and mails nobody who is not or may not [reset-credentials-choose-user: refusal] [reset-credential-email: refusal]', async () => {
    const texts = new Set<string>();
    for (const username of ['nobody', 'dora', 'otto']) {
      const login = await (await linked('reset-credentials')).post({ username });
      expectOut(login);
      texts.add(login.text().replaceAll(username, ''));
    }
    expect(texts.size).toBe(1);
    await nextMail(sink, 'otto@demo.test');
    expect(sink.mails).toEqual([]);
  });

  it('stays with whatever is posted [reset-credentials-choose-user: bad input] [reset-credential-email: bad input]', async () => {
    for (const text of NONSENSE) expectOut(await (await linked('reset-credentials')).post({ username: text }));
    const login = await linked('reset-credentials');
    expectOut(await login.post({ username: ['ann', 'ben'] }));
    expectOut(
      await login.post(
        { key: 'nonsense', username: 'ann', 'password-new': NEW, 'password-confirm': NEW },
        login.altered({ execution: 'reset-password' }),
      ),
    );
    expectOut(await logIn('ann', NEW));
    sink.mails.splice(0);
  });

  it('is not set without the link, by a link of somebody else or by no password [reset-password: refusal, bad input]', async () => {
    expectOut(await (await linked('reset-credentials')).post({ username: 'ben' }));
    const page = await behindLink(linkIn(await nextMail(sink, 'ben@demo.test')));
    for (const form of [
      {},
      { 'password-new': NEW, 'password-confirm': 'other' },
      { 'password-new': '', 'password-confirm': '' },
      { key: 'nonsense', 'password-new': NEW, 'password-confirm': NEW },
    ])
      await page.post({ execution: 'UPDATE_PASSWORD', ...form } as Record<string, string>);
    await expectIn(await logIn('ben'), 'ben');
  });

  it('leaves the second factor, which is asked for afterwards [reset-otp: success, refusal]', async () => {
    expectOut(await (await linked('reset-credentials')).post({ username: 'olga' }));
    const page = await behindLink(linkIn(await nextMail(sink, 'olga@demo.test')));
    await page.post({ execution: 'UPDATE_PASSWORD', 'password-new': NEW, 'password-confirm': NEW });
    const login = await (await rig.begin('factor')).post(answering('olga', NEW));
    expectOut(login);
    expectOut(await login.post({ otp: '000000' }));
    await expectIn(await login.post({ otp: totp(SECRET) }), 'olga');
  });

  it('gives no way to another device [reset-otp: bad input]', async () => {
    const login = await linked('reset-credentials');
    for (const execution of ['reset-otp', 'CONFIGURE_TOTP', '']) {
      expectOut(await login.post({ totpSecret: 'a'.repeat(20), totp: totp('a'.repeat(20)) }, login.altered({ execution })));
    }
    const user = await rig.admin.findUser(DEMO, 'otto');
    const stored = (await rig.admin.must('GET', `/${DEMO}/users/${user.id}/credentials`)).json as { type: string; userLabel?: string }[];
    expect(stored.filter(({ type }) => type === 'otp')).toMatchObject([{ userLabel: 'phone' }]);
  });
});

describe('a registration', () => {
  const filled = (username: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ username, email: `${username}@new.test`, firstName: 'New', lastName: 'Person', password: NEW, 'password-confirm': NEW },
    ...more,
  });
  const isKnown = async (username: string) =>
    ((await rig.admin.must('GET', `/${DEMO}/users?exact=true&username=${encodeURIComponent(username)}`)).json as object[]).length > 0;

  it('makes the account and signs it in [registration-page-form: success] [registration-user-creation: success] [registration-password-action: success]', async () => {
    await expectIn(await (await linked('registration')).post(filled('carol')), 'carol');
    await expectIn(await logIn('carol', NEW), 'carol');
  });

  it('refuses a name or an address that is taken, and two passwords [registration-user-creation: refusal] [registration-password-action: refusal]', async () => {
    for (const form of [
      filled('ann'),
      filled('dave', { email: 'ann@demo.test' }),
      filled('dave', { 'password-confirm': 'other' }),
      filled('dave', { password: '', 'password-confirm': '' }),
    ])
      expectOut(await (await linked('registration')).post(form));
    expect(await isKnown('dave')).toBe(false);
  });

  it('takes nothing but what the profile lets people write [registration-user-creation: bad input] [registration-password-action: bad input] [registration-page-form: bad input]', async () => {
    const login = await linked('registration');
    expectOut(await login.post({}));
    for (const text of NONSENSE.filter((one) => one !== '\u202e')) expectOut(await login.post(filled(text, { email: text })));
    expectOut(await login.post({ ...filled('dave'), password: [NEW, NEW] }));
    await expectIn(
      await (await linked('registration')).post(filled('erin', { emailVerified: 'true', enabled: 'false', realmRoles: 'admin', id: '1' })),
      'erin',
    );
    expect(await rig.admin.findUser(DEMO, 'erin')).toMatchObject({ emailVerified: false, enabled: true });
  });

  it('asks for agreement to the terms, and notes it [registration-terms-and-conditions: success, refusal, bad input]', async () => {
    await setRequirements(rig.admin, DEMO, 'registration', { 'registration-terms-and-conditions': 'REQUIRED' });
    const login = await linked('registration');
    expect(login.page).toContain('id="termsAccepted"');
    for (const termsAccepted of NONSENSE) {
      expectOut(await login.post(filled('fred', { termsAccepted })));
      expect(login.text()).toContain('You must agree to our terms and conditions.');
    }
    expectOut(await login.post(filled('fred')));
    expect(await isKnown('fred')).toBe(false);
    await expectIn(await login.post(filled('fred', { termsAccepted: 'on' })), 'fred');
    expect((await rig.admin.findUser(DEMO, 'fred')).attributes).toMatchObject({
      terms_and_conditions: [expect.stringMatching(/^\d{10}$/)],
    });
    await setRequirements(rig.admin, DEMO, 'registration', { 'registration-terms-and-conditions': 'DISABLED' });
  });

  it('is offered and taken only where the realm allows it [registration-page-form: refusal]', async () => {
    const open = await linked('registration');
    await rig.admin.must('PUT', `/${DEMO}`, { registrationAllowed: false });
    expectOut(await open.post(filled('gina')));
    expect(await isKnown('gina')).toBe(false);
    expect((await rig.begin('plain')).page).not.toContain('login-actions/registration');
  });
});
