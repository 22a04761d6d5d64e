import { describe, expect, test } from '@jest/globals';
import { createEngineRig } from './test-rig/engine-rig.ts';
import { BROWSER, type Node } from './test-rig/flow-tree.ts';

const alice = { username: 'alice', password: 'alice-pw' };

describe('user name and password on pages of their own', () => {
  const flow = [
    ['R', 'auth-username-form'],
    ['R', 'auth-password-form'],
  ] as const;

  test('let the user in', async () => {
    const { start, post } = createEngineRig({ flow });
    const name = await start();
    expect(name).toMatchObject({ executionId: 'auth-username-form', view: { kind: 'username' } });
    const password = await post(name, { username: 'alice' });
    expect(password).toMatchObject({ executionId: 'auth-password-form', view: { kind: 'password', username: 'alice', error: null } });
    expect(await post(password, { password: 'no' })).toMatchObject({ view: { error: { key: 'invalidPasswordMessage' } } });
    expect(await post(password, { password: 'alice-pw' })).toMatchObject({ kind: 'complete', outcome: { userId: 'user-1' } });
  });

  test('do not tell whether a name is known', async () => {
    const { start, post, verified } = createEngineRig({ flow });
    const password = await post(await start(), { username: 'zed' });
    expect(password).toMatchObject({ executionId: 'auth-password-form', view: { kind: 'password', username: 'zed', error: null } });
    for (const guess of ['no', 'alice-pw', '']) {
      expect(await post(password, { password: guess })).toMatchObject({
        kind: 'challenge',
        view: { username: 'zed', error: { key: 'invalidPasswordMessage' } },
      });
    }
    expect(verified).toEqual(['dummy', 'dummy', 'dummy']);
  });

  test('an unknown name gets past nothing but the password page', async () => {
    const { start, post } = createEngineRig({
      flow: [
        ['R', 'auth-username-form'],
        ['R', 'auth-otp-form'],
      ],
    });
    expect(await post(await start(), { username: 'zed' })).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
    const { start: begin, post: send } = createEngineRig({ flow: [['R', 'auth-username-form']] });
    expect(await send(await begin(), { username: 'zed' })).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
  });

  test('ask for a name', async () => {
    const { start, post } = createEngineRig({ flow });
    expect(await post(await start(), { username: ' ' })).toMatchObject({
      view: { kind: 'username', error: { key: 'missingUsernameMessage' } },
    });
  });
});

describe('try another way', () => {
  const flow = [
    ['R', 'auth-username-form'],
    [
      'R',
      'proof',
      [
        ['A', 'auth-password-form'],
        ['A', 'auth-otp-form'],
      ],
    ],
  ] as const;

  test('offers what the user has, in the order of the credentials, and switches to it', async () => {
    const { start, post, code } = createEngineRig({ flow, otp: [{}] });
    const password = await post(await start(), { username: 'alice' });
    expect(password).toMatchObject({ executionId: 'auth-password-form' });
    const choice = await post(password, { tryAnotherWay: 'on' });
    expect(choice).toMatchObject({
      executionId: 'auth-password-form',
      view: { kind: 'select-authenticator', options: [{ executionId: 'auth-password-form' }, { executionId: 'auth-otp-form' }] },
    });
    const otp = await post(choice, { authenticationExecution: 'auth-otp-form' });
    expect(otp).toMatchObject({ kind: 'challenge', executionId: 'auth-otp-form', view: { kind: 'otp' } });
    expect(await post(otp, { otp: code() })).toMatchObject({ kind: 'complete', outcome: { amr: ['otp'] } });
  });

  test('shows the choice again on reload, and the chosen page after choosing', async () => {
    const { engine, context, start, post } = createEngineRig({ flow, otp: [{}] });
    const choice = await post(await post(await start(), { username: 'alice' }), { tryAnotherWay: 'on' });
    expect(await engine.resume(context(), choice.state)).toMatchObject({ view: { kind: 'select-authenticator' } });
    const otp = await post(choice, { authenticationExecution: 'auth-otp-form' });
    expect(await engine.resume(context(), otp.state)).toMatchObject({ executionId: 'auth-otp-form' });
  });

  test('does not switch to what is no choice', async () => {
    const { start, post } = createEngineRig({ flow });
    const password = await post(await start(), { username: 'alice' });
    expect(await post(password, { authenticationExecution: 'auth-otp-form' })).toMatchObject({ kind: 'refused', refusal: 'internal' });
  });
});

describe('fixed answers', () => {
  test('deny-access refuses with its message, and no alternative is tried after it', async () => {
    const { start } = createEngineRig({
      flow: [
        ['A', 'deny-access-authenticator', { denyErrorMessage: 'closed' }],
        ['A', 'auth-username-password-form'],
      ],
    });
    expect(await start()).toMatchObject({ kind: 'refused', refusal: 'access_denied', view: { kind: 'error', message: { key: 'closed' } } });
  });

  test('allow-access alone lets nobody in: there is no user', async () => {
    const { start } = createEngineRig({ flow: [['R', 'allow-access-authenticator']] });
    expect(await start()).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
  });

  test("a Transient session step in the form's sub-flow makes the login transient; single sign-on does not pass it", async () => {
    const flow = [
      ['A', 'auth-cookie'],
      [
        'A',
        'forms',
        [
          ['R', 'transient-session'],
          ['R', 'auth-username-password-form'],
        ],
      ],
    ] as const;
    const { start, post, sessionOf } = createEngineRig({ flow });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'complete', outcome: { transient: true } });
    expect(await start({ session: sessionOf(0) })).toMatchObject({ kind: 'complete', outcome: { transient: false, fromSession: true } });
  });
});

describe('a step that says how the session is kept, on top of a flow of alternatives', () => {
  const onTop = (...steps: readonly Node[]) => createEngineRig({ flow: [...steps, ...BROWSER], otp: [{}] });

  test('keeps the alternatives: the form lets in, and the login is transient', async () => {
    const { start, post, code } = onTop(['R', 'transient-session']);
    const password = await post(await start(), alice);
    expect(password).toMatchObject({ kind: 'challenge', view: { kind: 'otp' } });
    expect(await post(password, { otp: code() })).toMatchObject({ kind: 'complete', outcome: { transient: true, amr: ['pwd', 'otp'] } });
  });

  test('counts for single sign-on as well', async () => {
    const { start, sessionOf } = onTop(['R', 'session-persistence', { persistence: 'fast' }], ['R', 'transient-session']);
    expect(await start({ session: sessionOf(0) })).toMatchObject({ kind: 'complete', outcome: { transient: true, fromSession: true } });
  });

  test('is not there when it is DISABLED', async () => {
    const { start, sessionOf } = onTop(['D', 'transient-session']);
    expect(await start({ session: sessionOf(0) })).toMatchObject({ kind: 'complete', outcome: { transient: false } });
  });

  test('lets nobody in by itself, neither alone nor as an alternative', async () => {
    for (const kind of ['R', 'A'] as const) {
      const { start } = createEngineRig({ flow: [[kind, 'transient-session']] });
      expect(await start()).toMatchObject({ kind: 'refused', refusal: 'invalid_user_credentials' });
    }
  });

  test('does not save the alternatives from another REQUIRED step', async () => {
    const { start } = createEngineRig({ flow: [['R', 'transient-session'], ['R', 'deny-access-authenticator'], ...BROWSER] });
    expect(await start()).toMatchObject({ kind: 'refused', refusal: 'access_denied' });
  });

  test('does not take "try another way" from what follows it', async () => {
    const { start, post } = createEngineRig({
      flow: [
        ['R', 'auth-username-form'],
        [
          'R',
          'second',
          [
            ['R', 'session-persistence', { persistence: 'fast' }],
            ['A', 'auth-password-form'],
            ['A', 'auth-otp-form'],
          ],
        ],
      ],
      otp: [{}],
    });
    const page = await post(await post(await start(), { username: 'alice' }), { tryAnotherWay: 'on' });
    expect(page).toMatchObject({
      view: { kind: 'select-authenticator', options: [{ provider: 'auth-password-form' }, { provider: 'auth-otp-form' }] },
    });
  });
});

describe('an execution that this server does not have', () => {
  test.each([
    [
      'ALTERNATIVE: the next one is tried',
      [
        ['A', 'my-sms'],
        ['A', 'auth-username-password-form'],
      ],
      'challenge',
    ],
    [
      'REQUIRED: the login is refused',
      [
        ['R', 'my-sms'],
        ['R', 'auth-username-password-form'],
      ],
      'refused',
    ],
    [
      'DISABLED: it is not there',
      [
        ['D', 'my-sms'],
        ['R', 'auth-username-password-form'],
      ],
      'challenge',
    ],
    ['the only one: the login is refused', [['A', 'my-sms']], 'refused'],
    [
      'REQUIRED in an alternative: the next one is tried',
      [
        ['A', 'sub', [['R', 'my-sms']]],
        ['A', 'auth-username-password-form'],
      ],
      'challenge',
    ],
  ] as const)('%s', async (_name, flow, kind) => {
    const { start } = createEngineRig({ flow });
    expect((await start()).kind).toBe(kind);
  });

  test('REQUIRED in a conditional sub-flow refuses: it may be the condition', async () => {
    const { start, post } = createEngineRig({
      flow: [
        ['R', 'auth-username-password-form'],
        [
          'C',
          'sub',
          [
            ['R', 'my-condition'],
            ['R', 'auth-otp-form'],
          ],
        ],
      ],
    });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  });
});
