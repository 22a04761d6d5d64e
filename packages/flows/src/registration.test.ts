import { buildUser } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import type { FlowContext, FlowStep } from './flow-engine.ts';
import { createEngineRig, type RigOptions } from './test-rig/engine-rig.ts';
import { registrationFlows } from './test-rig/self-service-flows.ts';

const FOR: Partial<FlowContext> = { purpose: 'registration' };
const CAROL = {
  username: 'Carol',
  email: 'Carol@acme.example',
  firstName: 'Carol',
  lastName: 'Danvers',
  password: 'carol-pw',
  'password-confirm': 'carol-pw',
};

function rigOf(options: Partial<RigOptions> = {}) {
  const realm = { registrationAllowed: true, registrationFlow: 'registration', defaultRoleId: 'default', defaultGroups: ['staff'] };
  const users = [{ username: 'alice', email: 'alice@acme.example' }];
  return createEngineRig({ flow: [], flows: registrationFlows(), users, ...options, realm: { ...realm, ...options.realm } });
}

async function register(rig: ReturnType<typeof rigOf>, form: Record<string, string>): Promise<FlowStep> {
  return rig.post(await rig.start(FOR), form, FOR);
}

const errorsOf = (step: FlowStep) => (step.kind === 'challenge' && step.view.kind === 'register' ? step.view.fieldErrors : null);

test('asks for what the profile lets people write about themselves', async () => {
  const step = await rigOf().start(FOR);
  if (step.kind !== 'challenge' || step.view.kind !== 'register') throw new Error('no registration page');
  expect(step.view.fields.map(({ name, required }) => `${name}${required ? '*' : ''}`)).toEqual([
    'username*',
    'email*',
    'firstName*',
    'lastName*',
  ]);
  expect(step.view.asksPassword).toBe(true);
});

test('makes the account with its password in one unit, and goes on as the new person', async () => {
  const rig = rigOf({ requiredActions: [{ alias: 'VERIFY_PROFILE', defaultAction: false }] });
  const step = await register(rig, CAROL);
  expect(step).toMatchObject({ kind: 'complete', outcome: { username: 'carol', amr: ['pwd'], fromSession: false } });
  expect(step.changes.map(({ kind }) => kind)).toEqual(['create-user', 'put-credential', 'raise-credential-version']);
  expect(rig.users.at(-1)).toMatchObject({
    username: 'carol',
    email: 'carol@acme.example',
    emailVerified: false,
    firstName: 'Carol',
    lastName: 'Danvers',
    enabled: true,
    roles: ['default'],
    groups: ['staff'],
    credentialVersion: 0,
  });
  expect(step.events).toMatchObject([
    {
      type: 'REGISTER',
      userId: rig.users.at(-1)!.id,
      details: { username: 'carol', email: 'carol@acme.example', register_method: 'form' },
    },
  ]);
});

test('default actions of the realm are asked for before the login ends', async () => {
  const rig = rigOf({ requiredActions: [{ alias: 'CONFIGURE_TOTP', defaultAction: true }] });
  expect(await register(rig, CAROL)).toMatchObject({
    kind: 'challenge',
    executionId: 'CONFIGURE_TOTP',
    state: { phase: 'required-actions' },
  });
});

test('an address that has to be verified first keeps the login out, and the account', async () => {
  const rig = rigOf({ realm: { verifyEmail: true } });
  expect(await register(rig, CAROL)).toMatchObject({ kind: 'challenge', executionId: 'VERIFY_EMAIL' });
  expect(rig.users.at(-1)).toMatchObject({ username: 'carol' });
});

test('says everything that is wrong at once, and shows what was typed but for the passwords', async () => {
  const rig = rigOf({ realm: { passwordPolicy: 'length(12)' } });
  const step = await register(rig, {
    username: 'a',
    email: 'nowhere',
    firstName: '',
    lastName: 'Danvers',
    password: 'x',
    'password-confirm': 'x',
  });
  expect(errorsOf(step)).toMatchObject({
    username: { key: 'error-invalid-length' },
    email: { key: 'error-invalid-email' },
    firstName: { key: 'error-user-attribute-required' },
    password: { key: 'invalidPasswordMinLengthMessage', args: [12] },
  });
  expect(step).toMatchObject({ changes: [], events: [{ type: 'REGISTER_ERROR', error: 'invalid_registration' }] });
  expect(JSON.stringify(step)).toContain('nowhere');
  expect(errorsOf(await register(rigOf(), { ...CAROL, password: '' }))).toEqual({ password: { key: 'missingPasswordMessage' } });
  expect(errorsOf(await register(rigOf(), { ...CAROL, 'password-confirm': 'other' }))).toEqual({
    'password-confirm': { key: 'invalidPasswordConfirmMessage' },
  });
});

test('the name of the new account counts for the password policy', async () => {
  const rig = rigOf({ realm: { passwordPolicy: 'notUsername(undefined)' } });
  expect(errorsOf(await register(rig, { ...CAROL, password: 'carol', 'password-confirm': 'carol' }))).toMatchObject({
    password: { key: 'invalidPasswordNotUsernameMessage' },
  });
});

test.each([
  ['the name is taken, in any case', { username: 'ALICE' }, { username: { key: 'usernameExistsMessage' } }, 'username_in_use'],
  [
    'the name is the address of somebody',
    { username: 'alice@acme.example' },
    { username: { key: 'usernameExistsMessage' } },
    'username_in_use',
  ],
  ['the address is taken', { email: 'Alice@acme.example' }, { email: { key: 'emailExistsMessage' } }, 'email_in_use'],
  ['the address is the name of somebody', { email: 'bob@acme.example' }, { email: { key: 'emailExistsMessage' } }, 'email_in_use'],
  ['the name looks like another', { username: 'аlice' }, { username: { key: 'error-username-invalid-character' } }, 'invalid_registration'],
  ['the name has a blank', { username: 'carol d' }, { username: { key: 'error-username-invalid-character' } }, 'invalid_registration'],
  ['there is no name', { username: '' }, { username: { key: 'missingUsernameMessage' } }, 'invalid_registration'],
])('makes no account when %s', async (_case, form, errors, error) => {
  const rig = rigOf({
    users: [
      { username: 'alice', email: 'alice@acme.example' },
      { username: 'bob@acme.example', email: 'bob@else.example' },
    ],
  });
  const step = await register(rig, { ...CAROL, ...form });
  expect(errorsOf(step)).toMatchObject(errors);
  expect(step).toMatchObject({ changes: [], events: [{ type: 'REGISTER_ERROR', error }] });
});

test('with the address as user name there is no field for another', async () => {
  const rig = rigOf({ realm: { registrationEmailAsUsername: true } });
  const { username: _, ...form } = CAROL;
  const step = await register(rig, { ...form, username: 'mallory' });
  expect(step).toMatchObject({ kind: 'complete', outcome: { username: 'carol@acme.example' } });
  expect(rig.users.at(-1)).toMatchObject({ username: 'carol@acme.example', email: 'carol@acme.example', attributes: {} });
  expect(errorsOf(await register(rig, form))).toEqual({ email: { key: 'emailExistsMessage' } });
});

test('an address may be used twice where the realm allows it', async () => {
  const rig = rigOf({ realm: { duplicateEmailsAllowed: true, loginWithEmailAllowed: false } });
  expect(await register(rig, { ...CAROL, email: 'alice@acme.example' })).toMatchObject({ kind: 'complete' });
});

test('fields that the profile keeps to administrators, and those it does not know, are not taken', async () => {
  const rig = rigOf();
  const step = await register(rig, { ...CAROL, locale: 'de', emailVerified: 'true', realmRoles: 'admin', department: 'board' });
  expect(step.kind).toBe('complete');
  expect(rig.users.at(-1)).toMatchObject({ attributes: {}, emailVerified: false, roles: ['default'] });
});

test('an execution of the form that is not here refuses, and the realm does not offer it', async () => {
  const flows = registrationFlows({ 'registration-user-creation': 'REQUIRED', 'registration-recaptcha-action': 'REQUIRED' });
  const rig = rigOf({ flows });
  expect(rig.engine.offers(rig.realm, 'registration')).toBe(false);
  expect(await rig.start(FOR)).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
});

test('offered and taken only where the realm allows it', async () => {
  const open = rigOf();
  expect(open.engine.offers(open.realm, 'registration')).toBe(true);
  const closed = rigOf({ realm: { registrationAllowed: false } });
  expect(closed.engine.offers(closed.realm, 'registration')).toBe(false);
  expect(await closed.start(FOR)).toMatchObject({ kind: 'refused', refusal: 'access_denied' });
  const posted = await closed.engine.submit(closed.context(FOR), (await open.start(FOR)).state, 'page', CAROL);
  expect(posted).toMatchObject({ kind: 'refused', changes: [] });
});

test('its page refuses in a login, and in a direct grant', async () => {
  const rig = rigOf();
  expect(await rig.start()).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  expect(await rig.direct(CAROL)).toMatchObject({ kind: 'refused', changes: [] });
  expect(rig.users).toEqual([buildUser({ id: 'user-1', username: 'alice', email: 'alice@acme.example' })]);
});

test.each([
  ['after', ['registration-user-creation', 'registration-password-action', 'registration-terms-and-conditions']],
  ['before', ['registration-terms-and-conditions', 'registration-user-creation', 'registration-password-action']],
])('the terms are agreed to by the account that is made, also when they stand %s it', async (_where, actions) => {
  const flows = registrationFlows(Object.fromEntries(actions.map((action) => [action, 'REQUIRED'] as const)));
  const rig = rigOf({ flows, requiredActions: [{ alias: 'TERMS_AND_CONDITIONS', defaultAction: true }] });
  expect(errorsOf(await register(rig, CAROL))).toEqual({ termsAccepted: { key: 'termsAcceptanceRequired' } });
  expect(await register(rig, { ...CAROL, termsAccepted: 'on' })).toMatchObject({ kind: 'complete', outcome: { username: 'carol' } });
  expect(rig.users.at(-1)).toMatchObject({
    username: 'carol',
    attributes: { terms_and_conditions: [expect.stringMatching(/^\d+$/)] },
    requiredActions: [],
  });
});
