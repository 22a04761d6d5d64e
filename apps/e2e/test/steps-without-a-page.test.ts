import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO, DEMO_PASSWORD, passwordOf, person } from '../src/demo-realm.ts';
import { NONSENSE } from '../src/steps/nonsense.ts';
import { clientOf, otpOf } from '../src/steps/steps-realm.ts';
import { openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { passwordGrant, tokenRequest } from '../src/tokens.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const NAME = ['REQUIRED', 'direct-grant-validate-username'] as const;
const PASSWORD = ['REQUIRED', 'direct-grant-validate-password'] as const;

let rig: StepsRig;
beforeAll(async () => {
  rig = await openSteps({
    realm: { otpPolicyCodeReusable: false },
    users: [
      ...['eve', 'finn'].map((name) => person(name, { credentials: [passwordOf(), otpOf(`${SECRET}-${name}`)] })),
      person('dora', { enabled: false }),
      person('ivo', { credentials: [] }),
      person('upa', { requiredActions: ['UPDATE_PASSWORD'] }),
    ],
    direct: {
      grant: [NAME, PASSWORD],
      code: [NAME, PASSWORD, ['REQUIRED', 'direct-grant-validate-otp']],
      deny: [NAME, PASSWORD, ['REQUIRED', 'deny-access-authenticator']],
      transient: [['REQUIRED', 'transient-session'], NAME, PASSWORD],
    },
  });
}, 90_000);
afterAll(() => rig?.stop());

const grant = (client: string, username: string, password = DEMO_PASSWORD, more: Readonly<Record<string, string>> = {}) =>
  passwordGrant(rig.server, DEMO, username, password, { ...clientOf(client), ...more });
const answer = async (asked: ReturnType<typeof grant>) => {
  const { status, json } = await asked;
  return [status, json.error, json.error_description];
};
const INVALID = [400, 'invalid_grant', 'Invalid user credentials'];

describe('direct-grant-validate-username and direct-grant-validate-password', () => {
  it('give tokens to whoever knows both [direct-grant-validate-username: success] [direct-grant-validate-password: success]', async () => {
    for (const username of ['ann', 'ANN', 'ann@demo.test']) expect((await grant('grant', username)).status).toBe(200);
  });
  it('answer whoever does not alike, and the disabled and the unfinished to who knows the password [direct-grant-validate-username: refusal] [direct-grant-validate-password: refusal]', async () => {
    for (const [username, password] of [
      ['ann', 'wrong'],
      ['nobody', DEMO_PASSWORD],
      ['ivo', DEMO_PASSWORD],
      ['dora', 'wrong'],
    ] as const)
      expect(await answer(grant('grant', username, password))).toEqual(INVALID);
    expect(await answer(grant('grant', 'dora'))).toEqual([400, 'invalid_grant', 'Account disabled']);
    expect(await answer(grant('grant', 'upa'))).toEqual([400, 'invalid_grant', 'Account is not fully set up']);
    expect(await answer(grant('deny', 'ann'))).toEqual([400, 'invalid_grant', 'Access denied']);
  });
  it('refuse whatever else is sent [direct-grant-validate-username: bad input] [direct-grant-validate-password: bad input]', async () => {
    for (const text of NONSENSE) {
      expect((await answer(grant('grant', text, text)))[0]).toBeLessThan(500);
      expect(await answer(grant('grant', 'ann', text))).toEqual(INVALID);
    }
    const body = { grant_type: 'password', ...clientOf('grant') };
    expect((await tokenRequest(rig.server, DEMO, { ...body, password: DEMO_PASSWORD })).json).toMatchObject({
      error: 'invalid_request',
      error_description: 'Missing parameter: username',
    });
    expect((await tokenRequest(rig.server, DEMO, { ...body, username: 'ann' })).json).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('direct-grant-validate-otp', () => {
  it('takes the code of the device [direct-grant-validate-otp: success]', async () => {
    expect((await grant('code', 'eve', DEMO_PASSWORD, { totp: totp(`${SECRET}-eve`) })).status).toBe(200);
  });
  it('refuses no code, a wrong one and the same again, and who has no device [direct-grant-validate-otp: refusal]', async () => {
    const used = totp(`${SECRET}-finn`);
    expect((await grant('code', 'finn', DEMO_PASSWORD, { totp: used })).status).toBe(200);
    for (const code of [used, '000000', totp(`${SECRET}-eve`)])
      expect(await answer(grant('code', 'finn', DEMO_PASSWORD, { totp: code }))).toEqual(INVALID);
    expect(await answer(grant('code', 'finn'))).toEqual(INVALID);
    expect((await grant('code', 'ann', DEMO_PASSWORD, { totp: '000000' })).status).toBe(400);
  });
  it('refuses whatever else is sent [direct-grant-validate-otp: bad input]', async () => {
    for (const code of [...NONSENSE, '12345', '1234567', '٣٤٥٦٧٨'])
      expect(await answer(grant('code', 'finn', DEMO_PASSWORD, { totp: code }))).toEqual(INVALID);
  });
});

it('a transient grant is refused for the same reasons', async () => {
  expect((await grant('transient', 'ann')).json).not.toHaveProperty('refresh_token');
  expect(await answer(grant('transient', 'ann', 'wrong'))).toEqual(INVALID);
  expect(await answer(grant('transient', 'upa'))).toEqual([400, 'invalid_grant', 'Account is not fully set up']);
});
