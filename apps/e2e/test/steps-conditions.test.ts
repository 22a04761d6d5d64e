import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { DEMO, passwordOf, person } from '../src/demo-realm.ts';
import { CookieJar } from '../src/http-client.ts';
import { otpOf, type Step } from '../src/steps/steps-realm.ts';
import { answering, expectIn, expectOut, openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';
const FORM = ['REQUIRED', 'auth-username-password-form'] as const;
const OTP = ['REQUIRED', 'auth-otp-form'] as const;
const DENY = ['REQUIRED', 'deny-access-authenticator', { denyErrorMessage: 'Kept out' }] as const;

/** A form, and a sub-flow that keeps out whoever the condition holds for. */
const keepingOut = (condition: string, config: Readonly<Record<string, string>>): readonly Step[] => [
  FORM,
  ['CONDITIONAL', 'kept out', [['REQUIRED', condition, config], DENY]],
];
/** Levels 1 (password) and 2 (code). */
const levels = (second: Readonly<Record<string, string>>): readonly Step[] => [
  ['ALTERNATIVE', 'auth-cookie'],
  [
    'ALTERNATIVE',
    'steps',
    [
      [
        'CONDITIONAL',
        'one',
        [['REQUIRED', 'conditional-level-of-authentication', { 'loa-condition-level': '1', 'loa-max-age': '3600' }], FORM],
      ],
      ['CONDITIONAL', 'two', [['REQUIRED', 'conditional-level-of-authentication', second], OTP]],
    ],
  ],
];
/** A sub-flow that runs for whoever has the attribute, and one that looks whether it did. */
const executed = (name: string, config: Readonly<Record<string, string>>): readonly Step[] => [
  FORM,
  [
    'CONDITIONAL',
    'first',
    [
      ['REQUIRED', 'conditional-user-attribute', { attribute_name: 'team', attribute_expected_value: 'blue' }],
      ['REQUIRED', 'allow-access-authenticator'],
    ],
  ],
  ['CONDITIONAL', 'second', [['REQUIRED', 'conditional-sub-flow-executed', { flow_to_check: `flow of ${name}: first`, ...config }], DENY]],
];

let rig: StepsRig;
beforeAll(async () => {
  rig = await openSteps({
    realm: {
      otpPolicyCodeReusable: true,
      attributes: { 'acr.loa.map': JSON.stringify({ copper: 1, gold: 2 }) },
      roles: { realm: [{ name: 'guest' }, { name: 'all', composite: true, composites: { realm: ['guest'] } }] },
      groups: [{ name: 'painters', attributes: { team: ['green'] } }],
    },
    users: [
      person('eve', { credentials: [passwordOf(), otpOf(SECRET)], attributes: { team: ['blue'] }, realmRoles: ['all'] }),
      person('pia', { groups: ['/painters'] }),
      person('hop', { credentials: [passwordOf()] }),
    ],
    browser: {
      configured: [FORM, ['CONDITIONAL', 'code', [['REQUIRED', 'conditional-user-configured'], OTP]]],
      'configured-alternatives': [
        FORM,
        [
          'CONDITIONAL',
          'either',
          [
            ['REQUIRED', 'conditional-user-configured'],
            ['ALTERNATIVE', 'auth-otp-form'],
            ['ALTERNATIVE', 'auth-recovery-authn-code-form'],
          ],
        ],
      ],
      role: keepingOut('conditional-user-role', { condUserRole: 'guest' }),
      'no-role': keepingOut('conditional-user-role', { condUserRole: 'guest', negate: 'true' }),
      'odd-role': keepingOut('conditional-user-role', { condUserRole: 'a role that was renamed' }),
      attribute: keepingOut('conditional-user-attribute', { attribute_name: 'team', attribute_expected_value: 'blue' }),
      pattern: keepingOut('conditional-user-attribute', {
        ...{ attribute_name: 'team', attribute_expected_value: 'b.*|green', regex: 'true', include_group_attributes: 'true' },
      }),
      'odd-pattern': keepingOut('conditional-user-attribute', { attribute_name: 'team', attribute_expected_value: '(((', regex: 'true' }),
      'odd-attribute': keepingOut('conditional-user-attribute', { attribute_expected_value: 'blue' }),
      credential: [
        FORM,
        ['CONDITIONAL', 'unless', [['REQUIRED', 'conditional-credential', { credentials: 'webauthn-passwordless' }], DENY]],
      ],
      'credential-used': [
        FORM,
        ['CONDITIONAL', 'if', [['REQUIRED', 'conditional-credential', { credentials: 'password', included: 'true' }], DENY]],
      ],
      'credential-other': [
        FORM,
        ['CONDITIONAL', 'if', [['REQUIRED', 'conditional-credential', { credentials: 'otp', included: 'true' }], DENY]],
      ],
      'credential-odd': [
        FORM,
        ['CONDITIONAL', 'if', [['REQUIRED', 'conditional-credential', { credentials: '##,,', included: 'perhaps' }], DENY]],
      ],
      scope: keepingOut('conditional-client-scope', { client_scope: 'phone' }),
      'no-scope': keepingOut('conditional-client-scope', { client_scope: 'phone', negate: 'true' }),
      'odd-scope': keepingOut('conditional-client-scope', { client_scope: 'no such scope' }),
      executed: executed('executed', { check_result: 'executed' }),
      'not-executed': executed('not-executed', { check_result: 'not-executed' }),
      'odd-executed': [
        FORM,
        ['CONDITIONAL', 'second', [['REQUIRED', 'conditional-sub-flow-executed', { flow_to_check: 'nowhere' }], DENY]],
      ],
      levels: levels({ 'loa-condition-level': '2', 'loa-max-age': '3600' }),
      'odd-levels': levels({ 'loa-condition-level': 'high', 'loa-max-age': '3600' }),
    },
  });
}, 90_000);
afterAll(() => rig?.stop());

const keptOut = async (client: string, username: string, more: Readonly<Record<string, string>> = {}) => {
  const login = await rig.withPassword(client, username, more);
  expectOut(login);
  expect(login.text()).toContain('Kept out');
};
const letIn = async (client: string, username: string, more: Readonly<Record<string, string>> = {}) =>
  expectIn(await rig.withPassword(client, username, more), username);
/** Whatever cannot be judged denies, and says nothing of why. */
const denied = async (client: string, username = 'ann', more: Readonly<Record<string, string>> = {}) => {
  const login = await rig.withPassword(client, username, more);
  expectOut(login);
  expect(login.text()).toContain('An unexpected error happened');
};

describe('conditional-user-configured', () => {
  it('asks whoever has the factor [conditional-user-configured: success]', async () => {
    for (const client of ['configured', 'configured-alternatives']) {
      const login = await rig.withPassword(client, 'eve');
      expectOut(login);
      await expectIn(await login.post({ otp: totp(SECRET) }), 'eve');
    }
  });
  it('asks nobody else, and lets nobody pass who has it [conditional-user-configured: refusal]', async () => {
    await letIn('configured', 'ann');
    await letIn('configured-alternatives', 'ann');
    expectOut(await (await rig.withPassword('configured', 'eve')).post({ otp: '000000' }));
  });
  it('is not talked out of it by a form [conditional-user-configured: bad input]', async () => {
    const login = await rig.withPassword('configured', 'eve');
    for (const form of [{}, { otp: '' }, { selectedCredentialId: 'none' }, { skip: 'true' }, answering('ann')])
      expectOut(await login.post(form as Record<string, string>));
  });
});

describe('conditional-user-role', () => {
  it('holds for who has the role, composites too [conditional-user-role: success]', async () => {
    await keptOut('role', 'eve');
    await keptOut('no-role', 'ann');
  });
  it('does not hold for anybody else [conditional-user-role: refusal]', async () => {
    await letIn('role', 'ann');
    await letIn('no-role', 'eve');
  });
  it('denies where its role does not exist [conditional-user-role: bad input]', () => denied('odd-role'));
});

describe('conditional-user-attribute', () => {
  it('holds for the value, a pattern, and the group’s [conditional-user-attribute: success]', async () => {
    await keptOut('attribute', 'eve');
    await keptOut('pattern', 'eve');
    await keptOut('pattern', 'pia');
  });
  it('does not hold for anybody else [conditional-user-attribute: refusal]', async () => {
    await letIn('attribute', 'ann');
    await letIn('attribute', 'pia');
    await letIn('pattern', 'ann');
  });
  it('denies where it names nothing or its pattern is none [conditional-user-attribute: bad input]', async () => {
    await denied('odd-attribute');
    await denied('odd-pattern', 'eve');
  });
});

describe('conditional-credential', () => {
  it('holds where one was used, or none of them [conditional-credential: success]', async () => {
    await keptOut('credential-used', 'ann');
    await keptOut('credential', 'ann');
  });
  it('does not hold where another was used [conditional-credential: refusal]', () => letIn('credential-other', 'ann'));
  it('takes what it cannot read for nothing that was used [conditional-credential: bad input]', () => keptOut('credential-odd', 'ann'));
});

describe('conditional-client-scope', () => {
  it('holds where the scope is asked for [conditional-client-scope: success]', async () => {
    await keptOut('scope', 'ann', { scope: 'openid phone' });
    await keptOut('no-scope', 'ann');
  });
  it('does not hold otherwise [conditional-client-scope: refusal]', async () => {
    await letIn('scope', 'ann');
    await letIn('no-scope', 'ann', { scope: 'openid phone' });
  });
  it('denies where there is no such scope [conditional-client-scope: bad input]', () => denied('odd-scope'));
});

describe('conditional-sub-flow-executed', () => {
  it('holds where the sub-flow ran, or did not [conditional-sub-flow-executed: success]', async () => {
    await keptOut('executed', 'eve');
    await keptOut('not-executed', 'ann');
  });
  it('does not hold otherwise [conditional-sub-flow-executed: refusal]', async () => {
    await letIn('executed', 'ann');
    await letIn('not-executed', 'eve');
  });
  it('denies where there is no such flow [conditional-sub-flow-executed: bad input]', () => denied('odd-executed'));
});

describe('conditional-level-of-authentication', () => {
  const acrOf = (json: Record<string, unknown>) => decodeJwt(String(json.id_token)).acr;

  it('asks for what is missing, once [conditional-level-of-authentication: success]', async () => {
    const jar = new CookieJar();
    const first = await (await rig.begin('levels', {}, jar)).post(answering('eve'));
    expect(acrOf(await expectIn(first, 'eve'))).toBe('copper');
    const second = await rig.begin('levels', { acr_values: 'gold' }, jar);
    expectOut(second);
    expect(acrOf(await expectIn(await second.post({ otp: totp(SECRET) }), 'eve'))).toBe('gold');
    expect(acrOf(await expectIn(await rig.begin('levels', { acr_values: 'gold' }, jar), 'eve'))).toBe('gold');
  });
  it('gives no level that was not reached [conditional-level-of-authentication: refusal]', async () => {
    const login = await rig.withPassword('levels', 'eve', { acr_values: 'gold' });
    expectOut(await login.post({ otp: '000000' }));
    expectOut(await login.post(answering('ann')));
    const jar = new CookieJar();
    await (await rig.begin('levels', {}, jar)).post(answering('eve'));
    const passive = await rig.begin('levels', { acr_values: 'gold', prompt: 'none' }, jar);
    expect(passive.callback?.searchParams.get('error')).toBe('login_required');
  });
  it('denies where its level is no number, and knows no level that nobody named [conditional-level-of-authentication: bad input]', async () => {
    await denied('odd-levels', 'eve', { acr_values: 'gold' });
    for (const acr_values of ['platinum', '<b>', '-1', '1e9', 'gold'.repeat(2000)]) {
      const login = await rig.withPassword('levels', 'ann', { acr_values });
      expect(login.status < 500).toBe(true);
      if (login.callback?.searchParams.has('code')) expect(acrOf(await expectIn(login, 'ann'))).toBe('copper');
    }
    expect((await rig.admin.must('GET', `/${DEMO}`)).status).toBe(200);
  });
});
