import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser, type ShownPage } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const SENT = 'You should receive an email shortly with further instructions.';
const OTP_SECRET = 'forgotsecret12345678';

let server: InProcessServer;

const user = (username: string, more: object = {}) => ({
  username,
  enabled: true,
  email: `${username}@self.test`,
  firstName: username,
  lastName: 'Self',
  credentials: [{ type: 'password', value: `${username}-pw`, temporary: false }],
  ...more,
});

beforeAll(async () => {
  server = await startInProcess();
  const common = { enabled: true, eventsEnabled: true, passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)' };
  const clients = [{ clientId: 'web', publicClient: true, redirectUris: [CALLBACK], rootUrl: 'http://localhost:9999', baseUrl: '/start' }];
  await server.admin('POST', '', { realm: 'self', resetPasswordAllowed: true, clients, ...common });
  await server.admin('POST', '', { realm: 'closed', clients, ...common });
  for (const name of ['ann', 'ben', 'cat', 'eve', 'gus', 'hal']) await server.admin('POST', '/self/users', user(name));
  await server.admin('POST', '/self/users', user('dan', { enabled: false }));
  await server.admin('POST', '/self/users', user('fay', { email: '' }));
  const otp = {
    type: 'otp',
    secretData: JSON.stringify({ value: OTP_SECRET }),
    credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
  };
  await server.admin('POST', '/self/users', user('otto', { credentials: [...user('otto').credentials, otp] }));
}, 30_000);

afterAll(async () => server.stop());

const authUrl = (name = 'self', path = 'auth', more: Record<string, string> = {}) =>
  `${server.base}/realms/${name}/protocol/openid-connect/${path}?${new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's',
    ...more,
  })}`;

async function askFor(username: string, browser = new FormBrowser()): Promise<{ page: ShownPage; ms: number; browser: FormBrowser }> {
  const form = await browser.follow(await browser.open(authUrl()), 'Forgot Password?');
  const started = performance.now();
  const page = await browser.post(form, { username });
  return { page, ms: performance.now() - started, browser };
}

async function signIn(username: string, password: string): Promise<ShownPage> {
  const browser = new FormBrowser();
  return browser.post(await browser.open(authUrl()), { username, password });
}

function totp(): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', OTP_SECRET).update(counter).digest();
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Opens the link, confirms it, and sets the password. */
async function setPassword(link: string, password: string, browser = new FormBrowser()): Promise<ShownPage> {
  const form = await browser.post(await browser.open(link), {});
  return browser.post(form, { 'password-new': password, 'password-confirm': password });
}

describe('a forgotten password', () => {
  it('is reached from the login page, and leads back to it', async () => {
    const browser = new FormBrowser();
    const login = await browser.open(authUrl());
    const page = await browser.follow(login, 'Forgot Password?');
    expect([page.status, page.inputs]).toEqual([200, ['username']]);
    expect(page.html).toContain('id="kc-reset-password-form"');
    expect(page.text).toContain('Forgot Your Password?');
    expect(page.text).toContain('Enter your username or email address and we will send you instructions on how to create a new password.');
    expect(new URL(page.action).pathname).toBe('/realms/self/login-actions/reset-credentials');
    const back = await browser.follow(page, 'Back to Login');
    expect(back.inputs).toContain('password');
    expect((await browser.post(back, { username: 'ann', password: 'ann-pw' })).location?.searchParams.get('code')).toBeTruthy();
  });

  it('is set anew behind a mailed link, once; the way leads back to the application', async () => {
    const { page } = await askFor('ben@self.test');
    expect([page.status, page.inputs.includes('password')]).toEqual([200, true]);
    expect(page.text).toContain(SENT);
    const [link] = await server.linksTo('ben@self.test', 1);
    for (let look = 0; look < 3; look++) expect((await new FormBrowser().open(link!)).text).toContain('ben');
    expect((await signIn('ben', 'ben-pw')).location?.searchParams.get('code')).toBeTruthy();

    const done = await setPassword(link!, 'ben-new-pw');
    expect(done.text).toContain('Your account has been updated.');
    expect(done.links.get('Back to Application')).toBe('http://localhost:9999/start');
    expect(done.headers.getSetCookie()).toEqual([]);
    expect((await signIn('ben', 'ben-pw')).text).toContain('Invalid username or password.');
    expect((await signIn('ben', 'ben-new-pw')).location?.searchParams.get('code')).toBeTruthy();
    expect((await new FormBrowser().open(link!)).status).toBe(400);
    const { json } = await server.admin('GET', '/self/users?username=ben&exact=true');
    expect(json).toMatchObject([{ emailVerified: true }]);
  });

  it('does not skip the second factor, and nobody is signed in by the link', async () => {
    await askFor('otto');
    const [link] = await server.linksTo('otto@self.test', 1);
    const browser = new FormBrowser();
    await setPassword(link!, 'otto-new-pw', browser);
    const login = await browser.open(authUrl());
    const second = await browser.post(login, { username: 'otto', password: 'otto-new-pw' });
    expect(second.inputs).toContain('otp');
    expect((await browser.post(second, { otp: totp() })).location?.searchParams.get('code')).toBeTruthy();
  });

  it('ends the sessions of the account when the person asks for it', async () => {
    const other = new FormBrowser();
    const login = await other.open(authUrl());
    await other.post(login, { username: 'hal', password: 'hal-pw' });
    await askFor('hal');
    const [link] = await server.linksTo('hal@self.test', 1);
    const browser = new FormBrowser();
    const form = await browser.post(await browser.open(link!), {});
    await browser.post(form, { 'password-new': 'hal-new-pw', 'password-confirm': 'hal-new-pw', 'logout-sessions': 'on' });
    expect((await other.open(authUrl('self', 'auth', { prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
  });
});

/** Everything of an answer but what is random in each. */
function facts({ status, headers, html }: ShownPage) {
  const names = headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, ''));
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id', 'set-cookie'].includes(name));
  const body = html.replace(/(session_code|tab_id|execution)=[\w%.-]+/g, '$1=');
  return { status, kept, names, body };
}

describe('whoever asks', () => {
  it('is answered the same, byte by byte, whatever there is behind the name', async () => {
    const known = facts((await askFor('cat')).page);
    for (const name of ['nobody', 'nobody@else.test', 'dan', 'fay', 'cat', "o'hara <script>", 'x'.repeat(3000)]) {
      expect(facts((await askFor(name)).page)).toEqual(known);
    }
    expect(await server.linksTo('cat@self.test', 1)).toHaveLength(1);
    expect(await server.linksTo('dan@self.test')).toEqual([]);
    const { json } = await server.admin('GET', '/self/events?type=RESET_PASSWORD_ERROR&max=2');
    expect(json).toMatchObject([{ error: 'user_not_found' }, { error: 'user_not_found' }]);
  });

  it('is answered after the same time', async () => {
    const times: number[] = [];
    for (const name of ['eve', 'nobody', 'dan', 'eve']) times.push((await askFor(name)).ms);
    for (const ms of times) expect(ms).toBeGreaterThanOrEqual(295);
  });

  it('cannot make the server mail one person more than once a minute, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => askFor('gus')));
    expect(answers.every(({ page }) => page.text.includes(SENT))).toBe(true);
    expect(await server.linksTo('gus@self.test', 1)).toHaveLength(1);
  });
});

describe('a realm that does not allow it', () => {
  it('neither offers nor answers it', async () => {
    const browser = new FormBrowser();
    const login = await browser.open(authUrl('closed'));
    expect([...login.links.keys()]).toEqual([]);
    const forged = login.action.replace('/authenticate?', '/reset-credentials?');
    for (const form of [undefined, { username: 'ann' }]) {
      const answer = await browser.open(forged, form);
      expect(answer.text.includes('Reset Credential not allowed') || answer.inputs.includes('password')).toBe(true);
      expect(answer.text).not.toContain(SENT);
    }
    const direct = await new FormBrowser().open(authUrl('closed', 'forgot-credentials'));
    expect([direct.status, direct.text]).toEqual([400, expect.stringContaining('Reset Credential not allowed')]);
  });

  it('lets no link of before go through', async () => {
    const { browser } = await askFor('ann');
    const [link] = await server.linksTo('ann@self.test', 1);
    await server.admin('PUT', '/self', { resetPasswordAllowed: false });
    expect((await browser.open(link!)).status).toBe(400);
    await server.admin('PUT', '/self', { resetPasswordAllowed: true });
    expect((await browser.open(link!)).status).toBe(200);
  });
});

describe('the address of its own', () => {
  it('begins with the page', async () => {
    const page = await new FormBrowser().open(authUrl('self', 'forgot-credentials'));
    expect([page.status, page.inputs]).toEqual([200, ['username']]);
  });

  it('begins anew when the login it belonged to is lost', async () => {
    const browser = new FormBrowser();
    const page = await browser.open(authUrl('self', 'forgot-credentials'));
    const lost = await browser.open(page.action.replace(/tab_id=[\w-]+/, 'tab_id=abcdefgh1234'));
    expect([lost.status, lost.inputs]).toEqual([200, ['username']]);
  });

  it('takes no form without the code of its page', async () => {
    const browser = new FormBrowser();
    const page = await browser.open(authUrl('self', 'forgot-credentials'));
    const before = (await server.linksTo('eve@self.test', 1)).length;
    const forged = await browser.open(page.action.replace(/session_code=[\w-]+/, 'session_code=x'), { username: 'eve' });
    expect([forged.inputs, forged.text.includes(SENT)]).toEqual([['username'], false]);
    expect(await server.linksTo('eve@self.test')).toHaveLength(before);
  });
});
