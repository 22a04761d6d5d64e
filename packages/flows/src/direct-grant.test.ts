import { AnteroomError } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import type { Authenticator } from './evaluate/authenticator.ts';
import { createEngineRig, otpDevice, passwordOf, type RigOptions } from './test-rig/engine-rig.ts';
import { DIRECT_GRANT, type Node } from './test-rig/flow-tree.ts';

const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: DIRECT_GRANT, ...options });
const alice = { username: 'alice', password: 'alice-pw' };

describe('the direct grant flow', () => {
  test('lets a user in with user name and password', async () => {
    const { direct } = rig();
    expect(await direct(alice)).toMatchObject({
      kind: 'complete',
      changes: [],
      upgrades: [],
      events: [],
      outcome: { userId: 'user-1', username: 'alice', acr: '1', amr: ['pwd'], transient: false, fromSession: false },
    });
  });

  test('costs no store call without brute-force protection, one read with it', async () => {
    const off = rig();
    await off.direct(alice);
    expect(off.calls).toEqual({ reads: 0, writes: 0 });
    const on = rig({ realm: { bruteForceProtected: true } });
    await on.direct(alice);
    expect(on.calls).toEqual({ reads: 1, writes: 0 });
  });

  test('finds the user in any case and by address', async () => {
    const { direct } = rig();
    for (const username of ['ALICE', ' alice ', 'alice@acme.example']) expect((await direct({ ...alice, username })).kind).toBe('complete');
  });

  test('does not look for addresses where the realm does not allow it', async () => {
    const { direct } = rig({ realm: { loginWithEmailAllowed: false } });
    expect(await direct({ ...alice, username: 'alice@acme.example' })).toMatchObject({
      kind: 'refused',
      refusal: 'invalid_user_credentials',
    });
  });

  test.each([
    ['a wrong password', { username: 'alice', password: 'no' }, 'invalid_user_credentials'],
    ['no password', { username: 'alice' }, 'invalid_user_credentials'],
    ['an empty user name', { username: '', password: 'alice-pw' }, 'user_not_found'],
    ['a name that nobody has', { username: 'zed', password: 'alice-pw' }, 'user_not_found'],
  ])('refuses %s with the same answer', async (_name, form: Record<string, string>, error) => {
    const { direct, verified } = rig();
    expect(await direct(form)).toMatchObject({
      kind: 'refused',
      refusal: 'invalid_user_credentials',
      missing: null,
      events: [{ type: 'LOGIN_ERROR', error }],
    });
    expect(verified).toHaveLength(1);
  });

  test('tells that no user name was given', async () => {
    const { direct } = rig();
    expect(await direct({ password: 'x' })).toMatchObject({ kind: 'refused', missing: 'username' });
  });

  test('refuses a user without a password after the work of a dummy', async () => {
    const { direct, credentials, verified } = rig();
    credentials.length = 0;
    expect(await direct(alice)).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
    expect(verified).toEqual(['dummy']);
  });

  test('says that an account is disabled only to who knows the password', async () => {
    const { direct } = rig({ users: [{ enabled: false }] });
    expect(await direct(alice)).toMatchObject({ kind: 'refused', refusal: 'user_disabled', events: [{ error: 'user_disabled' }] });
    expect(await direct({ ...alice, password: 'no' })).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
  });

  test('never lets a disabled account through, whatever the flow leaves out', async () => {
    const { direct } = createEngineRig({ flow: [['R', 'direct-grant-validate-username']], users: [{ enabled: false }] });
    expect(await direct({ username: 'alice' })).toMatchObject({ kind: 'refused', refusal: 'user_disabled' });
  });

  test('does not know service accounts', async () => {
    const { direct } = rig({ users: [{ serviceAccountClient: 'client-1' }] });
    expect(await direct(alice)).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
  });

  test.each([
    ['an action of the account', { users: [{ requiredActions: ['UPDATE_PASSWORD'] }] }],
    ['an address to verify', { users: [{ requiredActions: ['VERIFY_EMAIL'], emailVerified: false }] }],
    ['an unverified address where the realm wants it verified', { users: [{ emailVerified: false }], realm: { verifyEmail: true } }],
    ['a mandatory attribute that is missing', { users: [{ lastName: null }] }],
    ['an expired password', { realm: { passwordPolicy: 'forceExpiredPasswordChange(7)' } }],
  ] as const)('refuses as not set up: %s', async (_name, options) => {
    const { direct } = rig(options as Partial<RigOptions>);
    expect(await direct(alice)).toMatchObject({
      kind: 'refused',
      refusal: 'account_not_set_up',
      events: [{ error: 'resolve_required_actions' }],
    });
  });

  test('ignores actions that the realm has off or does not know', async () => {
    const { direct } = rig({ users: [{ requiredActions: ['TERMS_AND_CONDITIONS', 'SOMETHING_ELSE'] }] });
    expect((await direct(alice)).kind).toBe('complete');
  });

  test('asks nothing of an account in realm master', async () => {
    const { direct } = rig({ users: [{ lastName: null, email: null }], realm: { realm: 'master' } });
    expect((await direct(alice)).kind).toBe('complete');
  });

  test('offers a password hashed by an older policy anew, apart from the changes that count', async () => {
    const { direct, credentials, hashed } = rig();
    credentials[0] = passwordOf('user-1', 'alice-pw', 'old');
    const step = await direct(alice);
    expect(step).toMatchObject({
      kind: 'complete',
      changes: [],
      upgrades: [{ kind: 'replace-credential', expected: { credentialData: { algorithm: 'old' } } }],
    });
    expect(hashed).toEqual(['alice-pw']);
  });

  test('a page in a flow of direct grants is a mistake of its configuration', async () => {
    const { direct } = createEngineRig({ flow: [['R', 'auth-username-password-form']] });
    expect(await direct(alice)).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  });

  test.each([
    ['nothing', {}, { transient: false, persistence: 'durable' }],
    ['durable', { persistence: 'durable' }, { transient: false, persistence: 'durable' }],
    ['fast', { persistence: 'fast' }, { transient: false, persistence: 'fast' }],
    ['none', { persistence: 'none' }, { transient: true, persistence: null }],
  ])('a Session persistence step that is set to %s keeps the session so', async (_name, config: Record<string, string>, outcome) => {
    const { direct } = createEngineRig({ flow: [...DIRECT_GRANT, ['R', 'session-persistence', config]] });
    expect(await direct(alice)).toMatchObject({ kind: 'complete', outcome });
  });

  test('a Session persistence step that is set to something else refuses the login', async () => {
    const { direct } = createEngineRig({ flow: [...DIRECT_GRANT, ['R', 'session-persistence', { persistence: 'maybe' }]] });
    expect(await direct(alice)).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  });

  test('under a condition a Session persistence step counts where the condition holds, and the last of several counts', async () => {
    const kiosk: Node = [
      'C',
      'kiosk',
      [
        ['R', 'conditional-user-attribute', { attribute_name: 'at', attribute_expected_value: 'kiosk' }],
        ['R', 'session-persistence', { persistence: 'fast' }],
      ],
    ];
    const flow: readonly Node[] = [['R', 'session-persistence', { persistence: 'durable' }], ...DIRECT_GRANT, kiosk];
    for (const [at, persistence] of [
      ['desk', 'durable'],
      ['kiosk', 'fast'],
    ] as const) {
      const { direct } = createEngineRig({ flow, users: [{ id: 'user-1', username: 'alice', attributes: { at: [at] } }] });
      expect(await direct(alice)).toMatchObject({ kind: 'complete', outcome: { persistence } });
    }
  });

  test('the client note of Keycloak makes a login transient, and no other value of it does', async () => {
    const noting = (value: string): Authenticator => ({
      ...{ id: 'noting', requiresUser: false, credentialType: null, setupAction: null },
      *configuredFor() {
        return true;
      },
      *authenticate({ draft }) {
        draft.clientNotes.set('USER_SESSION_PERSISTENT_STATE', value);
        return { kind: 'success' };
      },
      *action() {
        return { kind: 'attempted' };
      },
    });
    for (const [value, transient] of [
      ['TRANSIENT', true],
      ['PERSISTENT', false],
    ] as const) {
      const { direct } = createEngineRig({ flow: [['R', 'noting'], ...DIRECT_GRANT], authenticators: [noting(value)] });
      expect(await direct(alice)).toMatchObject({ kind: 'complete', outcome: { transient } });
    }
  });

  test('a Transient session step makes the login transient', async () => {
    const { direct } = createEngineRig({ flow: [...DIRECT_GRANT, ['R', 'transient-session']] });
    expect(await direct(alice)).toMatchObject({ kind: 'complete', outcome: { transient: true } });
    const { direct: without } = createEngineRig({ flow: [...DIRECT_GRANT, ['D', 'transient-session']] });
    expect(await without(alice)).toMatchObject({ kind: 'complete', outcome: { transient: false } });
  });
});

describe('one-time codes in the direct grant', () => {
  const withOtp = () => rig({ otp: [{}] });

  test.each([['otp'], ['totp']])('are taken from %s', async (field) => {
    const { direct, code } = withOtp();
    expect(await direct({ ...alice, [field]: code() })).toMatchObject({ kind: 'complete', outcome: { amr: ['pwd', 'otp'] } });
  });

  test('are needed, right, and good once', async () => {
    const { direct, code } = withOtp();
    const refused = { kind: 'refused', refusal: 'invalid_user_credentials' };
    expect(await direct(alice)).toMatchObject(refused);
    expect(await direct({ ...alice, otp: '000000' })).toMatchObject(refused);
    expect((await direct({ ...alice, otp: code() })).kind).toBe('complete');
    expect(await direct({ ...alice, otp: code() })).toMatchObject(refused);
  });

  test('are good once for one of many at the same moment', async () => {
    const { direct, code } = withOtp();
    const steps = await Promise.all(Array.from({ length: 20 }, () => direct({ ...alice, otp: code() })));
    expect(steps.filter(({ kind }) => kind === 'complete')).toHaveLength(1);
  });

  test('may be used again where the realm allows it', async () => {
    const { direct, code } = rig({ otp: [{}], realm: { otpPolicyCodeReusable: true } });
    for (let use = 0; use < 2; use += 1) expect((await direct({ ...alice, otp: code() })).kind).toBe('complete');
  });

  test('are good for the look-around window and no longer', async () => {
    const { direct, code, clock } = withOtp();
    const now = code();
    clock.advance(30_000);
    expect((await direct({ ...alice, otp: now })).kind).toBe('complete');
    const next = code();
    clock.advance(60_000);
    expect((await direct({ ...alice, otp: next })).kind).toBe('refused');
  });

  test('are not judged after a wrong password', async () => {
    const { direct, code, calls } = withOtp();
    expect((await direct({ username: 'alice', password: 'no', otp: code() })).kind).toBe('refused');
    expect(calls).toEqual({ reads: 0, writes: 0 });
  });

  test('of a counter device move the counter on', async () => {
    const { direct, hotp, apply } = rig({
      otp: [{ ...otpDevice(), credentialData: { subType: 'hotp', digits: 6, counter: 3, algorithm: 'HmacSHA1' } }],
    });
    const step = await direct({ ...alice, otp: hotp(4) });
    expect(step).toMatchObject({
      kind: 'complete',
      changes: [{ kind: 'replace-credential', credential: { credentialData: { counter: 5 } } }],
    });
    expect((await direct({ ...alice, otp: hotp(4) })).kind).toBe('refused');
    apply(step.changes);
    expect((await direct({ ...alice, otp: hotp(3) })).kind).toBe('refused');
    expect((await direct({ ...alice, otp: hotp(5) })).kind).toBe('complete');
  });
});

describe('brute-force protection in the direct grant', () => {
  const guarded = { bruteForceProtected: true, failureFactor: 3, waitIncrementSeconds: 60, quickLoginCheckMilliSeconds: 0 };

  test('locks after the limit, and then answers the right password as a wrong one', async () => {
    const { direct, verified, clock } = rig({ realm: guarded });
    for (let guess = 0; guess < 3; guess += 1) await direct({ username: 'alice', password: `guess-${guess}` });
    verified.length = 0;
    expect(await direct(alice)).toMatchObject({
      kind: 'refused',
      refusal: 'invalid_user_credentials',
      events: [{ error: 'user_temporarily_disabled' }],
    });
    expect(verified).toEqual(['dummy']);
    clock.advance(61_000);
    expect((await direct(alice)).kind).toBe('complete');
  });

  test('evaluates no more guesses than the limit, however many come at once', async () => {
    const { direct, verified } = rig({ realm: guarded });
    const steps = await Promise.all([
      ...Array.from({ length: 200 }, (_, index) => direct({ username: 'alice', password: `guess-${index}` })),
      direct(alice),
    ]);
    expect(steps.every(({ kind }) => kind === 'refused')).toBe(true);
    expect(verified.filter((what) => what !== 'dummy')).toHaveLength(3);
    expect(verified).toHaveLength(201);
  });

  test('user name and address count together', async () => {
    const { direct } = rig({ realm: guarded });
    await direct({ username: 'alice', password: 'a' });
    await direct({ username: 'ALICE', password: 'b' });
    await direct({ username: 'alice@acme.example', password: 'c' });
    expect((await direct(alice)).kind).toBe('refused');
  });

  test('a known password does not open endless guesses at the second factor', async () => {
    const { direct, code } = rig({ realm: guarded, otp: [{}] });
    for (let guess = 0; guess < 3; guess += 1) await direct({ ...alice, otp: `00000${guess}` });
    expect((await direct({ ...alice, otp: code() })).kind).toBe('refused');
  });

  test('unknown names make the same store calls and lock nobody', async () => {
    const known = rig({ realm: guarded });
    await known.direct({ username: 'alice', password: 'no' });
    const unknown = rig({ realm: guarded });
    await unknown.direct({ username: 'zed', password: 'no' });
    expect(unknown.calls).toEqual(known.calls);
  });

  test('disables the account for good where the realm says so', async () => {
    const { direct, users, apply } = rig({ realm: { ...guarded, permanentLockout: true } });
    for (let guess = 0; guess < 2; guess += 1) expect((await direct({ username: 'alice', password: 'no' })).changes).toEqual([]);
    const last = await direct({ username: 'alice', password: 'no' });
    expect(last.changes).toMatchObject([
      { kind: 'update-user', patch: { enabled: false, attributes: { disabledReason: ['permanentLockout'] } } },
    ]);
    apply(last.changes);
    expect(users[0]).toMatchObject({ enabled: false });
    expect((await direct(alice)).kind).toBe('refused');
  });

  test('a full hashing lane reaches the caller, and nothing stays reserved', async () => {
    const { direct, hasher, failures, realm, clock } = rig({ realm: guarded });
    await direct({ username: 'alice', password: 'no' });
    const before = await failures.get(realm, 'user-1');
    clock.advance(10_000);
    const verify = hasher.verify;
    hasher.verify = () => Promise.reject(new AnteroomError('busy', 'full', { retryAfter: 2 }));
    await expect(direct(alice)).rejects.toMatchObject({ code: 'busy', retryAfter: 2 });
    expect(await failures.get(realm, 'user-1')).toEqual(before);
    hasher.verify = verify;
    expect((await direct(alice)).kind).toBe('complete');
  });
});
