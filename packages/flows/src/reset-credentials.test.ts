import { expect, test } from '@jest/globals';
import type { FlowContext, FlowStep } from './flow-engine.ts';
import { createEngineRig, otpDevice, type RigOptions } from './test-rig/engine-rig.ts';
import type { Node } from './test-rig/flow-tree.ts';
import { RESET } from './test-rig/self-service-flows.ts';

const ALICE = { username: 'alice', email: 'alice@acme.example' };
const FOR: Partial<FlowContext> = { purpose: 'reset-credentials' };

function rigOf(options: Partial<RigOptions> = {}) {
  const realm = { resetPasswordAllowed: true, resetCredentialsFlow: 'the flow', ...options.realm };
  return createEngineRig({ flow: RESET, users: [ALICE], ...options, realm });
}

type Rig = ReturnType<typeof createEngineRig>;

async function ask(rig: Rig, username: string, context: Partial<FlowContext> = {}): Promise<FlowStep> {
  return rig.post(await rig.start({ ...FOR, ...context }), { username }, { ...FOR, ...context });
}

const withoutChanges = ({ changes: _, events: __, state: ___, ...seen }: FlowStep) => seen;

test('asks who it is, and for a name when none was given', async () => {
  const rig = rigOf();
  const step = await rig.start(FOR);
  expect(step).toMatchObject({ kind: 'challenge', view: { kind: 'reset-password', username: '', error: null } });
  expect(await rig.post(step, { username: ' ' }, FOR)).toMatchObject({ view: { error: { key: 'missingUsernameMessage' } }, changes: [] });
});

test('mails whoever was named a link to set a new password', async () => {
  const rig = rigOf();
  const step = await ask(rig, 'alice@acme.example', { redirectUri: 'https://app.acme.example/cb', locale: 'de' });
  expect(step).toMatchObject({ kind: 'mailed', changes: [{ kind: 'revoke-link', id: 'link of alice' }] });
  expect(step.events).toMatchObject([{ type: 'SEND_RESET_PASSWORD', error: null, userId: 'user-1' }]);
  expect(rig.planned).toMatchObject([
    {
      kind: 'reset-credentials',
      actions: ['UPDATE_PASSWORD'],
      clientId: rig.client.clientId,
      redirectUri: 'https://app.acme.example/cb',
      locale: 'de',
      lifespanSeconds: null,
    },
  ]);
});

test('a person who chose a language is written to in it, whoever asks', async () => {
  const rig = rigOf({ users: [{ ...ALICE, attributes: { locale: ['fr'] } }] });
  await ask(rig, 'alice', { locale: 'de' });
  expect(rig.planned).toMatchObject([{ locale: null }]);
});

test.each([
  ['nobody has the name', 'mallory', {}, 'user_not_found'],
  ['the account is disabled', 'alice', { enabled: false }, 'user_disabled'],
  ['the account has no address', 'alice', { email: null }, 'invalid_email'],
  ['it is a service account', 'alice', { serviceAccountClient: 'client-1' }, 'user_not_found'],
])('the step is the same when %s, and nothing is mailed', async (_case, username, user, error) => {
  const rig = rigOf({ users: [{ ...ALICE, ...user }] });
  const mailed = await ask(rigOf(), 'alice');
  const step = await ask(rig, username);
  expect(withoutChanges(step)).toEqual(withoutChanges(mailed));
  expect(step.changes).toEqual([]);
  expect(step.events).toMatchObject([{ error }]);
  expect(rig.planned).toEqual([]);
});

test('mails once a minute, also when asked many times at the same moment', async () => {
  const rig = rigOf();
  const steps = await Promise.all(Array.from({ length: 8 }, () => ask(rig, 'alice')));
  expect(steps.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'mailed'));
  expect(rig.planned).toHaveLength(1);
  rig.clock.advance(61_000);
  await ask(rig, 'alice');
  expect(rig.planned).toHaveLength(2);
});

test('the second factor stays: the mailbox alone does not replace a device', async () => {
  const rig = rigOf({ credentials: [otpDevice()] });
  await ask(rig, 'alice');
  expect(rig.planned).toMatchObject([{ actions: ['UPDATE_PASSWORD'] }]);
});

test('a page that was left behind, or a form for another execution, changes nothing', async () => {
  const rig = rigOf();
  const step = await rig.start(FOR);
  const context = rig.context(FOR);
  const executions = ['reset-credential-email', 'reset-password', 'reset-otp', 'Reset - Conditional OTP', 'nothing'];
  for (const execution of executions) {
    expect(await rig.engine.submit(context, step.state, execution, { username: 'alice', 'password-new': 'x' })).toMatchObject({
      kind: 'challenge',
      changes: [],
      view: { kind: 'reset-password' },
    });
  }
  for (const execution of executions) {
    const refused = await rig.engine.submit(context, step.state, 'reset-credentials-choose-user', {
      username: 'alice',
      authenticationExecution: execution,
    });
    expect(refused).toMatchObject({ kind: 'refused', changes: [] });
  }
  expect(rig.planned).toEqual([]);
});

test('trying another way never reaches what is behind the link (CVE-2026-18963)', async () => {
  const rig = rigOf();
  const selector = await rig.post(await rig.start(FOR), { tryAnotherWay: 'on' }, FOR);
  expect(selector).toMatchObject({ kind: 'challenge', view: { kind: 'select-authenticator' }, changes: [] });
  expect(await rig.post(selector, { authenticationExecution: 'reset-password' }, FOR)).toMatchObject({ kind: 'refused', changes: [] });
});

const BAD_FLOWS: readonly (readonly [string, readonly Node[]])[] = [
  [
    'without the mail',
    [
      ['R', 'reset-credentials-choose-user'],
      ['R', 'reset-password'],
    ],
  ],
  [
    'with the mail as an alternative',
    [
      ['A', 'reset-credential-email'],
      ['A', 'reset-credentials-choose-user'],
    ],
  ],
  ['of one name', [['R', 'reset-credentials-choose-user']]],
  [
    'that lets everybody in',
    [
      ['R', 'reset-credentials-choose-user'],
      ['R', 'allow-access-authenticator'],
    ],
  ],
  ['of the password alone', [['R', 'reset-password']]],
];

test.each(BAD_FLOWS)('a reset flow %s lets nobody through', async (_case, flow) => {
  const rig = rigOf({ flow });
  let step = await rig.start(FOR);
  if (step.kind === 'challenge') step = await rig.post(step, { username: 'alice' }, FOR);
  expect(['refused', 'mailed']).toContain(step.kind);
  expect(step.changes).toEqual([]);
});

test('steps of a reset flow refuse in a login', async () => {
  for (const name of ['reset-credentials-choose-user', 'reset-credential-email', 'reset-password', 'reset-otp']) {
    const rig = rigOf({ flow: [['R', name]] });
    expect(await rig.start()).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  }
});

test('what follows the mail must go through without a page; otherwise nobody is told more than before', async () => {
  const rig = rigOf({ flow: [...RESET, ['R', 'auth-otp-form']], credentials: [otpDevice()] });
  const step = await ask(rig, 'alice');
  expect(withoutChanges(step)).toEqual(withoutChanges(await ask(rig, 'nobody')));
  expect(step.events).toMatchObject([{ type: 'SEND_RESET_PASSWORD_ERROR', error: 'email_send_failed' }]);
  expect(rig.log.entries.map(({ event }) => event)).toContain('flow.denied');
  expect(rig.planned).toEqual([]);
});

test('a realm offers it when it is allowed, its flow can be run and a password can be set', async () => {
  const offers = (options: Partial<RigOptions>) => {
    const rig = rigOf(options);
    return rig.engine.offers(rig.realm, 'reset-credentials');
  };
  expect(offers({})).toBe(true);
  expect(offers({ realm: { resetPasswordAllowed: false } })).toBe(false);
  expect(offers({ realm: { resetCredentialsFlow: 'gone' } })).toBe(false);
  expect(offers({ flow: [...RESET, ['R', 'auth-spnego']] })).toBe(false);
  expect(offers({ requiredActions: [{ alias: 'UPDATE_PASSWORD', enabled: false }] })).toBe(false);
});
