import type { Component } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { Secret } from 'otpauth';
import { createEngineRig, otpDevice, type RigOptions } from './test-rig/engine-rig.ts';
import { BROWSER } from './test-rig/flow-tree.ts';

const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: BROWSER, ...options });
const alice = { username: 'alice', password: 'alice-pw' };
const pending = (...requiredActions: string[]) => ({ users: [{ requiredActions }] });

describe('required actions of a login', () => {
  test('come after the flow in the order of the realm, and the login goes on by itself', async () => {
    const { start, post, code, users, credentials } = rig(pending('UPDATE_PASSWORD', 'CONFIGURE_TOTP'));
    const totp = await post(await start(), alice);
    expect(totp).toMatchObject({ kind: 'challenge', executionId: 'CONFIGURE_TOTP', state: { phase: 'required-actions' } });
    if (totp.kind !== 'challenge' || totp.view.kind !== 'configure-totp') throw new Error('no set-up page');
    const password = await post(totp, { totpSecret: totp.view.rawSecret, totp: code(totp.view.rawSecret), userLabel: 'phone' });
    expect(password).toMatchObject({
      kind: 'challenge',
      executionId: 'UPDATE_PASSWORD',
      view: { kind: 'update-password', username: 'alice' },
    });
    const done = await post(password, { 'password-new': 'a new one', 'password-confirm': 'a new one' });
    expect(done).toMatchObject({ kind: 'complete', outcome: { userId: 'user-1', amr: ['pwd'] } });
    expect(users[0]).toMatchObject({ requiredActions: [] });
    expect(credentials.map(({ type }) => type).sort()).toEqual(['otp', 'password']);
  });

  test('cannot be skipped by posting to another page or by going back', async () => {
    const { engine, context, start, post } = rig(pending('UPDATE_PASSWORD'));
    const page = await post(await start(), alice);
    for (const executionId of ['auth-username-password-form', 'CONFIGURE_TOTP', 'VERIFY_EMAIL', '']) {
      expect(await engine.submit(context(), page.state, executionId, alice)).toMatchObject({
        kind: 'challenge',
        executionId: 'UPDATE_PASSWORD',
      });
    }
    expect(await engine.resume(context(), page.state)).toMatchObject({ executionId: 'UPDATE_PASSWORD' });
  });

  test('that are not available here refuse', async () => {
    const { start, post } = rig({
      ...pending('SIGN_THE_BOOK'),
      requiredActions: [{ alias: 'VERIFY_PROFILE', providerId: 'SIGN_THE_BOOK' }],
      users: [{ requiredActions: ['VERIFY_PROFILE'] }],
    });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'refused', refusal: 'account_not_set_up', view: { kind: 'error' } });
  });

  test('end with the account', async () => {
    const { start, post, users } = rig(pending('UPDATE_PASSWORD'));
    const page = await post(await start(), alice);
    users[0] = { ...users[0]!, enabled: false };
    expect(await post(page, { 'password-new': 'x', 'password-confirm': 'x' })).toMatchObject({
      kind: 'refused',
      refusal: 'user_disabled',
      changes: [],
    });
  });
});

describe('UPDATE_PASSWORD', () => {
  const opened = async (options: Partial<RigOptions> = {}) => {
    const opened = rig({ ...pending('UPDATE_PASSWORD'), ...options });
    return { ...opened, page: await opened.post(await opened.start(), alice) };
  };

  test.each([
    ['nothing', {}, { fieldErrors: { password: { key: 'missingPasswordMessage' } } }],
    [
      'two that differ',
      { 'password-new': 'a', 'password-confirm': 'b' },
      { fieldErrors: { 'password-confirm': { key: 'notMatchPasswordMessage' } } },
    ],
    [
      'one that is too short',
      { 'password-new': 'a', 'password-confirm': 'a' },
      { error: { key: 'invalidPasswordMinLengthMessage', args: [8] } },
    ],
    [
      'the current one',
      { 'password-new': 'alice-pw', 'password-confirm': 'alice-pw' },
      { error: { key: 'invalidPasswordHistoryMessage', args: [3] } },
    ],
  ])('shows its page again for %s', async (_name, form: Record<string, string>, errors) => {
    const { page, post } = await opened({ realm: { passwordPolicy: 'length(8) and passwordHistory(3)' } });
    expect(await post(page, form)).toMatchObject({ kind: 'challenge', view: { kind: 'update-password', ...errors }, changes: [] });
  });

  test('kills older links and, when asked, ends the sessions begun before', async () => {
    const { page, post, clock } = await opened();
    const form = { 'password-new': 'a new one', 'password-confirm': 'a new one' };
    const kept = await post(page, form);
    expect(kept.changes).toContainEqual({ kind: 'raise-credential-version', userId: 'user-1', expected: 1 });
    expect(JSON.stringify(kept.changes)).not.toContain('sessionsNotBefore');
    const again = await opened();
    const ended = await again.post(again.page, { ...form, 'logout-sessions': 'on' });
    expect(ended.changes).toContainEqual({
      kind: 'update-user',
      id: 'user-1',
      patch: { requiredActions: [], sessionsNotBefore: clock.now() },
    });
  });

  test('that ends all sessions ends the one that answered, too: the login is a new one', async () => {
    const { start, post, sessionOf } = rig(pending('UPDATE_PASSWORD'));
    const session = sessionOf(0);
    const page = await start({ session });
    const done = await post(page, { 'password-new': 'a new one', 'password-confirm': 'a new one', 'logout-sessions': 'on' }, { session });
    expect(done).toMatchObject({ kind: 'complete', outcome: { fromSession: false } });
  });
});

describe('CONFIGURE_TOTP', () => {
  test('shows a key, its URI and a picture of it', async () => {
    const { start, post } = rig({ ...pending('CONFIGURE_TOTP'), realm: { displayName: 'Acme & Co' } });
    const page = await post(await start(), alice);
    if (page.kind !== 'challenge' || page.view.kind !== 'configure-totp') throw new Error('no set-up page');
    const { rawSecret, secret, uri, qrSvg } = page.view;
    expect(rawSecret).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(secret.replaceAll(' ', '')).toBe(Secret.fromUTF8(rawSecret).base32);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Acme%20%26%20Co:alice\?/);
    expect(qrSvg).toMatch(/^<svg /);
  });

  test('keeps the key while the code is wrong or missing', async () => {
    const { start, post, code } = rig(pending('CONFIGURE_TOTP'));
    const page = await post(await start(), alice);
    if (page.kind !== 'challenge' || page.view.kind !== 'configure-totp') throw new Error('no set-up page');
    const { rawSecret } = page.view;
    const wrong = await post(page, { totpSecret: rawSecret, totp: '000000' });
    expect(wrong).toMatchObject({ view: { rawSecret, fieldErrors: { totp: { key: 'invalidTotpMessage' } } }, changes: [] });
    expect(await post(wrong, { totpSecret: rawSecret, totp: '' })).toMatchObject({
      view: { rawSecret, fieldErrors: { totp: { key: 'missingTotpMessage' } } },
    });
    const done = await post(wrong, { totpSecret: rawSecret, totp: code(rawSecret) });
    expect(done).toMatchObject({ kind: 'complete' });
    expect(done.changes).toContainEqual({
      kind: 'put-credential',
      credential: expect.objectContaining({
        type: 'otp',
        secretData: { value: rawSecret },
        credentialData: { subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' },
      }),
    });
  });

  test('does not take a key that is none', async () => {
    const { start, post } = rig(pending('CONFIGURE_TOTP'));
    const page = await post(await start(), alice);
    for (const totpSecret of ['', 'a', '<script>alert(1)</script>']) {
      const again = await post(page, { totpSecret, totp: '123456' });
      expect(again).toMatchObject({ kind: 'challenge', changes: [], view: { rawSecret: expect.stringMatching(/^[A-Za-z0-9]{20}$/) } });
    }
  });

  test('wants a name for a second device', async () => {
    const { requiredActions, realm, users, code } = rig({ otp: [otpDevice()] });
    const secret = 'abcdefghijklmnopqrst';
    const input = { realm, action: 'CONFIGURE_TOTP', user: users[0]!, locale: 'en', holder: 'link-1' };
    const nameless = await requiredActions.submit({ ...input, form: { totpSecret: secret, totp: code(secret) } });
    expect(nameless).toMatchObject({ kind: 'challenge', view: { fieldErrors: { userLabel: { key: 'missingTotpDeviceNameMessage' } } } });
    expect(await requiredActions.submit({ ...input, form: { totpSecret: secret, totp: code(secret), userLabel: 'tablet' } })).toMatchObject(
      { kind: 'done' },
    );
  });
});

describe('UPDATE_PROFILE and VERIFY_PROFILE', () => {
  const names = { email: 'alice@acme.example', firstName: 'Alice', lastName: 'Adams' };

  test('ask for what is mandatory and missing, once', async () => {
    const { start, post, users } = rig({ users: [{ lastName: null }] });
    const page = await post(await start(), alice);
    expect(page).toMatchObject({
      kind: 'challenge',
      executionId: 'VERIFY_PROFILE',
      view: {
        kind: 'update-profile',
        fields: [
          { name: 'email', value: 'alice@acme.example', required: true },
          { name: 'firstName', value: 'Alice', required: true },
          { name: 'lastName', value: '', required: true },
        ],
      },
    });
    const again = await post(page, { ...names, lastName: ' ' });
    expect(again).toMatchObject({
      kind: 'challenge',
      view: { fieldErrors: { lastName: { key: 'error-user-attribute-required' } } },
      changes: [],
    });
    expect(await post(again, names)).toMatchObject({ kind: 'complete' });
    expect(users[0]).toMatchObject({ lastName: 'Adams', emailVerified: true });
  });

  test('one page is enough for both', async () => {
    const { start, post } = rig({ users: [{ lastName: null, requiredActions: ['UPDATE_PROFILE', 'VERIFY_PROFILE'] }] });
    const page = await post(await start(), alice);
    expect(page).toMatchObject({ executionId: 'UPDATE_PROFILE' });
    expect(await post(page, names)).toMatchObject({ kind: 'complete' });
  });

  test("a new address is not verified, kills older links and must not be somebody else's", async () => {
    const { start, post } = rig({ users: [{ requiredActions: ['UPDATE_PROFILE'] }, { username: 'bob', email: 'bob@acme.example' }] });
    const page = await post(await start(), alice);
    expect(await post(page, { ...names, email: 'Bob@acme.example' })).toMatchObject({
      view: { fieldErrors: { email: { key: 'emailExistsMessage' } } },
      changes: [],
    });
    const done = await post(page, { ...names, email: 'New@acme.example' });
    expect(done.changes).toMatchObject([
      { kind: 'update-user', patch: { email: 'new@acme.example', emailVerified: false } },
      { kind: 'raise-credential-version', expected: 1 },
      { kind: 'revoke-link', id: 'link of alice' }, // the planned way back, to the former address
    ]);
  });

  test.each([
    ['email', 'no address', 'error-invalid-email'],
    ['firstName', 'x'.repeat(256), 'error-invalid-length'],
    ['lastName', '<b>', 'error-person-name-invalid-character'],
    ['employeeNumber', '17', 'error-pattern-no-match'],
  ])('refuse in %s: %s', async (name, value, key) => {
    const { requiredActions, realm, users } = rig({ components: [profile] });
    const input = { realm, action: 'UPDATE_PROFILE', user: users[0]!, locale: 'en', holder: 'link-1' };
    expect(await requiredActions.submit({ ...input, form: { ...names, [name]: value } })).toMatchObject({
      view: { fieldErrors: { [name]: { key } } },
    });
  });

  test('change nothing that has no field', async () => {
    const { requiredActions, realm, users } = rig({
      components: [profile],
      users: [{ attributes: { department: ['R&D', 'Sales'], badge: ['7'] } }],
    });
    const input = { realm, action: 'UPDATE_PROFILE', user: users[0]!, locale: 'en', holder: 'link-1' };
    const form = { ...names, employeeNumber: 'E17', badge: '8', username: 'root', enabled: 'false', department: 'Board' };
    expect(await requiredActions.submit({ ...input, form })).toMatchObject({
      kind: 'done',
      changes: [{ patch: { attributes: { department: ['R&D', 'Sales'], badge: ['7'], employeeNumber: ['E17'] } } }],
    });
  });
});

const both = { view: ['admin', 'user'], edit: ['admin', 'user'] };
const profile: Component = {
  id: 'profile',
  name: 'profile',
  providerId: 'declarative-user-profile',
  providerType: 'org.keycloak.userprofile.UserProfileProvider',
  parentId: 'acme',
  config: {
    'kc.user.profile.config': [
      JSON.stringify({
        attributes: [
          { name: 'username', permissions: both },
          { name: 'email', permissions: both, required: { roles: ['user'] }, validations: { email: {} } },
          { name: 'firstName', permissions: both, required: {}, validations: { length: { max: 255 } } },
          { name: 'lastName', permissions: both, validations: { 'person-name-prohibited-characters': {} } },
          { name: 'employeeNumber', permissions: both, validations: { pattern: { pattern: '^E[0-9]+$' } } },
          { name: 'department', permissions: both, multivalued: true },
          { name: 'badge', permissions: { view: ['user'], edit: ['admin'] }, required: {} },
        ],
      }),
    ],
  },
};

describe('required actions on their own, for mailed links', () => {
  test('are known when enabled in the realm and available here', () => {
    const { requiredActions, realm } = rig({ requiredActions: [{ alias: 'CONFIGURE_TOTP', enabled: false }] });
    const known = ['UPDATE_PASSWORD', 'CONFIGURE_TOTP', 'VERIFY_EMAIL', 'nonsense'].filter((action) =>
      requiredActions.isKnown(realm, action),
    );
    expect(known).toEqual(['UPDATE_PASSWORD', 'VERIFY_EMAIL']);
  });

  test('give a page and then the changes', async () => {
    const { requiredActions, realm, users } = rig();
    const input = { realm, action: 'UPDATE_PASSWORD', user: users[0]!, locale: 'en', holder: 'link-1' };
    expect(await requiredActions.show(input)).toMatchObject({ kind: 'update-password', username: 'alice' });
    const done = await requiredActions.submit({
      ...input,
      form: { 'password-new': 'new', 'password-confirm': 'new', 'logout-sessions': 'on' },
    });
    expect(done).toMatchObject({ kind: 'done', logoutOtherSessions: true, events: [{ type: 'UPDATE_CREDENTIAL' }] });
  });

  test('that are not available are an error of the caller', async () => {
    const { requiredActions, realm, users } = rig();
    await expect(
      requiredActions.show({ realm, action: 'SIGN_THE_BOOK', user: users[0]!, locale: 'en', holder: 'link-1' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
