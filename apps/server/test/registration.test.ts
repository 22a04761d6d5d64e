import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser, type ShownPage } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcess();
  const clients = [{ clientId: 'web', publicClient: true, redirectUris: [CALLBACK] }];
  const common = {
    enabled: true,
    eventsEnabled: true,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1) and length(8)',
    clients,
  };
  await server.admin('POST', '', {
    realm: 'open',
    registrationAllowed: true,
    groups: [{ name: 'people' }],
    defaultGroups: ['/people'],
    ...common,
  });
  await server.admin('POST', '', { realm: 'mail', registrationAllowed: true, registrationEmailAsUsername: true, ...common });
  await server.admin('POST', '', { realm: 'verify', registrationAllowed: true, verifyEmail: true, ...common });
  await server.admin('POST', '', { realm: 'closed', ...common });
}, 30_000);

afterAll(async () => server.stop());

const authUrl = (realm = 'open', path = 'auth', more: Record<string, string> = {}) =>
  `${server.base}/realms/${realm}/protocol/openid-connect/${path}?${new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's',
    ...more,
  })}`;

const person = (username: string) => ({
  username,
  email: `${username}@open.test`,
  firstName: username,
  lastName: 'Open',
  password: `${username}-password`,
  'password-confirm': `${username}-password`,
});

async function userOf(page: ShownPage, realm = 'open'): Promise<string> {
  const code = page.location?.searchParams.get('code') ?? `no code: ${page.status} ${page.text}`;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id: 'web' });
  const answer = await fetch(`${server.base}/realms/${realm}/protocol/openid-connect/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).preferred_username;
}

const registerPage = async (browser: FormBrowser, realm = 'open') => browser.follow(await browser.open(authUrl(realm)), 'Register');

describe('a registration', () => {
  it('makes an account with the realm default role and groups, and signs its person in', async () => {
    const browser = new FormBrowser();
    const page = await registerPage(browser);
    expect(page.html).toContain('id="kc-register-form"');
    expect(page.inputs).toEqual(['username', 'password', 'password-confirm', 'email', 'firstName', 'lastName']);
    expect(await userOf(await browser.post(page, person('carol')))).toBe('carol');
    expect((await browser.open(authUrl('open', 'auth', { prompt: 'none' }))).location?.searchParams.get('code')).toBeTruthy();

    const { json } = await server.admin('GET', '/open/users?username=carol&exact=true');
    const [user] = json as { readonly id: string }[];
    expect(user).toMatchObject({ email: 'carol@open.test', emailVerified: false, enabled: true, firstName: 'carol' });
    expect((await server.admin('GET', `/open/users/${user!.id}/groups`)).json).toMatchObject([{ name: 'people' }]);
    const roles = (await server.admin('GET', `/open/users/${user!.id}/role-mappings/realm`)).json;
    expect(roles).toMatchObject([{ name: 'default-roles-open' }]);
    const events = (await server.admin('GET', '/open/events')).json as { readonly type: string }[];
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['REGISTER', 'LOGIN']));
    const login = new FormBrowser();
    const again = await login.post(await login.open(authUrl()), { username: 'carol@open.test', password: 'carol-password' });
    expect(await userOf(again)).toBe('carol');
  });

  it('says at each field what is wrong, and keeps what was typed', async () => {
    const browser = new FormBrowser();
    const page = await browser.post(await registerPage(browser), {
      ...person('dora'),
      email: 'nowhere',
      password: 'short',
      'password-confirm': 'short',
    });
    expect(page.text).toContain('Invalid email address.');
    expect(page.text).toContain('Invalid password: minimum length 8.');
    expect(page.html).toContain('value="dora"');
    expect(page.html).not.toContain('short');
    expect(await userOf(await browser.post(page, person('dora')))).toBe('dora');
  });

  it('refuses a name and an address that are taken', async () => {
    const first = new FormBrowser();
    await first.post(await registerPage(first), person('edna'));
    const browser = new FormBrowser();
    const named = await browser.post(await registerPage(browser), { ...person('Edna'), email: 'other@open.test' });
    expect(named.text).toContain('Username already exists.');
    const addressed = await browser.post(named, { ...person('edna2'), email: 'EDNA@open.test' });
    expect(addressed.text).toContain('Email already exists.');
  });

  it.each(['username', 'email'] as const)('of many with the same %s at the same moment makes one account', async (same) => {
    for (let round = 0; round < 4; round++) {
      const browsers = Array.from({ length: 6 }, () => new FormBrowser());
      const pages = await Promise.all(browsers.map((browser) => registerPage(browser)));
      const form = (index: number) => {
        const own = person(`racer-${same}-${round}-${index}`);
        return { ...own, [same]: person(`racer-${same}-${round}`)[same] };
      };
      const answers = await Promise.all(browsers.map((browser, index) => browser.post(pages[index]!, form(index))));
      expect(answers.filter(({ location }) => location?.searchParams.has('code'))).toHaveLength(1);
      const sentence = same === 'username' ? 'Username already exists.' : 'Email already exists.';
      expect(answers.filter(({ text }) => text.includes(sentence))).toHaveLength(5);
    }
  });

  it('of one form posted twice makes one account and signs in', async () => {
    const browser = new FormBrowser();
    const page = await registerPage(browser);
    const answers = await Promise.all([browser.post(page, person('twice')), browser.post(page, person('twice'))]);
    expect(answers.some(({ location }) => location?.searchParams.has('code'))).toBe(true);
    expect((await server.admin('GET', '/open/users?username=twice&exact=true')).json).toHaveLength(1);
  });

  it('takes the browser over from whoever was signed in', async () => {
    const browser = new FormBrowser();
    await browser.post(await registerPage(browser), person('first'));
    const page = await browser.open(authUrl('open', 'registrations'));
    expect(await userOf(await browser.post(page, person('second')))).toBe('second');
    expect(await userOf(await browser.open(authUrl()))).toBe('second');
  });

  it('by address has no field for a user name', async () => {
    const browser = new FormBrowser();
    const page = await registerPage(browser, 'mail');
    expect(page.inputs).toEqual(['email', 'password', 'password-confirm', 'firstName', 'lastName']);
    const { username: _, ...form } = person('greta');
    expect(await userOf(await browser.post(page, form), 'mail')).toBe('greta@open.test');
  });

  it('in a realm that verifies addresses makes the account and waits for the address', async () => {
    const browser = new FormBrowser();
    const page = await browser.post(await registerPage(browser, 'verify'), person('henry'));
    const waiting = await browser.open(page.location!);
    expect(waiting.location).toBeNull();
    expect(waiting.text).toContain(
      'An email with instructions to verify your email address has been sent to your address henry@open.test.',
    );
    expect((await server.admin('GET', '/verify/users?username=henry&exact=true')).json).toHaveLength(1);
  });
});

describe('a realm that does not take registrations', () => {
  it('neither offers nor answers them', async () => {
    const browser = new FormBrowser();
    const login = await browser.open(authUrl('closed'));
    expect(login.links.has('Register')).toBe(false);
    expect((await browser.open(login.action.replace('/authenticate?', '/registration?'))).text).toContain('Registration not allowed');
    await browser.open(login.action.replace('/authenticate?', '/registration?'), person('mallory'));
    expect((await browser.open(authUrl('closed', 'registrations'))).text).toContain('Registration not allowed');
    expect((await server.admin('GET', '/closed/users?username=mallory&exact=true')).json).toEqual([]);
  });
});
