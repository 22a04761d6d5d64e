import { describe, expect, test } from '@jest/globals';
import { createEngineRig, type RigOptions } from './test-rig/engine-rig.ts';
import { BROWSER } from './test-rig/flow-tree.ts';

const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: BROWSER, ...options });
const alice = { username: 'alice', password: 'alice-pw' };

describe('the browser flow', () => {
  test('shows the login form and lets the user in', async () => {
    const { start, post } = rig();
    const form = await start({ loginHint: 'ali' });
    expect(form).toMatchObject({
      kind: 'challenge',
      executionId: 'auth-username-password-form',
      view: { kind: 'login', username: 'ali', usernameFixed: false, error: null, info: null },
    });
    expect(await post(form, alice)).toMatchObject({
      kind: 'complete',
      outcome: { userId: 'user-1', acr: '1', amr: ['pwd'], fromSession: false, transient: false, rememberMe: false },
    });
  });

  test.each([
    ['a wrong password', { username: 'alice', password: 'no' }, 'invalidUserMessage'],
    ['an empty password', { username: 'alice', password: '' }, 'invalidUserMessage'],
    ['a name that nobody has', { username: 'zed', password: 'no' }, 'invalidUserMessage'],
  ])('shows the form again after %s', async (_name, form, key) => {
    const { start, post, verified } = rig();
    const again = await post(await start(), form);
    expect(again).toMatchObject({ kind: 'challenge', view: { kind: 'login', username: form.username, error: { key } } });
    expect(again.state).toMatchObject({ userId: null, methods: [] });
    expect(verified).toHaveLength(1);
    expect((await post(again, alice)).kind).toBe('complete');
  });

  test('B183: takes a temporary password while it lasts, has it changed, and takes it no more afterwards', async () => {
    const { start, post, credentials, clock } = rig({
      realm: { attributes: { temporaryPasswordLifespan: '3600' } },
      users: [{ requiredActions: ['UPDATE_PASSWORD'] }],
    });
    credentials[0] = { ...credentials[0]!, createdAt: clock.now(), credentialData: { algorithm: 'clear', temporary: true } };
    expect(await post(await start(), alice)).toMatchObject({ kind: 'challenge', executionId: 'UPDATE_PASSWORD' });
    clock.advance(3_601_000);
    const late = await post(await start(), alice);
    expect(late).toMatchObject({ kind: 'challenge', view: { kind: 'login', error: { key: 'invalidUserMessage' } } });
    expect(late.events).toContainEqual(expect.objectContaining({ type: 'LOGIN_ERROR', error: 'expired_temporary_password' }));
    credentials[0] = { ...credentials[0], credentialData: { algorithm: 'clear' } };
    expect(await post(await start(), alice)).toMatchObject({ kind: 'challenge', executionId: 'UPDATE_PASSWORD' });
  });

  test('says that an account is disabled only to who knows the password', async () => {
    const { start, post } = rig({ users: [{ enabled: false }] });
    const form = await start();
    expect(await post(form, alice)).toMatchObject({
      kind: 'challenge',
      view: { error: { key: 'accountDisabledMessage' } },
      state: { userId: null },
    });
    expect(await post(form, { ...alice, password: 'no' })).toMatchObject({ view: { error: { key: 'invalidUserMessage' } } });
  });

  test('remembers the user only where the realm allows it', async () => {
    const allowed = rig({ realm: { rememberMe: true } });
    expect(await allowed.post(await allowed.start(), { ...alice, rememberMe: 'on' })).toMatchObject({ outcome: { rememberMe: true } });
    const off = rig();
    expect(await off.post(await off.start(), { ...alice, rememberMe: 'on' })).toMatchObject({ outcome: { rememberMe: false } });
  });

  test('shows the current page again for a page that is no longer current, and for a reload', async () => {
    const { engine, start, post, context } = rig({ otp: [{}] });
    const form = await start();
    const otp = await post(form, alice);
    expect(await engine.submit(context(), otp.state, 'auth-username-password-form', alice)).toMatchObject({
      executionId: 'auth-otp-form',
      view: { error: null },
    });
    expect(await engine.resume(context(), otp.state)).toMatchObject({ executionId: 'auth-otp-form', state: otp.state });
  });

  test('does not continue the state of another flow', async () => {
    const { engine, start, post, context } = rig({ otp: [{}] });
    const otp = await post(await start(), alice);
    const foreign = { ...otp.state, flowId: 'another' };
    expect(await engine.resume(context(), foreign)).toMatchObject({ executionId: 'auth-username-password-form', state: { userId: null } });
  });

  test('state is plain data', async () => {
    const { start, post } = rig({ otp: [{}] });
    const { state } = await post(await start(), alice);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

describe('single sign-on', () => {
  test('answers without a form', async () => {
    const { start, sessionOf, clock } = rig();
    const session = sessionOf(0);
    clock.advance(60_000);
    expect(await start({ session })).toMatchObject({
      kind: 'complete',
      outcome: {
        userId: 'user-1',
        username: 'alice',
        acr: '0',
        amr: ['pwd'],
        fromSession: true,
        authTime: new Date(session.record.authTime),
      },
    });
  });

  test('does not ask for the second factor again', async () => {
    const { start, sessionOf } = rig({ otp: [{}] });
    expect((await start({ session: sessionOf(0) })).kind).toBe('complete');
  });

  test('gives way to prompt=login: the same user proves who they are', async () => {
    const { start, post, sessionOf } = rig({ users: [{}, { username: 'bob', email: null }] });
    const session = sessionOf(0);
    const form = await start({ session, prompt: ['login'] });
    expect(form).toMatchObject({ view: { kind: 'login', username: 'alice', usernameFixed: true, info: { key: 'reauthenticate' } } });
    expect(await post(form, { username: 'bob', password: 'bob-pw' }, { session, prompt: ['login'] })).toMatchObject({
      kind: 'challenge',
      view: { usernameFixed: true },
    });
    expect(await post(form, { password: 'alice-pw' }, { session, prompt: ['login'] })).toMatchObject({
      kind: 'complete',
      outcome: { userId: 'user-1', acr: '1', fromSession: false },
    });
  });

  test('gives way to max_age when the last proof is older', async () => {
    const { start, sessionOf, clock } = rig();
    const session = sessionOf(0);
    clock.advance(30_000);
    expect((await start({ session, maxAge: 30 })).kind).toBe('complete');
    expect((await start({ session, maxAge: 29 })).kind).toBe('challenge');
  });

  test('still shows a pending required action', async () => {
    const { start, sessionOf } = rig({ users: [{ requiredActions: ['UPDATE_PASSWORD'] }] });
    expect(await start({ session: sessionOf(0) })).toMatchObject({ kind: 'challenge', executionId: 'UPDATE_PASSWORD' });
  });

  test('is over for a user who was disabled', async () => {
    const { start, sessionOf, users } = rig();
    users[0] = { ...users[0]!, enabled: false };
    expect(await start({ session: sessionOf(0) })).toMatchObject({ kind: 'refused', refusal: 'user_disabled' });
  });
});
