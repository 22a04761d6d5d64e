import { describe, expect, test } from '@jest/globals';
import type { FlowStep } from './flow-engine.ts';
import { createEngineRig, otpDevice, type RigOptions } from './test-rig/engine-rig.ts';
import { BROWSER, type Node } from './test-rig/flow-tree.ts';
import { createSoftKey } from './test-rig/soft-key.ts';

const alice = { username: 'alice', password: 'alice-pw' };
const SECOND: readonly Node[] = [
  ['R', 'auth-username-password-form'],
  [
    'C',
    '2FA',
    [
      ['R', 'conditional-user-configured'],
      ['A', 'webauthn-authenticator'],
      ['A', 'auth-otp-form'],
    ],
  ],
];

const rig = (options: Partial<RigOptions> = {}) =>
  createEngineRig({ flow: SECOND, users: [{ requiredActions: ['webauthn-register'] }, { username: 'bob', email: null }], ...options });

/** The challenge of the page that is shown. */
function challengeOf(step: FlowStep): string {
  if (step.kind !== 'challenge') throw new Error(`no page: ${step.kind}`);
  const view = step.view;
  if (view.kind === 'webauthn-register') return view.challenge;
  if (view.kind === 'webauthn') return view.request.challenge;
  if ((view.kind === 'login' || view.kind === 'username') && view.passkey) return view.passkey.challenge;
  throw new Error(`no challenge on page ${view.kind}`);
}

/** Signs in, registers a key and signs out again. */
async function registered(options: Partial<RigOptions> = {}, key = createSoftKey()) {
  const opened = rig(options);
  const page = await opened.post(await opened.start(), alice);
  const done = await opened.post(page, { ...key.register({ challenge: challengeOf(page) }), authenticatorLabel: 'my key' });
  expect(done.kind).toBe('complete');
  return { ...opened, key };
}

describe('registering a key', () => {
  test("is asked for by the account and stores Keycloak's shape", async () => {
    const { credentials, key, users } = await registered();
    expect(credentials.find(({ type }) => type === 'webauthn')).toMatchObject({
      userId: 'user-1',
      userLabel: 'my key',
      secretData: {},
      credentialData: {
        aaguid: '00000000-0000-0000-0000-000000000000',
        credentialId: Buffer.from(key.id, 'base64url').toString('base64'),
        counter: 0,
        credentialPublicKey: key.publicKey,
        attestationStatementFormat: 'none',
        transports: ['internal'],
      },
    });
    expect(users[0]?.requiredActions).toEqual([]);
  });

  async function refusedRegistration(
    make: (challenge: string) => Record<string, string>,
    realm: NonNullable<RigOptions['realm']> = {},
  ): Promise<void> {
    const { start, post, credentials } = rig({ realm });
    const page = await post(await start(), alice);
    const answered = await post(page, make(challengeOf(page)));
    expect(answered).toMatchObject({ kind: 'challenge', view: { kind: 'webauthn-register' } });
    expect(answered).not.toMatchObject({ view: { error: null } });
    expect(challengeOf(answered)).not.toBe(challengeOf(page));
    expect(credentials.filter(({ type }) => type === 'webauthn')).toEqual([]);
  }

  test('B173 refuses another challenge', () =>
    refusedRegistration(() => createSoftKey().register({ challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })));
  test('B173 refuses another origin', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge, origin: 'https://login.acme.example.evil.test' })));
  test('B173 refuses another relying party', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge, rpId: 'evil.test' })));
  test('B173 refuses the answer of another ceremony', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge, type: 'webauthn.get' })));
  test('B173 refuses an algorithm that the realm does not list', () =>
    refusedRegistration((challenge) => createSoftKey({ curve: 'ES384' }).register({ challenge })));
  test('B173 refuses a person who was not verified where the realm demands it', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge, userVerified: false }), {
      webAuthnPolicyUserVerificationRequirement: 'required',
    }));
  test('B173 refuses another kind of attachment than the realm demands', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge }), {
      webAuthnPolicyAuthenticatorAttachment: 'cross-platform',
    }));
  test('B173 refuses a key that cannot be found by itself where the realm demands it', () =>
    refusedRegistration((challenge) => ({ ...createSoftKey().register({ challenge }), discoverable: 'false' }), {
      webAuthnPolicyResidentKey: 'required',
    }));
  test('D026 refuses a model that the realm does not list', () =>
    refusedRegistration((challenge) => createSoftKey().register({ challenge }, 'self'), {
      webAuthnPolicyAcceptableAaguids: ['11111111-1111-1111-1111-111111111111'],
    }));
  test('D026 refuses a listed model that only the new key itself vouches for', () =>
    refusedRegistration((challenge) => createSoftKey({ aaguid: '11111111-1111-1111-1111-111111111111' }).register({ challenge }, 'self'), {
      webAuthnPolicyAcceptableAaguids: ['11111111-1111-1111-1111-111111111111'],
    }));
  test('D026 refuses a listed model without any attestation', () =>
    refusedRegistration((challenge) => createSoftKey({ aaguid: '11111111-1111-1111-1111-111111111111' }).register({ challenge }), {
      webAuthnPolicyAcceptableAaguids: ['11111111-1111-1111-1111-111111111111'],
    }));
  test('refuses fields that are no answer', () =>
    refusedRegistration(() => ({ clientDataJSON: '{}', attestationObject: '<script>', publicKeyCredentialId: '' })));
  test('refuses an answer that is cut off', () =>
    refusedRegistration((challenge) => {
      const answer = createSoftKey().register({ challenge });
      return { ...answer, attestationObject: String(answer.attestationObject).slice(0, 100) };
    }));
  test('says when the browser reports an error', () =>
    refusedRegistration((challenge) => ({ ...createSoftKey().register({ challenge }), error: 'NotAllowedError' })));

  test('B173 refuses the same key twice', async () => {
    const key = createSoftKey();
    const { start, post, users, credentials } = await registered({}, key);
    users[0] = { ...users[0]!, requiredActions: ['webauthn-register'] };
    const second = await post(await start(), alice);
    const page = await post(second, key.sign({ challenge: challengeOf(second) }));
    expect(page).toMatchObject({ executionId: 'webauthn-register' });
    expect((await post(page, key.register({ challenge: challengeOf(page) }))).kind).toBe('challenge');
    expect(credentials.filter(({ type }) => type === 'webauthn')).toHaveLength(1);
  });
});

describe('a key as second factor', () => {
  test('is asked for who has one, and named to the browser', async () => {
    const { start, post, key } = await registered();
    const page = await post(await start(), alice);
    expect(page).toMatchObject({
      executionId: 'webauthn-authenticator',
      otherWays: false,
      view: { kind: 'webauthn', username: 'alice', keys: [{ id: key.id, label: 'my key', transports: ['internal'] }], error: null },
    });
    expect(await post(page, key.sign({ challenge: challengeOf(page) }))).toMatchObject({
      kind: 'complete',
      outcome: { userId: 'user-1', amr: ['pwd', 'pop'] },
    });
  });

  test('stands beside another way', async () => {
    const { start, post, credentials } = await registered();
    credentials.push(otpDevice());
    const page = await post(await start(), alice);
    expect(page).toMatchObject({ kind: 'challenge', otherWays: true });
    expect(await post(page, { tryAnotherWay: 'on' })).toMatchObject({
      view: { options: expect.arrayContaining([expect.objectContaining({ provider: 'auth-otp-form' })]) },
    });
  });

  test('B173 is judged by challenge, origin, relying party, ceremony, signature and owner', async () => {
    const { start, post, key } = await registered();
    const tampered: readonly ((challenge: string) => Record<string, string>)[] = [
      () => key.sign({ challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
      (challenge) => key.sign({ challenge, origin: 'https://evil.test' }),
      (challenge) => key.sign({ challenge, rpId: 'evil.test' }),
      (challenge) => key.sign({ challenge, type: 'webauthn.create' }),
      (challenge) => key.sign({ challenge }, key.otherKey),
      (challenge) => key.sign({ challenge, userHandle: 'user-2' }),
      (challenge) => createSoftKey({ id: 'somebody-elses' }).sign({ challenge }),
      (challenge) => ({ ...key.sign({ challenge }), authenticatorData: '' }),
      () => ({ error: 'NotAllowedError' }),
      () => ({}),
    ];
    let page = await post(await start(), alice);
    for (const answer of tampered) {
      const challenge = challengeOf(page);
      page = await post(page, answer(challenge));
      expect(page).toMatchObject({ kind: 'challenge', executionId: 'webauthn-authenticator' });
      expect(challengeOf(page)).not.toBe(challenge);
    }
    expect((await post(page, key.sign({ challenge: challengeOf(page) }))).kind).toBe('complete');
  });

  test('an answer is taken once, and a page shown again keeps its challenge', async () => {
    const { engine, context, start, post, key } = await registered();
    const page = await post(await start(), alice);
    const shown = await engine.resume(context(), page.state);
    expect(challengeOf(shown)).toBe(challengeOf(page));
    expect(shown.state).toEqual(page.state);
    const answer = key.sign({ challenge: challengeOf(page) });
    const wrong = await post(page, { ...answer, signature: 'AAAA' });
    expect(await post(wrong, answer)).toMatchObject({ kind: 'challenge' });
  });

  test('a counter that does not rise is a copy', async () => {
    const { start, post, key, credentials } = await registered();
    const page = await post(await start(), alice);
    expect((await post(page, key.sign({ challenge: challengeOf(page), counter: 7 }))).kind).toBe('complete');
    expect(credentials.find(({ type }) => type === 'webauthn')?.credentialData.counter).toBe(7);
    const again = await post(await start(), alice);
    expect((await post(again, key.sign({ challenge: challengeOf(again), counter: 7 }))).kind).toBe('challenge');
  });
});

const PASSKEYS = { webAuthnPolicyPasswordlessPasskeysEnabled: true, webAuthnPolicyPasswordlessUserVerificationRequirement: 'required' };

/** Alice has a passkey, and an authenticator app as well. */
async function withPasskey(flow: readonly Node[] = BROWSER) {
  const key = createSoftKey();
  const opened = createEngineRig({ flow, otp: [{}], realm: PASSKEYS, users: [{ requiredActions: ['webauthn-register-passwordless'] }] });
  const otp = await opened.post(await opened.start(), { username: 'alice', password: 'alice-pw' });
  const page = otp.kind === 'challenge' && otp.view.kind === 'otp' ? await opened.post(otp, { otp: opened.code() }) : otp;
  expect((await opened.post(page, key.register({ challenge: challengeOf(page) }))).kind).toBe('complete');
  return { ...opened, key };
}

describe('a passkey on the form for the user name', () => {
  test('signs in without a name, a password or a second factor', async () => {
    const { start, post, key } = await withPasskey();
    const form = await start();
    const answer = key.sign({ challenge: challengeOf(form), userHandle: 'user-1' });
    expect(await post(form, answer)).toMatchObject({ kind: 'complete', outcome: { userId: 'user-1', username: 'alice', amr: ['pop'] } });
  });

  test('also before a password of its own', async () => {
    const flow: readonly Node[] = [
      ['R', 'auth-username-form'],
      ['R', 'auth-password-form'],
    ];
    const key = createSoftKey();
    const opened = createEngineRig({ flow, realm: PASSKEYS, users: [{ requiredActions: ['webauthn-register-passwordless'] }] });
    const name = await opened.post(await opened.start(), { username: 'alice' });
    const page = await opened.post(name, { password: 'alice-pw' });
    await opened.post(page, key.register({ challenge: challengeOf(page) }));
    const form = await opened.start();
    expect((await opened.post(form, key.sign({ challenge: challengeOf(form), userHandle: 'user-1' }))).kind).toBe('complete');
  });

  test('B163 answers the same for an unknown person and a wrong signature', async () => {
    const { start, post, key } = await withPasskey();
    const form = await start();
    const unknown = await post(form, key.sign({ challenge: challengeOf(form), userHandle: 'nobody' }));
    const other = await start();
    const wrong = await post(other, key.sign({ challenge: challengeOf(other), userHandle: 'user-1' }, key.otherKey));
    const shown = (step: FlowStep) => (step.kind === 'challenge' && step.view.kind === 'login' ? { ...step.view, passkey: null } : step);
    expect(shown(unknown)).toEqual(shown(wrong));
    expect(shown(wrong)).toMatchObject({ error: { key: 'webauthn-error-auth-verification' } });
  });

  test('D090 a locked account lets in whoever holds its key', async () => {
    const { start, post, key, realm } = await withPasskey();
    Object.assign(realm.realm, { bruteForceProtected: true, failureFactor: 1, quickLoginCheckMilliSeconds: 0 });
    for (const password of ['a', 'b', 'c']) await post(await start(), { username: 'alice', password });
    expect((await post(await start(), { username: 'alice', password: 'alice-pw' })).kind).toBe('challenge');
    const form = await start();
    expect((await post(form, key.sign({ challenge: challengeOf(form), userHandle: 'user-1' }))).kind).toBe('complete');
  });

  test('is not offered, and not taken, where the realm has not switched it on', async () => {
    const { start, post } = createEngineRig({ flow: BROWSER });
    const form = await start();
    expect(form).toMatchObject({ view: { passkey: null } });
    expect(await post(form, createSoftKey().sign({ challenge: 'AAAA', userHandle: 'user-1' }))).toMatchObject({ kind: 'challenge' });
  });

  test('a disabled account is told so only with the right key', async () => {
    const { start, post, key, users } = await withPasskey();
    users[0] = { ...users[0]!, enabled: false };
    const form = await start();
    expect(await post(form, key.sign({ challenge: challengeOf(form), userHandle: 'user-1' }))).toMatchObject({
      view: { error: { key: 'accountDisabledMessage' } },
    });
  });
});

describe('a passkey on a page of its own', () => {
  const flow: readonly Node[] = [['R', 'webauthn-authenticator-passwordless']];

  test('says who it is', async () => {
    const { credentials, key } = await withPasskey();
    const opened = createEngineRig({ flow, credentials: credentials.filter(({ type }) => type === 'webauthn-passwordless') });
    const page = await opened.start();
    expect(page).toMatchObject({ view: { kind: 'webauthn', username: null, keys: [] } });
    expect(await opened.post(page, key.sign({ challenge: challengeOf(page), userHandle: 'user-1' }))).toMatchObject({
      kind: 'complete',
      outcome: { userId: 'user-1' },
    });
  });

  test('needs somebody to say who it is', async () => {
    const { credentials, key } = await withPasskey();
    const opened = createEngineRig({ flow, credentials: credentials.filter(({ type }) => type === 'webauthn-passwordless') });
    const page = await opened.start();
    expect((await opened.post(page, key.sign({ challenge: challengeOf(page) }))).kind).toBe('challenge');
  });
});
