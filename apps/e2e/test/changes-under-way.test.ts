import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { DEMO, passwordOf, person } from '../src/demo-realm.ts';
import type { FormLogin } from '../src/form-login.ts';
import { CookieJar } from '../src/http-client.ts';
import { otpOf } from '../src/steps/steps-realm.ts';
import { answering, codeOf, expectIn, expectOut, openSteps, type StepsRig } from '../src/steps/steps-rig.ts';
import { totp } from '../src/totp.ts';

const FORM = ['REQUIRED', 'auth-username-password-form'] as const;
const OTP = ['REQUIRED', 'auth-otp-form'] as const;
const secretOf = (name: string) => `second-factor-of-${name}`;
const PEOPLE = ['bob', 'cat', 'dan', 'eli', 'fay', 'gus', 'hal', 'ida', 'jan', 'kim', 'lou', 'max'];

let rig: StepsRig;
beforeAll(async () => {
  rig = await openSteps({
    users: PEOPLE.map((name) => person(name, { credentials: [passwordOf(), otpOf(secretOf(name))] })),
    browser: {
      added: [FORM, OTP],
      removed: [FORM, OTP],
      disabled: [FORM, OTP],
      emptied: [FORM, OTP],
      rebound: [FORM, OTP],
      stricter: [FORM],
      looser: [FORM, OTP],
      dropped: [FORM, OTP],
      switched: [FORM, OTP],
      people: [FORM, OTP],
      levels: [
        ['ALTERNATIVE', 'auth-cookie'],
        [
          'ALTERNATIVE',
          'forms',
          [
            [
              'CONDITIONAL',
              'one',
              [['REQUIRED', 'conditional-level-of-authentication', { 'loa-condition-level': '1', 'loa-max-age': '36000' }], FORM],
            ],
            [
              'CONDITIONAL',
              'two',
              [['REQUIRED', 'conditional-level-of-authentication', { 'loa-condition-level': '2', 'loa-max-age': '0' }], OTP],
            ],
          ],
        ],
      ],
    },
  });
}, 90_000);
afterAll(() => rig?.stop());

interface Tree {
  readonly id: string;
  readonly alias: string;
  readonly executions: readonly (Record<string, unknown> & { readonly id: string; readonly provider: string | null })[];
}
const anteroom = (path: string) => `${rig.server.local}/admin/anteroom/realms/${DEMO}/flows/${path}`;
async function flowOf(client: string): Promise<Tree> {
  const { authenticationFlowBindingOverrides } = await rig.admin.findClient(DEMO, client);
  const id = (authenticationFlowBindingOverrides as Record<string, string>).browser!;
  return (await rig.admin.at(anteroom(id))).json as unknown as Tree;
}
async function save(flow: Tree, executions: readonly object[]): Promise<void> {
  const answer = await rig.admin.at(anteroom(flow.id), 'PUT', { ...flow, executions });
  if (answer.status !== 200) throw new Error(`${flow.alias}: ${answer.status} ${answer.text}`);
}
async function change(client: string, patch: object): Promise<void> {
  const found = await rig.admin.findClient(DEMO, client);
  await rig.admin.must('PUT', `/${DEMO}/clients/${found.id}`, { ...found, ...patch });
}
const code = (name: string) => ({ otp: totp(secretOf(name)) });
const kindOf = (login: FormLogin) =>
  login.page === null ? 'application' : (['otp', 'password'].find((name) => login.page!.includes(`name="${name}"`)) ?? 'other');

describe('a flow that is changed while a login is under way', () => {
  it('asks for a step that was added before the page, and for one behind it', async () => {
    const login = await rig.withPassword('added', 'cat');
    const flow = await flowOf('added');
    await save(flow, [...flow.executions, { provider: 'deny-access-authenticator', requirement: 'REQUIRED' }]);
    expectOut(await login.post(code('cat')));
  });

  it('goes on without the page when its step was removed or switched off, and forgets no other', async () => {
    for (const [client, name] of [
      ['removed', 'dan'],
      ['disabled', 'eli'],
    ] as const) {
      const login = await rig.withPassword(client, name);
      const flow = await flowOf(client);
      const [form, otp] = flow.executions;
      await save(flow, client === 'removed' ? [form!] : [form!, { ...otp!, requirement: 'DISABLED' }]);
      const fresh = await rig.begin(client);
      await login.post(code(name));
      expect([client, login.status < 500, kindOf(login)]).toEqual([client, true, 'application']);
      await expectIn(login, name);
      // Nobody who has proven nothing profits from it.
      expectOut(await fresh.post(answering(name, 'wrong')));
      expectOut(await fresh.post(code(name)));
    }
  });

  it('lets nobody in when nothing is left of it', async () => {
    const login = await rig.withPassword('emptied', 'fay');
    await save(await flowOf('emptied'), []);
    expectOut(await login.post(code('fay')));
    expectOut(await login.open(login.flow.url));
  });

  it('is begun anew when another flow is bound in between, whatever was proven', async () => {
    const login = await rig.withPassword('rebound', 'gus');
    await change('rebound', { authenticationFlowBindingOverrides: { browser: (await flowOf('levels')).id } });
    await login.post(code('gus'));
    expectOut(login);
    expect(kindOf(login)).toBe('password');
    await expectIn(await login.post(answering('gus')), 'gus');

    const loose = await rig.begin('stricter');
    await change('stricter', { authenticationFlowBindingOverrides: { browser: (await flowOf('looser')).id } });
    await loose.post(answering('hal'));
    expectOut(loose);
    await loose.post(answering('hal'));
    expect(kindOf(loose)).toBe('otp');
  });

  it('falls back to the realm’s when the one of the client is unbound and deleted, and breaks nothing', async () => {
    const login = await rig.withPassword('dropped', 'ida');
    const { id } = await flowOf('dropped');
    await change('dropped', { authenticationFlowBindingOverrides: { browser: '' } });
    await rig.admin.must('DELETE', `/${DEMO}/authentication/flows/${id}`);
    await login.post(code('ida'));
    expectOut(login);
    await login.post(answering('ida'));
    await expectIn(await login.post(code('ida')), 'ida');
  });

  it('becomes transient when the client does', async () => {
    const login = await rig.withPassword('switched', 'jan');
    await change('switched', { attributes: { 'client.session.transient.enabled': 'true' } });
    const tokens = await expectIn(await login.post(code('jan')), 'jan');
    expect([tokens.refresh_token, decodeJwt(String(tokens.access_token)).sid]).toEqual([undefined, undefined]);
    expect(login.jar.names().filter((name) => name.startsWith('KEYCLOAK_'))).toEqual([]);
  });
});

describe('a person who is changed while a login is under way', () => {
  const atCode = (name: string) => rig.withPassword('people', name);
  const patch = async (name: string, body: object) =>
    rig.admin.must('PUT', `/${DEMO}/users/${(await rig.admin.findUser(DEMO, name)).id}`, body);

  it('has to do what is required since', async () => {
    const login = await atCode('kim');
    await patch('kim', { requiredActions: ['UPDATE_PASSWORD'] });
    await login.post(code('kim'));
    expectOut(login);
    const stale = await rig.begin('people', { prompt: 'none' }, login.jar);
    expect(stale.callback?.searchParams.get('error')).toBe('login_required');
    // One more while the first is done.
    await patch('kim', { requiredActions: ['UPDATE_PASSWORD', 'UPDATE_PROFILE'] });
    await login.post({ 'password-new': 'Another-pw-2026', 'password-confirm': 'Another-pw-2026' });
    expectOut(login);
    await expectIn(await login.post({ username: 'kim', email: 'kim@demo.test', firstName: 'Kim', lastName: 'Demo' }), 'kim');
  });

  it('does not get in disabled, without the device or deleted', async () => {
    const disabled = await atCode('lou');
    await patch('lou', { enabled: false });
    expectOut(await disabled.post(code('lou')));
    await patch('lou', { enabled: true });
    const without = await atCode('lou');
    const { id } = await rig.admin.findUser(DEMO, 'lou');
    const credentials = (await rig.admin.must('GET', `/${DEMO}/users/${id}/credentials`)).json as { id: string; type: string }[];
    await rig.admin.must('DELETE', `/${DEMO}/users/${id}/credentials/${credentials.find(({ type }) => type === 'otp')!.id}`);
    expectOut(await without.post(code('lou')));
    const gone = await atCode('max');
    await rig.admin.must('DELETE', `/${DEMO}/users/${(await rig.admin.findUser(DEMO, 'max')).id}`);
    expectOut(await gone.post(code('max')));
    expectOut(await gone.open(gone.flow.url));
  });
});

describe('what a request asks for, with a session and another tab beside it', () => {
  it('is what its own tab asked for: levels, ages and prompts of one are none of another’s', async () => {
    const jar = new CookieJar();
    const low = await rig.begin('levels', { acr_values: '1' }, jar);
    const high = await rig.begin('levels', { acr_values: '2' }, jar);
    await low.post(answering('hal'));
    expect((await expectIn(low, 'hal')).access_token).toBeTruthy();
    expect(kindOf(high)).toBe('password');
    await high.post(answering('hal'));
    expect([codeOf(high), kindOf(high)]).toEqual([null, 'otp']);
    const tokens = await expectIn(await high.post(code('hal')), 'hal');
    expect(decodeJwt(String(tokens.access_token)).acr).toBe('2');
  });

  it.each([
    ['prompt=login', { prompt: 'login' }, 'password'],
    ['max_age=0', { max_age: '0' }, 'password'],
    ['prompt=none and a higher level', { prompt: 'none', acr_values: '2' }, 'login_required'],
    ['prompt=none with login', { prompt: 'none login' }, 'login_required'],
    ['prompt=none and max_age=0', { prompt: 'none', max_age: '0' }, 'login_required'],
    ['prompt=login and a higher level', { prompt: 'login', acr_values: '2' }, 'password'],
    ['a higher level', { acr_values: '2' }, 'otp'],
    ['a level that nobody named', { acr_values: 'gold' }, 'application'],
    ['the lower one first', { acr_values: '1 2' }, 'application'],
    ['a long max_age', { max_age: '86400' }, 'application'],
  ] as const)('%s', async (_name, more, expected) => {
    const jar = new CookieJar();
    await (await rig.begin('levels', {}, jar)).post(answering('bob'));
    const login = await rig.begin('levels', more, jar);
    expect([login.status < 500, login.callback?.searchParams.get('error') ?? kindOf(login)]).toEqual([true, expected]);
  });
});
