import { describe, expect, test } from '@jest/globals';
import type { FlowStep } from './flow-engine.ts';
import { createEngineRig, type RigOptions } from './test-rig/engine-rig.ts';
import type { Node } from './test-rig/flow-tree.ts';

const alice = { username: 'alice', password: 'alice-pw' };
const FLOW: readonly Node[] = [
  ['R', 'auth-username-password-form'],
  [
    'C',
    '2FA',
    [
      ['R', 'conditional-user-configured'],
      ['A', 'auth-otp-form'],
      ['A', 'auth-recovery-authn-code-form'],
    ],
  ],
];

const rig = (options: Partial<RigOptions> = {}) =>
  createEngineRig({ flow: FLOW, users: [{ requiredActions: ['CONFIGURE_RECOVERY_AUTHN_CODES'] }], ...options });

function codesOf(step: FlowStep): readonly string[] {
  if (step.kind !== 'challenge' || step.view.kind !== 'recovery-codes') throw new Error('no list is shown');
  return step.view.codes;
}

const confirmed = (codes: readonly string[]) => ({
  generatedRecoveryAuthnCodes: codes.join(','),
  kcRecoveryCodesConfirmationCheck: 'on',
});

async function withCodes(options: Partial<RigOptions> = {}) {
  const opened = rig(options);
  const page = await opened.post(await opened.start(), alice);
  const codes = codesOf(page);
  expect((await opened.post(page, confirmed(codes))).kind).toBe('complete');
  return { ...opened, codes, list: () => opened.credentials.filter(({ type }) => type === 'recovery-authn-codes') };
}

describe('a new list of recovery codes', () => {
  test("is kept in Keycloak's shape, as hashes", async () => {
    const { codes, list, users } = await withCodes();
    expect(codes).toHaveLength(12);
    expect(new Set(codes).size).toBe(12);
    expect(codes.every((code) => /^[A-Z0-9]{12}$/.test(code))).toBe(true);
    expect(list()).toMatchObject([
      { credentialData: { hashIterations: 1, algorithm: 'RS512', totalCodes: 12, remainingCodes: 12 }, userId: 'user-1' },
    ]);
    expect(list()[0]?.secretData.codes).toHaveLength(12);
    expect(codes.some((code) => JSON.stringify(list()).includes(code))).toBe(false);
    expect(users[0]?.requiredActions).toEqual([]);
  });

  test('is shown once: shown again it is another one, and only the last one counts', async () => {
    const { engine, context, start, post } = rig();
    const first = await post(await start(), alice);
    const second = await engine.resume(context(), first.state);
    expect(codesOf(second)).not.toEqual(codesOf(first));
    expect(JSON.stringify(second.state)).not.toContain(codesOf(second)[0]);
    expect(await post(second, confirmed(codesOf(first)))).toMatchObject({ kind: 'challenge' });
    expect((await post(second, confirmed(codesOf(second)))).kind).toBe('complete');
  });

  test('must be confirmed, and stays the same until then', async () => {
    const { start, post } = rig();
    const page = await post(await start(), alice);
    const asked = await post(page, { generatedRecoveryAuthnCodes: codesOf(page).join(',') });
    expect(asked).toMatchObject({ kind: 'challenge', view: { error: { key: 'recovery-codes-confirmation-missing' } } });
    expect(codesOf(asked)).toEqual(codesOf(page));
  });

  test('cannot be chosen by whoever posts the form', async () => {
    const { start, post, credentials } = rig();
    const page = await post(await start(), alice);
    const chosen = Array.from({ length: 12 }, () => 'AAAAAAAAAAAA');
    for (const form of [confirmed(chosen), confirmed([]), {}]) expect((await post(page, form)).kind).toBe('challenge');
    expect(credentials.filter(({ type }) => type === 'recovery-authn-codes')).toEqual([]);
  });

  test('takes the place of the older one', async () => {
    const { start, post, users, codes, list } = await withCodes();
    users[0] = { ...users[0]!, requiredActions: ['CONFIGURE_RECOVERY_AUTHN_CODES'] };
    const page = await post(await post(await start(), alice), { recoveryCodeInput: codes[0]! });
    const newer = codesOf(page);
    await post(page, confirmed(newer));
    expect(list()).toHaveLength(1);
    const asked = await post(await start(), alice);
    expect((await post(asked, { recoveryCodeInput: codes[1]! })).kind).toBe('challenge');
    expect((await post(asked, { recoveryCodeInput: newer[0]! })).kind).toBe('complete');
  });
});

describe('a recovery code', () => {
  test('is asked for by its number and accepted as it was printed', async () => {
    const { start, post, codes, list } = await withCodes();
    const page = await post(await start(), alice);
    expect(page).toMatchObject({ view: { kind: 'recovery-code', username: 'alice', number: 1, fewLeft: null } });
    const typed = codes[0]!.toLowerCase().replace(/(.{4})(?=.)/g, '$1-');
    expect(await post(page, { recoveryCodeInput: ` ${typed} ` })).toMatchObject({ kind: 'complete', outcome: { amr: ['pwd', 'otp'] } });
    expect(list()[0]).toMatchObject({ credentialData: { remainingCodes: 11 } });
    expect(await post(await start(), alice)).toMatchObject({ view: { number: 2 } });
  });

  test('B166 is used once', async () => {
    const { start, post, codes } = await withCodes();
    const page = await post(await start(), alice);
    expect((await post(page, { recoveryCodeInput: codes[0]! })).kind).toBe('complete');
    const again = await post(await start(), alice);
    for (const wrong of [codes[0]!, codes[5]!, '', 'nonsense', 'A'.repeat(100_000)]) {
      expect(await post(again, { recoveryCodeInput: wrong })).toMatchObject({
        kind: 'challenge',
        view: { error: { key: 'recovery-codes-error-invalid' } },
      });
    }
  });

  test('warns when few are left, and the last one asks for a new list', async () => {
    const { start, post, codes } = await withCodes({ realm: { passwordPolicy: 'recoveryCodesWarningThreshold(2)' } });
    for (let index = 0; index < 12; index += 1) {
      const page = await post(await start(), alice);
      expect(page).toMatchObject({ view: { number: index + 1, fewLeft: index < 10 ? null : 12 - index } });
      const done = await post(page, { recoveryCodeInput: codes[index]! });
      if (index < 11) expect(done.kind).toBe('complete');
      else expect(done).toMatchObject({ kind: 'challenge', executionId: 'CONFIGURE_RECOVERY_AUTHN_CODES' });
    }
  });

  test('is no way round a lock', async () => {
    const { start, post, codes, realm } = await withCodes();
    Object.assign(realm.realm, { bruteForceProtected: true, failureFactor: 2, quickLoginCheckMilliSeconds: 0 });
    const page = await post(await start(), alice);
    for (const wrong of ['WRONGWRONG11', 'WRONGWRONG22', 'WRONGWRONG33']) await post(page, { recoveryCodeInput: wrong });
    expect((await post(page, { recoveryCodeInput: codes[0]! })).kind).toBe('challenge');
  });
});
