import { describe, expect, test } from '@jest/globals';
import type { FlowContext, FlowStep } from './flow-engine.ts';
import { createEngineRig, otpDevice, type RigOptions } from './test-rig/engine-rig.ts';
import { BROWSER } from './test-rig/flow-tree.ts';

const alice = { username: 'alice', password: 'alice-pw' };
const asks = (alias: string, parameter: string | null = null): Partial<FlowContext> => ({ action: { alias, parameter } });
const rig = (options: Partial<RigOptions> = {}) =>
  createEngineRig({
    flow: BROWSER,
    requiredActions: [{ alias: 'TERMS_AND_CONDITIONS', enabled: true }],
    ...options,
  });

/** An application asks for an action in a login of its own, begun with user name and password. */
async function reached(opened: ReturnType<typeof createEngineRig>, overrides: Partial<FlowContext>): Promise<FlowStep> {
  return opened.post(await opened.start(overrides), alice, overrides);
}

describe('an action that an application asks for (kc_action)', () => {
  test('comes after the login, and its end is told', async () => {
    const opened = rig();
    const page = await reached(opened, asks('UPDATE_PASSWORD'));
    expect(page).toMatchObject({ kind: 'challenge', executionId: 'UPDATE_PASSWORD', cancellable: true });
    const form = { 'password-new': 'another-pw', 'password-confirm': 'another-pw' };
    expect(await opened.post(page, form, asks('UPDATE_PASSWORD'))).toMatchObject({
      kind: 'complete',
      outcome: { action: { alias: 'UPDATE_PASSWORD', status: 'success' } },
    });
  });

  test('can be cancelled, unlike one that the account needs', async () => {
    const opened = rig();
    const page = await reached(opened, asks('UPDATE_PROFILE'));
    expect(await opened.post(page, { 'cancel-aia': 'true' }, asks('UPDATE_PROFILE'))).toMatchObject({
      kind: 'complete',
      outcome: { action: { alias: 'UPDATE_PROFILE', status: 'cancelled' } },
    });
    const forced = rig({ users: [{ requiredActions: ['UPDATE_PROFILE'] }] });
    const pending = await reached(forced, asks('UPDATE_PROFILE'));
    expect(pending).toMatchObject({ executionId: 'UPDATE_PROFILE', cancellable: false });
    expect((await forced.post(pending, { 'cancel-aia': 'true' }, asks('UPDATE_PROFILE'))).kind).toBe('challenge');
  });

  test('that does not exist, is switched off or names nothing is an error and no obstacle', async () => {
    for (const action of [asks('nonsense'), asks('delete_credential'), asks('delete_credential', 'nonsense'), asks('delete_account')]) {
      const { outcome } = (await reached(rig(), action)) as Extract<FlowStep, { kind: 'complete' }>;
      expect(outcome.action?.status).toBe('error');
    }
    const off = rig({ requiredActions: [{ alias: 'UPDATE_PROFILE', enabled: false }] });
    expect(await reached(off, asks('UPDATE_PROFILE'))).toMatchObject({ outcome: { action: { status: 'error' } } });
  });

  test('is not performed twice in one login', async () => {
    const opened = rig({ users: [{ requiredActions: ['TERMS_AND_CONDITIONS'] }] });
    const page = await reached(opened, asks('TERMS_AND_CONDITIONS'));
    expect(await opened.post(page, { accept: 'on' }, asks('TERMS_AND_CONDITIONS'))).toMatchObject({
      kind: 'complete',
      outcome: { action: { status: 'success' } },
    });
  });

  test('by single sign-on needs a proof of the last five minutes, or of what the realm says', async () => {
    const opened = rig();
    const session = opened.sessionOf(0);
    expect(await opened.start({ ...asks('UPDATE_PASSWORD'), session })).toMatchObject({ executionId: 'UPDATE_PASSWORD' });
    opened.clock.advance(301_000);
    expect(await opened.start({ ...asks('UPDATE_PASSWORD'), session })).toMatchObject({
      executionId: 'auth-username-password-form',
      view: { usernameFixed: true },
    });
    const lenient = rig({ realm: { passwordPolicy: 'maxAuthAge(600)' } });
    const older = lenient.sessionOf(0);
    lenient.clock.advance(301_000);
    expect(await lenient.start({ ...asks('UPDATE_PASSWORD'), session: older })).toMatchObject({ executionId: 'UPDATE_PASSWORD' });
  });
});

describe('terms and conditions', () => {
  const pending = { users: [{ requiredActions: ['TERMS_AND_CONDITIONS'], attributes: { department: ['sales'] } }] };

  test('agreed to: the time is kept beside what was there', async () => {
    const opened = rig(pending);
    const page = await opened.post(await opened.start(), alice);
    expect(page).toMatchObject({ executionId: 'TERMS_AND_CONDITIONS', view: { kind: 'terms' } });
    expect((await opened.post(page, {})).kind).toBe('challenge');
    expect((await opened.post(page, { accept: 'on' })).kind).toBe('complete');
    const seconds = String(Math.floor(opened.clock.now().getTime() / 1000));
    expect(opened.users[0]).toMatchObject({ requiredActions: [], attributes: { department: ['sales'], terms_and_conditions: [seconds] } });
  });

  test('declined: no login, and the application is told', async () => {
    const opened = rig(pending);
    const page = await opened.post(await opened.start(), alice);
    expect(await opened.post(page, { cancel: 'on' })).toMatchObject({ kind: 'refused', refusal: 'rejected_by_user' });
    expect(opened.users[0]?.requiredActions).toEqual(['TERMS_AND_CONDITIONS']);
  });
});

describe('deleting the own account', () => {
  const role = { id: 'role-delete', name: 'delete-account', clientRole: true, containerId: 'account-uuid', attributes: {}, composites: [] };
  const client = { id: 'account-uuid', clientId: 'account' };

  test('takes the account away, and nobody is signed in', async () => {
    const opened = rig({ roles: [role], client, users: [{ roles: ['role-delete'] }] });
    const page = await reached(opened, asks('delete_account'));
    expect(page).toMatchObject({ executionId: 'delete_account', view: { kind: 'delete-account' }, cancellable: true });
    expect(await opened.post(page, { accept: 'on' }, asks('delete_account'))).toMatchObject({
      kind: 'ended',
      changes: [{ kind: 'delete-user', id: 'user-1' }],
      events: [{ type: 'DELETE_ACCOUNT' }],
      view: { kind: 'info', message: { key: 'userDeletedSuccessfully' } },
    });
  });

  test('needs the role for it', async () => {
    const opened = rig({ roles: [role], client });
    expect(await reached(opened, asks('delete_account'))).toMatchObject({ outcome: { action: { status: 'error' } } });
  });
});

describe('deleting a credential', () => {
  const options: Partial<RigOptions> = { otp: [{}, { id: 'otp-2', userLabel: 'tablet' }, { id: 'otp-bob', userId: 'user-2' }] };

  test('by who has proven a second factor', async () => {
    const opened = rig(options);
    const asked = asks('delete_credential', 'otp-2');
    const page = await opened.post(await reached(opened, asked), { otp: opened.code() }, asked);
    expect(page).toMatchObject({ executionId: 'delete_credential', view: { kind: 'delete-credential', label: 'tablet', type: 'otp' } });
    expect((await opened.post(page, {}, asked)).kind).toBe('challenge');
    expect(opened.credentials.some(({ id }) => id === 'otp-2')).toBe(true);
    expect(await opened.post(page, { accept: 'on' }, asked)).toMatchObject({ outcome: { action: { status: 'success' } } });
    expect(opened.credentials.map(({ id }) => id)).not.toContain('otp-2');
  });

  test('of somebody else, or a password, is none', async () => {
    for (const id of ['otp-bob', 'password-user-1']) {
      const opened = rig(options);
      const asked = asks('delete_credential', id);
      expect(await opened.post(await reached(opened, asked), { otp: opened.code() }, asked)).toMatchObject({
        outcome: { action: { status: 'error' } },
      });
      expect(opened.credentials.some((credential) => credential.id === id)).toBe(true);
    }
  });

  test('D019 a session that proved a password only has to prove more', async () => {
    const opened = rig(options);
    const asked = { ...asks('delete_credential', 'otp-1'), session: opened.sessionOf(0) };
    const form = await opened.start(asked);
    expect(form).toMatchObject({ executionId: 'auth-username-password-form', view: { usernameFixed: true } });
    expect(await opened.post(form, { password: 'alice-pw' }, asked)).toMatchObject({ executionId: 'auth-otp-form' });
  });

  test('D019 a flow that does not ask for the factor does not let it be taken away', async () => {
    for (const alias of ['delete_credential', 'CONFIGURE_TOTP', 'webauthn-register', 'CONFIGURE_RECOVERY_AUTHN_CODES']) {
      const opened = rig({ ...options, flow: [['R', 'auth-username-password-form']] });
      expect(await reached(opened, asks(alias, 'otp-1'))).toMatchObject({
        kind: 'complete',
        outcome: { action: { alias, status: 'error' } },
        events: [{ error: 'insufficient_level_of_authentication' }],
      });
    }
  });

  test('B172 enrolling the first factor needs no other', async () => {
    const opened = rig();
    expect(await reached(opened, asks('CONFIGURE_TOTP'))).toMatchObject({ executionId: 'CONFIGURE_TOTP' });
  });

  test('D019 in a flow with levels the level of the credential is needed', async () => {
    const level = (number: string) => ['R', 'conditional-level-of-authentication', { 'loa-condition-level': number }] as const;
    const opened = rig({
      ...options,
      flow: [
        ['A', 'auth-cookie'],
        [
          'A',
          'forms',
          [
            ['C', 'level 1', [level('1'), ['R', 'auth-username-password-form']]],
            ['C', 'level 2', [level('2'), ['R', 'auth-otp-form']]],
          ],
        ],
      ],
    });
    const session = opened.sessionOf(0);
    const record = {
      ...session.record,
      amr: ['pwd', 'otp'],
      notes: { 'loa-map': JSON.stringify({ 1: Math.floor(opened.clock.now().getTime() / 1000) }) },
    };
    const asked = { ...asks('delete_credential', 'otp-1'), session: { ...session, record } };
    expect(await opened.start(asked)).toMatchObject({ executionId: 'auth-otp-form' });
  });
});

describe('the language of an account', () => {
  const realm = { internationalizationEnabled: true, supportedLocales: ['en', 'de'] };

  test('is the one chosen on a page of the login', async () => {
    const opened = rig({ realm, users: [{ attributes: { department: ['sales'] } }] });
    const shown = await opened.start({ chosenLocale: 'de' });
    expect((await opened.post(shown, alice)).kind).toBe('complete');
    expect(opened.users[0]?.attributes).toEqual({ department: ['sales'], locale: ['de'] });
  });

  test('stays as it is when nobody chose, or the realm does not keep it', async () => {
    const opened = rig({ realm });
    expect(await opened.post(await opened.start(), alice)).toMatchObject({ kind: 'complete', changes: [] });
    const off = rig({ realm, requiredActions: [{ alias: 'update_user_locale', enabled: false }] });
    expect(await off.post(await off.start({ chosenLocale: 'de' }), alice)).toMatchObject({ kind: 'complete', changes: [] });
  });
});

test('a device of somebody else is nobody’s second factor', async () => {
  const opened = rig({ credentials: [otpDevice({ id: 'otp-bob', userId: 'user-2' })] });
  expect(await reached(opened, asks('CONFIGURE_TOTP'))).toMatchObject({ executionId: 'CONFIGURE_TOTP' });
});
