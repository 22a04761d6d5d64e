import { describe, expect, test } from '@jest/globals';
import { createEngineRig, otpDevice, type RigOptions } from './test-rig/engine-rig.ts';
import { BROWSER } from './test-rig/flow-tree.ts';

const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: BROWSER, ...options });
const alice = { username: 'alice', password: 'alice-pw' };

describe('the second factor', () => {
  test('is asked for who has one', async () => {
    const { start, post, code } = rig({ otp: [{}] });
    const otp = await post(await start(), alice);
    expect(otp).toMatchObject({
      kind: 'challenge',
      executionId: 'auth-otp-form',
      view: { kind: 'otp', username: 'alice', selected: 'otp-1', error: null },
    });
    expect(await post(otp, { otp: code() })).toMatchObject({ kind: 'complete', outcome: { amr: ['pwd', 'otp'], acr: '1' } });
  });

  test('refuses a wrong and a used code', async () => {
    const { start, post, code } = rig({ otp: [{}] });
    const otp = await post(await start(), alice);
    expect(await post(otp, { otp: '000000' })).toMatchObject({ kind: 'challenge', view: { error: { key: 'invalidTotpMessage' } } });
    const used = code();
    expect((await post(otp, { otp: used })).kind).toBe('complete');
    expect(await post(await post(await start(), alice), { otp: used })).toMatchObject({
      kind: 'challenge',
      view: { error: { key: 'invalidTotpMessage' } },
    });
  });

  test("of several devices the chosen one counts, and nobody else's", async () => {
    const other = 'tabletsecret12345678';
    const { start, post, code } = rig({
      users: [{}, { username: 'bob', email: null }],
      otp: [{}, { secretData: { value: other }, userLabel: 'tablet' }, { userId: 'user-2', secretData: { value: 'bobsecret12345678901' } }],
    });
    const otp = await post(await start(), alice);
    expect(otp).toMatchObject({
      view: {
        devices: [
          { id: 'otp-1', label: 'phone' },
          { id: 'otp-2', label: 'tablet' },
        ],
      },
    });
    const chosen = await post(otp, { selectedCredentialId: 'otp-2' });
    expect(chosen).toMatchObject({ kind: 'challenge', view: { selected: 'otp-2', error: null } });
    expect((await post(chosen, { otp: code(), selectedCredentialId: 'otp-2' })).kind).toBe('challenge');
    expect((await post(chosen, { otp: code('bobsecret12345678901'), selectedCredentialId: 'otp-3' })).kind).toBe('challenge');
    expect((await post(chosen, { otp: code(other), selectedCredentialId: 'otp-2' })).kind).toBe('complete');
  });

  test('cannot be skipped by posting to another execution', async () => {
    const { engine, start, post, context } = rig({ otp: [{}] });
    const otp = await post(await start(), alice);
    for (const executionId of ['auth-cookie', 'identity-provider-redirector', 'forms', 'UPDATE_PASSWORD', 'nonsense', '']) {
      for (const form of [alice, { otp: '' }, { authenticationExecution: 'auth-cookie' }, { tryAnotherWay: 'on' }] as Record<
        string,
        string
      >[]) {
        expect((await engine.submit(context(), otp.state, executionId, form)).kind).toBe('challenge');
      }
    }
    for (const asked of ['auth-cookie', 'auth-username-password-form', 'conditional-user-configured', 'nonsense']) {
      expect(await engine.submit(context(), otp.state, 'auth-otp-form', { authenticationExecution: asked })).not.toMatchObject({
        kind: 'complete',
      });
    }
  });

  test('that cannot be read refuses the login instead of leaving it out', async () => {
    const webauthn = { ...otpDevice(), id: 'key', type: 'webauthn' };
    const flow = [
      ['R', 'auth-username-password-form'],
      [
        'C',
        '2FA',
        [
          ['R', 'conditional-user-configured'],
          ['R', 'webauthn-authenticator'],
        ],
      ],
    ] as const;
    const { start, post } = createEngineRig({ flow, credentials: [webauthn] });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'refused', refusal: 'account_not_set_up' });
  });

  test('by role: who has it and no device sets one up, others are not asked', async () => {
    const director = { id: 'role-1', name: 'director', clientRole: false, containerId: 'realm', attributes: {}, composites: [] };
    const flow = [
      ['A', 'auth-cookie'],
      [
        'A',
        'forms',
        [
          ['R', 'auth-username-password-form'],
          [
            'C',
            'OTP for directors',
            [
              ['R', 'conditional-user-role', { condUserRole: 'director', negate: 'false' }],
              ['R', 'auth-otp-form'],
            ],
          ],
        ],
      ],
    ] as const;
    const { start, post } = createEngineRig({ flow, roles: [director], users: [{ roles: ['role-1'] }, { username: 'bob', email: null }] });
    expect(await post(await start(), alice)).toMatchObject({
      kind: 'challenge',
      executionId: 'CONFIGURE_TOTP',
      view: { kind: 'configure-totp' },
    });
    const bob = await post(await start(), { username: 'bob', password: 'bob-pw' });
    expect(bob).not.toMatchObject({ executionId: 'CONFIGURE_TOTP' });
  });

  test('by a role that does not exist denies', async () => {
    const flow = [
      ['R', 'auth-username-password-form'],
      [
        'C',
        'OTP',
        [
          ['R', 'conditional-user-role', { condUserRole: 'gone' }],
          ['R', 'auth-otp-form'],
        ],
      ],
    ] as const;
    const { start, post, log } = createEngineRig({ flow });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured', view: { kind: 'error' } });
    expect(log.text()).toContain('no role gone');
  });

  test('survives brute force over many logins in progress', async () => {
    const { start, post, code } = rig({
      otp: [{}],
      realm: { bruteForceProtected: true, failureFactor: 3, quickLoginCheckMilliSeconds: 0 },
    });
    const pages = await Promise.all(Array.from({ length: 20 }, async () => post(await start(), alice)));
    await Promise.all(pages.map((page, index) => post(page, { otp: String(100_000 + index) })));
    expect(await post(pages[0]!, { otp: code() })).toMatchObject({ kind: 'challenge', view: { error: { key: 'invalidTotpMessage' } } });
  });
});
