import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO, DEMO_PASSWORD, passwordOf, person } from '../src/demo-realm.ts';
import { CookieJar } from '../src/http-client.ts';
import { NONSENSE } from '../src/steps/nonsense.ts';
import { clientOf, otpOf } from '../src/steps/steps-realm.ts';
import { answering, expectIn, expectOut, openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { refresh } from '../src/tokens.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const FORM = ['REQUIRED', 'auth-username-password-form'] as const;

let rig: StepsRig;

beforeAll(async () => {
  rig = await openSteps({
    realm: { rememberMe: true, otpPolicyCodeReusable: false, internationalizationEnabled: true, supportedLocales: ['en', 'de'] },
    users: [
      ...['eve', 'finn', 'gil'].map((name) => person(name, { credentials: [passwordOf(), otpOf(`${SECRET}-${name}`)] })),
      person('dora', { enabled: false }),
      person('ivo', { credentials: [] }),
    ],
    browser: {
      form: [
        ['ALTERNATIVE', 'auth-cookie'],
        ['ALTERNATIVE', 'forms', [FORM]],
      ],
      pages: [
        ['REQUIRED', 'auth-username-form'],
        ['REQUIRED', 'auth-password-form'],
      ],
      otp: [FORM, ['REQUIRED', 'auth-otp-form']],
      allow: [FORM, ['REQUIRED', 'allow-access-authenticator']],
      'allow-alone': [['REQUIRED', 'allow-access-authenticator']],
      deny: [FORM, ['REQUIRED', 'deny-access-authenticator', { denyErrorMessage: 'Closed <b>today</b>' }]],
      'deny-plain': [FORM, ['REQUIRED', 'deny-access-authenticator']],
      'deny-first': [['REQUIRED', 'deny-access-authenticator']],
      transient: [['REQUIRED', 'transient-session'], FORM],
      durable: [['REQUIRED', 'session-persistence', { persistence: 'durable' }], FORM],
      none: [['REQUIRED', 'session-persistence', { persistence: 'none' }], FORM],
      odd: [FORM, ['REQUIRED', 'session-persistence', { persistence: 'forever' }]],
      limits: [
        FORM,
        ['REQUIRED', 'user-session-limits', { userRealmLimit: '1', behavior: 'Deny new session', errorMessage: 'One is enough' }],
      ],
      'limits-odd': [FORM, ['REQUIRED', 'user-session-limits', { userRealmLimit: 'many', userClientLimit: '-3', behavior: 'whatever' }]],
      key: [FORM, ['REQUIRED', 'webauthn-authenticator']],
      passkey: [['REQUIRED', 'webauthn-authenticator-passwordless']],
    },
  });
}, 90_000);

afterAll(async () => {
  await rig?.stop();
});

const begin: StepsRig['begin'] = (client, more, jar) => rig.begin(client, more, jar);
const logOut: StepsRig['logOut'] = (username) => rig.logOut(username);

describe('auth-cookie', () => {
  it('lets a browser in that is signed in [auth-cookie: success]', async () => {
    const jar = new CookieJar();
    await expectIn(await (await begin('form', {}, jar)).post(answering('ann')), 'ann');
    await expectIn(await begin('form', {}, jar), 'ann');
  });

  it('asks again for a fresh proof, and after the session has ended [auth-cookie: refusal]', async () => {
    const jar = new CookieJar();
    await (await begin('form', {}, jar)).post(answering('ann'));
    expectOut(await begin('form', { prompt: 'login' }, jar));
    expectOut(await begin('form', { max_age: '0' }, jar));
    await logOut('ann');
    expectOut(await begin('form', {}, jar));
    expect((await begin('form', { prompt: 'none' }, jar)).callback?.searchParams.get('error')).toBe('login_required');
  });

  it('takes no cookie that was made up [auth-cookie: bad input]', async () => {
    const honest = new CookieJar();
    await (await begin('form', {}, honest)).post(answering('ann'));
    const [sid, secret] = honest.get('KEYCLOAK_IDENTITY')!.split(/\.(?=[^.]*$)/) as [string, string];
    for (const forged of [
      '',
      'nonsense',
      sid,
      `${sid}.`,
      `${sid}.${secret.slice(1)}`,
      `s.x.${secret}`,
      `${sid}.${secret}.x`,
      'a'.repeat(7000),
    ]) {
      const jar = new CookieJar();
      jar.set('KEYCLOAK_IDENTITY', forged);
      expectOut(await begin('form', {}, jar));
    }
  });
});

describe('auth-username-password-form', () => {
  it('lets in whoever knows both [auth-username-password-form: success]', async () => {
    await expectIn(await (await begin('form')).post(answering('ann')), 'ann');
    await expectIn(await (await begin('form')).post(answering('ANN@demo.test')), 'ann');
  });

  it('answers a wrong password, an unknown name and an account without one alike, and a disabled one to who knows it [auth-username-password-form: refusal]', async () => {
    for (const [username, password] of [
      ['ann', 'wrong'],
      ['nobody', DEMO_PASSWORD],
      ['ivo', DEMO_PASSWORD],
      ['dora', 'wrong'],
    ] as const) {
      const login = await (await begin('form')).post(answering(username, password));
      expectOut(login);
      expect(login.text()).toContain('Invalid username or password.');
    }
    expect((await (await begin('form')).post(answering('dora'))).text()).toContain('Account is disabled');
  });

  it('stays with whatever is posted [auth-username-password-form: bad input]', async () => {
    const login = await begin('form');
    for (const text of NONSENSE) expectOut(await login.post(answering(text, text)));
    expectOut(await login.post({}));
    expectOut(await login.post({ username: ['ann', 'ben'], password: DEMO_PASSWORD }));
    await expectIn(await (await begin('form')).post(answering('ann')), 'ann');
  });

  it('remembers the name where that was wanted, and only the name', async () => {
    const jar = new CookieJar();
    await (await begin('form', {}, jar)).post({ ...answering('ann'), rememberMe: 'on' });
    await logOut('ann');
    const next = await begin('form', {}, jar);
    expect([next.field('username'), /id="rememberMe"[^>]*\schecked/.test(next.page!)]).toEqual(['ann', true]);
    const hinted = await begin('form', { login_hint: 'ben' }, jar);
    expect([hinted.field('username'), /id="rememberMe"[^>]*\schecked/.test(hinted.page!)]).toEqual(['ben', false]);
    await next.post(answering('ann'));
    expect(jar.get('KEYCLOAK_REMEMBER_ME')).toBeUndefined();
    for (const odd of ['username:%', 'username:', 'ann', `username:${'x'.repeat(2000)}`]) {
      const strange = new CookieJar();
      strange.set('KEYCLOAK_REMEMBER_ME', odd);
      expect((await begin('form', {}, strange)).field('username')).toBe('');
    }
  });
});

describe('auth-username-form and auth-password-form', () => {
  it('ask on two pages [auth-username-form: success] [auth-password-form: success]', async () => {
    const login = await (await begin('pages')).post({ username: 'ann' });
    expect(login.page).toContain('value="ann"');
    await expectIn(await login.post({ password: DEMO_PASSWORD }), 'ann');
  });

  it('refuse a name that nobody has only at the password [auth-username-form: refusal] [auth-password-form: refusal]', async () => {
    for (const username of ['nobody', 'dora', 'ivo']) {
      const login = await (await begin('pages')).post({ username });
      expectOut(await login.post({ password: 'wrong' }));
    }
    const login = await (await begin('pages')).post({ username: 'ann' });
    expectOut(await login.post({ password: 'wrong' }));
    expect(login.text()).toContain('Invalid password.');
    expectOut(await login.post({ username: 'ben', password: '' }));
  });

  it('stay with whatever is posted [auth-username-form: bad input] [auth-password-form: bad input]', async () => {
    const first = await begin('pages');
    expectOut(await first.post({ username: '' }));
    expect(first.text()).toContain('Please specify username.');
    for (const text of NONSENSE) {
      const login = await (await begin('pages')).post({ username: text });
      expectOut(await login.post({ password: text }));
    }
    const second = await (await begin('pages')).post({ username: 'ann' });
    for (const text of NONSENSE) expectOut(await second.post({ password: text }));
    await expectIn(await second.post({ password: DEMO_PASSWORD }), 'ann');
  });
});

describe('auth-otp-form', () => {
  const atCode = async (username: string) => (await begin('otp')).post(answering(username));

  it('takes the code of the device [auth-otp-form: success]', async () => {
    await expectIn(await (await atCode('eve')).post({ otp: totp(`${SECRET}-eve`) }), 'eve');
  });

  it('refuses a wrong code, the same one again and somebody else’s, and who has no device has to set one up [auth-otp-form: refusal]', async () => {
    const used = totp(`${SECRET}-finn`);
    await expectIn(await (await atCode('finn')).post({ otp: used }), 'finn');
    const login = await atCode('finn');
    for (const otp of [used, '000000', totp(`${SECRET}-gil`)]) {
      expectOut(await login.post({ otp }));
      expect(login.text()).toContain('Invalid authenticator code.');
    }
    const without = await atCode('ann');
    expectOut(without);
    expect(without.text()).toContain('Mobile Authenticator Setup');
  });

  it('stays with whatever is posted [auth-otp-form: bad input]', async () => {
    const login = await atCode('gil');
    for (const text of [...NONSENSE, '12345', '1234567', '٣٤٥٦٧٨', '-12345']) expectOut(await login.post({ otp: text }));
    expectOut(await login.post({ otp: totp(`${SECRET}-gil`), selectedCredentialId: 'of somebody else' }));
    await expectIn(await login.post({ otp: totp(`${SECRET}-gil`) }), 'gil');
  });
});

describe('allow-access-authenticator and deny-access-authenticator', () => {
  it('let on who is known, and nobody who is not [allow-access-authenticator: success, refusal]', async () => {
    await expectIn(await (await begin('allow')).post(answering('ann')), 'ann');
    expectOut(await begin('allow-alone'));
  });

  it('have no page that could be posted to [allow-access-authenticator: bad input] [deny-access-authenticator: bad input]', async () => {
    for (const client of ['allow', 'deny-plain']) {
      const login = await begin(client);
      const other = await begin(client);
      const execution = 'allow-access-authenticator';
      expectOut(await login.post({ accept: 'on' }, login.altered({ execution })));
      expectOut(await other.post({}, other.altered({ execution: 'deny-access-authenticator' })));
    }
    expectOut(await begin('allow-alone', { execution: 'allow-access-authenticator' }));
  });

  it('deny everybody, with the text of the realm, escaped [deny-access-authenticator: success, refusal]', async () => {
    const denied = await (await begin('deny')).post(answering('ann'));
    expectOut(denied);
    expect(denied.page).toContain('Closed &lt;b>today&lt;/b>');
    const plain = await (await begin('deny-plain')).post(answering('ann'));
    expectOut(plain);
    expect(plain.text()).toContain('Access denied');
    // Nothing behind it is reached.
    const first = await begin('deny-first');
    expectOut(first);
    expect(first.page).not.toContain('id="password"');
  });
});

describe('transient-session and session-persistence', () => {
  it('keep nothing of the login, or what they say [transient-session: success] [session-persistence: success]', async () => {
    for (const client of ['transient', 'none']) {
      const json = await expectIn(await (await begin(client)).post(answering('ann')), 'ann');
      expect([json.refresh_token, json.session_state]).toEqual([undefined, undefined]);
    }
    const json = await expectIn(await (await begin('durable')).post(answering('ann')), 'ann');
    expect((await refresh(rig.server, DEMO, String(json.refresh_token), clientOf('durable'))).status).toBe(200);
  });

  it('weaken nothing of what is asked for [transient-session: refusal] [session-persistence: refusal]', async () => {
    for (const client of ['transient', 'none', 'durable']) {
      expectOut(await (await begin(client)).post(answering('ann', 'wrong')));
      expectOut(await (await begin(client)).post(answering('dora')));
    }
  });

  it('are no page, and a kind of session that does not exist refuses [transient-session: bad input] [session-persistence: bad input]', async () => {
    const login = await begin('transient');
    expectOut(await login.post({ persistence: 'durable' }, login.altered({ execution: 'transient-session' })));
    const json = await expectIn(await (await begin('transient')).post({ ...answering('ann'), persistence: 'durable' }), 'ann');
    expect(json.refresh_token).toBeUndefined();
    expectOut(await (await begin('odd')).post(answering('ann')));
  });
});

describe('user-session-limits', () => {
  it('lets in as many as there is room for, and says why not [user-session-limits: success, refusal]', async () => {
    await logOut('ben');
    await expectIn(await (await begin('limits')).post(answering('ben')), 'ben');
    const second = await (await begin('limits')).post(answering('ben'));
    expectOut(second);
    expect(second.text()).toContain('One is enough');
    await logOut('ben');
    await expectIn(await (await begin('limits')).post(answering('ben')), 'ben');
  });

  it('is off where its number is none [user-session-limits: bad input]', async () => {
    for (let turn = 0; turn < 3; turn += 1) await expectIn(await (await begin('limits-odd')).post(answering('ben')), 'ben');
  });
});

describe('keys', () => {
  it('are not to be had by posting something that looks like an answer [webauthn-authenticator: refusal, bad input] [webauthn-authenticator-passwordless: refusal, bad input]', async () => {
    // Whoever has no key is led to make one, and is not let in without.
    const without = await (await begin('key')).post(answering('ann'));
    expectOut(without);
    for (const client of ['passkey']) {
      const login = await begin(client);
      for (const text of [...NONSENSE, '{}', 'AAAA', '[]']) {
        const answer = { clientDataJSON: text, authenticatorData: text, signature: text, credentialId: text, userHandle: text, error: '' };
        expectOut(await login.post(answer));
        expectOut(await without.post({ ...answer, attestationObject: text, publicKeyCredentialId: text }));
      }
      expectOut(await login.post({}));
      expectOut(await login.post({ error: 'NotAllowedError: <b>no</b>' }));
    }
  });
});
