import type { PageContext, View } from '@anteroom/core';
import { buildContext } from './page-context.ts';

/** One page in one state: what the gallery shows and every test of all pages walks through. */
export interface Exhibit {
  readonly name: string;
  readonly view: View;
  readonly context: PageContext;
}

const message = (key: string, ...args: readonly (string | number)[]) => ({ key, args });
/** Keycloak's way to name a text of the catalogue inside the realm's data. */
const placeholder = (key: string): string => `\${${key}}`;
const login: Extract<View, { kind: 'login' }> = {
  kind: 'login',
  username: '',
  usernameFixed: false,
  rememberMe: false,
  error: null,
  info: null,
};
const totp: Extract<View, { kind: 'configure-totp' }> = {
  kind: 'configure-totp',
  username: 'alice',
  secret: 'NBSW Y3DP O5XX E3DE NBSW Y3DP O5XX E3DE',
  rawSecret: 'helloworldhelloworld',
  uri: 'otpauth://totp/acme:alice?secret=NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE&digits=6&algorithm=SHA1&issuer=acme&period=30',
  qrSvg: '',
  policy: { type: 'totp', algorithm: 'HmacSHA1', digits: 6, period: 30, counter: 0 },
  error: null,
  fieldErrors: {},
};
const passkey = { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', rpId: null, userVerification: 'required', timeoutMs: null };
const passkeys = [
  { id: 'AAAA', label: 'Phone', transports: ['internal'], createdAt: new Date('2026-03-01T12:00:00.000Z') },
  { id: 'BBBB', label: '', transports: [], createdAt: new Date('2026-04-01T12:00:00.000Z') },
];
const newPasskey: Extract<View, { kind: 'webauthn-register' }> = {
  kind: 'webauthn-register',
  username: 'alice',
  challenge: passkey.challenge,
  rp: { name: 'Acme', id: null },
  user: { id: 'YWxpY2U', name: 'alice', displayName: 'Alice Liddell' },
  algorithms: [-7, -257],
  attestation: null,
  attachment: null,
  residentKey: 'required',
  userVerification: 'required',
  timeoutMs: null,
  exclude: [],
  error: null,
};
const recoveryCodes = Array.from({ length: 12 }, (_, index) => `NBSWY3DPO5${String(index).padStart(2, '0')}`);
const register: Extract<View, { kind: 'register' }> = {
  kind: 'register',
  fields: [
    { name: 'username', label: placeholder('username'), value: '', required: true, readOnly: false },
    { name: 'email', label: placeholder('email'), value: '', required: true, readOnly: false },
    { name: 'firstName', label: placeholder('firstName'), value: '', required: true, readOnly: false },
    { name: 'lastName', label: placeholder('lastName'), value: '', required: true, readOnly: false },
    { name: 'department', label: 'Department', value: '', required: false, readOnly: false },
  ],
  asksPassword: true,
  error: null,
  fieldErrors: {},
};
const dead = (reason: Extract<View, { kind: 'link-dead' }>['reason'], canRequestNew: boolean): View => ({
  kind: 'link-dead',
  reason,
  canRequestNew,
});
const back = { url: 'https://app.example/home', text: message('backToApplication') };

const VIEWS: readonly (readonly [name: string, view: View, context?: PageContext])[] = [
  ['login', login],
  ['login-error', { ...login, username: 'alice', error: message('invalidUserMessage') }],
  ['login-disabled', { ...login, username: 'alice', rememberMe: true, error: message('accountDisabledMessage') }],
  ['login-info', { ...login, info: message('loginTimeout') }],
  ['login-again', { ...login, username: 'alice', usernameFixed: true, info: message('reauthenticate') }],
  [
    'login-bare',
    login,
    buildContext({
      realm: { resetPasswordAllowed: false, registrationAllowed: false, rememberMe: false, internationalizationEnabled: false },
    }),
  ],
  [
    'login-german',
    { ...login, username: 'alice', error: message('invalidUserMessage') },
    buildContext({ locale: 'de', development: true }),
  ],
  [
    'login-arabic',
    login,
    buildContext({
      locale: 'ar',
      realm: {
        supportedLocales: ['ar', 'en'],
        displayNameHtml: '<div class="x">قاعة <b>الانتظار</b></div>',
        localizationTexts: {
          ar: {
            loginAccountTitle: 'تسجيل الدخول إلى حسابك',
            username: 'اسم المستخدم',
            usernameOrEmail: 'اسم المستخدم أو البريد',
            password: 'كلمة المرور',
            rememberMe: 'تذكرني',
            doForgotPassword: 'نسيت كلمة المرور؟',
            doLogIn: 'تسجيل الدخول',
            noAccount: 'مستخدم جديد؟',
            doRegister: 'تسجيل',
          },
        },
      },
    }),
  ],
  [
    'login-long-names',
    { ...login, username: 'a'.repeat(80) },
    buildContext({
      realm: { displayName: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft GmbH & Co. KG' },
    }),
  ],
  ['set-up', { kind: 'set-up', username: '', fieldErrors: {} }],
  [
    'set-up-wrong',
    { kind: 'set-up', username: 'alice', fieldErrors: { password: message('invalidPasswordMinLengthMessage', 8) } },
    buildContext({ development: true }),
  ],
  ['set-up-done', { kind: 'set-up-dead', reason: 'done', signInUrl: '/admin/' }],
  ['set-up-expired', { kind: 'set-up-dead', reason: 'expired', signInUrl: '/admin/' }],
  ['username', { kind: 'username', username: '', error: null }],
  ['username-error', { kind: 'username', username: 'alcie', error: message('invalidUsernameOrEmailMessage') }],
  ['password', { kind: 'password', username: 'alice@example.org', error: null }],
  [
    'password-error',
    { kind: 'password', username: 'alice', error: message('invalidPasswordMessage') },
    buildContext({ links: { restart: '/restart', tryAnotherWay: true } }),
  ],
  ['otp', { kind: 'otp', username: 'alice', devices: [{ id: 'd1', label: 'Phone' }], selected: null, error: null }],
  [
    'otp-devices-error',
    {
      kind: 'otp',
      username: 'alice',
      devices: [
        { id: 'd1', label: 'Phone' },
        { id: 'd2', label: '' },
      ],
      selected: 'd2',
      error: message('invalidTotpMessage'),
    },
    buildContext({ links: { restart: '/restart', tryAnotherWay: true } }),
  ],
  ['login-passkey', { ...login, passkey }],
  ['username-passkey', { kind: 'username', username: '', error: message('webauthn-error-api-get'), passkey }],
  ['webauthn', { kind: 'webauthn', username: 'alice', keys: passkeys, request: passkey, error: null }],
  [
    'webauthn-error',
    { kind: 'webauthn', username: null, keys: [], request: passkey, error: message('webauthn-error-auth-verification') },
    buildContext({ links: { restart: '/restart', tryAnotherWay: true } }),
  ],
  ['webauthn-register', newPasskey],
  [
    'webauthn-register-error-french',
    { ...newPasskey, error: message('webauthn-error-registration') },
    buildContext({ locale: 'fr', development: true }),
  ],
  ['recovery-code', { kind: 'recovery-code', username: 'alice', number: 3, fewLeft: null, error: null }],
  [
    'recovery-code-last-wrong',
    { kind: 'recovery-code', username: 'alice', number: 12, fewLeft: 1, error: message('recovery-codes-error-invalid') },
  ],
  ['recovery-codes', { kind: 'recovery-codes', username: 'alice', codes: recoveryCodes, error: null }],
  [
    'recovery-codes-unconfirmed',
    { kind: 'recovery-codes', username: 'alice', codes: recoveryCodes, error: message('recovery-codes-confirmation-missing') },
    buildContext({ links: { cancel: true } }),
  ],
  ['email-code', { kind: 'email-code', username: 'alice', address: 'a***@acme.example', minutes: 5, error: null }],
  [
    'email-code-wrong',
    { kind: 'email-code', username: 'alice', address: 'a***@acme.example', minutes: 5, error: message('email-code-invalid') },
  ],
  ['terms', { kind: 'terms' }],
  [
    'terms-german',
    { kind: 'terms' },
    buildContext({ locale: 'de', realm: { localizationTexts: { de: { termsText: 'Seien Sie freundlich.\n\nZahlen Sie pünktlich.' } } } }),
  ],
  ['delete-account', { kind: 'delete-account' }, buildContext({ links: { cancel: true } })],
  ['delete-credential', { kind: 'delete-credential', label: 'Phone', type: 'otp' }, buildContext({ links: { cancel: true } })],
  ['delete-credential-unnamed', { kind: 'delete-credential', label: null, type: 'recovery-authn-codes' }],
  ['update-password', { kind: 'update-password', username: 'alice', error: null, fieldErrors: {}, offerLogoutSessions: true }],
  [
    'update-password-errors',
    {
      kind: 'update-password',
      username: 'alice',
      error: message('invalidPasswordMinLengthMessage', 12),
      fieldErrors: {
        'password-new': message('invalidPasswordMinLengthMessage', 12),
        'password-confirm': message('invalidPasswordConfirmMessage'),
      },
      offerLogoutSessions: false,
    },
  ],
  ['configure-totp', totp],
  [
    'configure-totp-error',
    {
      ...totp,
      policy: { ...totp.policy, type: 'hotp' },
      fieldErrors: { totp: message('invalidTotpMessage'), userLabel: message('missingTotpDeviceNameMessage') },
    },
  ],
  [
    'update-profile',
    {
      kind: 'update-profile',
      username: 'alice',
      error: null,
      fields: [
        { name: 'username', label: placeholder('username'), value: 'alice', required: true, readOnly: true },
        { name: 'email', label: placeholder('email'), value: 'alice@acme.example', required: true, readOnly: false },
        { name: 'firstName', label: placeholder('firstName'), value: '', required: true, readOnly: false },
        { name: 'lastName', label: placeholder('lastName'), value: 'Liddell', required: true, readOnly: false },
        { name: 'department', label: 'Department', value: '', required: false, readOnly: false },
      ],
      fieldErrors: { firstName: message('error-user-attribute-required') },
    },
  ],
  ['reset-password', { kind: 'reset-password', username: '', error: null }],
  ['reset-password-error', { kind: 'reset-password', username: '', error: message('missingUsernameMessage') }],
  [
    'reset-password-username-german',
    { kind: 'reset-password', username: 'alice', error: null },
    buildContext({ locale: 'de', realm: { loginWithEmailAllowed: false } }),
  ],
  ['login-mail-sent', { ...login, info: message('emailSentMessage') }],
  ['register', register],
  [
    'register-errors',
    {
      ...register,
      fields: register.fields.map((field) => (field.name === 'username' ? { ...field, value: 'alice' } : field)),
      fieldErrors: {
        username: message('usernameExistsMessage'),
        password: message('invalidPasswordMinLengthMessage', 12),
        'password-confirm': message('invalidPasswordConfirmMessage'),
        email: message('emailExistsMessage'),
        firstName: message('error-user-attribute-required'),
      },
    },
  ],
  [
    'register-by-email',
    { ...register, fields: register.fields.filter(({ name }) => name !== 'username') },
    buildContext({ realm: { registrationEmailAsUsername: true } }),
  ],
  [
    'select-authenticator',
    {
      kind: 'select-authenticator',
      options: [
        { executionId: 'e1', provider: 'auth-otp-form' },
        { executionId: 'e2', provider: 'auth-password-form' },
        { executionId: 'e3', provider: 'something-of-a-plug-in' },
      ],
    },
  ],
  [
    'consent',
    {
      kind: 'consent',
      clientName: placeholder('client_account-console'),
      scopes: [
        placeholder('profileScopeConsentText'),
        placeholder('rolesScopeConsentText'),
        placeholder('emailScopeConsentText'),
        'Read your invoices',
      ],
    },
    buildContext({ hidden: { code: 'c0de' } }),
  ],
  ['logout-confirm', { kind: 'logout-confirm' }, buildContext({ hidden: { session_code: 'c0de' } })],
  ['logged-out', { kind: 'logged-out', backUrl: null }],
  ['logged-out-back', { kind: 'logged-out', backUrl: 'https://app.example/' }],
  ['info', { kind: 'info', message: message('emailSentMessage'), actions: [], link: null }],
  [
    'info-actions',
    {
      kind: 'info',
      message: message('confirmExecutionOfActions'),
      actions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'],
      link: { url: '/realms/acme/go', text: message('proceedWithAction') },
    },
  ],
  [
    'error',
    { kind: 'error', message: message('invalidParameterMessage', 'redirect_uri'), back: null, requestId: '7F3K-9Q2M' },
    buildContext({ development: true }),
  ],
  ['error-back', { kind: 'error', message: message('restartLoginCookieNotFoundMessage'), back, requestId: null }],
  ['expired', { kind: 'expired', restartUrl: '/restart', continueUrl: '/continue' }],
  [
    'link-confirm',
    { kind: 'link-confirm', username: 'alice', actions: ['UPDATE_PASSWORD', 'VERIFY_EMAIL'], key: 'header.payload.signature' },
  ],
  [
    'link-email-verify',
    { kind: 'link-email', purpose: 'verify', username: 'alice', email: 'alice@acme.example', key: 'a.b.c', signedInAs: null },
  ],
  [
    'link-email-update',
    { kind: 'link-email', purpose: 'update', username: 'alice', email: 'alice@new.example', key: 'a.b.c', signedInAs: 'bob' },
  ],
  [
    'link-email-undo',
    { kind: 'link-email', purpose: 'undo', username: 'alice', email: 'alice@acme.example', key: 'a.b.c', signedInAs: null },
  ],
  [
    'update-email',
    {
      kind: 'update-email',
      username: 'alice',
      email: 'nobody',
      sentTo: null,
      notice: null,
      fieldErrors: { email: message('invalidEmailMessage') },
    },
  ],
  [
    'update-email-sent',
    {
      kind: 'update-email',
      username: 'alice',
      email: 'alice@new.example',
      sentTo: 'alice@new.example',
      notice: message('emailUpdateConfirmationSent', 'alice@new.example'),
      fieldErrors: {},
    },
  ],
  [
    'link-session',
    {
      kind: 'link-session',
      username: 'alice',
      at: '2030-01-01T12:00:00.000Z',
      from: '192.0.2.7',
      device: 'Firefox, Linux',
      key: 'a.b.c',
      signedInAs: null,
    },
  ],
  ['verify-email', { kind: 'verify-email', username: 'alice', email: 'alice@acme.example', notice: message('emailSentMessage') }],
  ['device-code', { kind: 'device-code', userCode: '', error: null }],
  ['device-code-wrong', { kind: 'device-code', userCode: 'BCDF-GHJK', error: message('oauth2DeviceInvalidUserCodeMessage') }],
  [
    'frontchannel-logout',
    {
      kind: 'frontchannel-logout',
      clients: [{ name: 'Shop', url: 'https://shop.example/logout' }],
      continueUrl: 'https://app.example/home',
    },
  ],
  ['link-done', { kind: 'link-done', back: null }],
  ['link-done-back', { kind: 'link-done', back }],
  ['link-dead-expired', dead('expired', true)],
  ['link-dead-used', dead('used', false)],
  ['link-dead-replaced', dead('replaced', false)],
  ['link-dead-revoked', dead('revoked', false)],
  ['link-dead-not-needed', dead('not-needed', false)],
  ['link-dead-wrong-realm', dead('wrong-realm', false)],
  ['link-dead-invalid', dead('invalid', false)],
  ['form-post', { kind: 'form-post', action: 'https://app.example/cb', fields: { code: 'c0de', state: '"><script>alert(1)</script>' } }],
];

/** Every view in every state that looks different. */
export const EXHIBITS: readonly Exhibit[] = VIEWS.map(([name, view, context = buildContext()]) => ({ name, view, context }));
