import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser, type ShownPage } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const REALM = 'guard';
const OTP_SECRET = 'guardsecret123456789';
const WEB = { client_id: 'web' };
const API = { client_id: 'api', client_secret: 'api-secret' };

let server: InProcessServer;
/** What was typed, given out or mailed: nothing of it may stand in the log or an event. */
const secrets = new Set<string>(['api-secret', OTP_SECRET]);

const person = (username: string, more: object = {}) => ({
  username,
  enabled: true,
  email: `${username}@guard.test`,
  firstName: username,
  lastName: 'Guard',
  credentials: [{ type: 'password', value: `${username}-pw-1`, temporary: false }],
  ...more,
});
const otp = {
  type: 'otp',
  secretData: JSON.stringify({ value: OTP_SECRET }),
  credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
};

beforeAll(async () => {
  server = await startInProcess();
  const attributes = { 'oauth2.device.authorization.grant.enabled': 'true' };
  await server.admin('POST', '', {
    realm: REALM,
    enabled: true,
    eventsEnabled: true,
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
    resetPasswordAllowed: true,
    bruteForceProtected: true,
    failureFactor: 3,
    quickLoginCheckMilliSeconds: 0,
    waitIncrementSeconds: 600,
    maxFailureWaitSeconds: 600,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    clients: [
      { clientId: 'web', publicClient: true, redirectUris: [CALLBACK], directAccessGrantsEnabled: true, attributes },
      {
        clientId: 'api',
        secret: API.client_secret,
        redirectUris: [CALLBACK],
        directAccessGrantsEnabled: true,
        serviceAccountsEnabled: true,
      },
      { clientId: 'fresh', publicClient: true, redirectUris: [CALLBACK] },
    ],
  });
  for (const name of ['ann', 'ben', 'lea', 'max', 'dov', 'eli', 'kay', 'zoe']) await server.admin('POST', `/${REALM}/users`, person(name));
  await server.admin('POST', `/${REALM}/users`, person('otto', { credentials: [...person('otto').credentials, otp] }));
  await server.admin('POST', `/${REALM}/users`, person('todo', { requiredActions: ['UPDATE_PASSWORD'] }));
}, 60_000);
afterAll(() => server.stop());

const at = (path: string) => `${server.base}/realms/${REALM}/protocol/openid-connect/${path}`;
const authUrl = (more: Record<string, string> = {}) =>
  `${at('auth')}?${new URLSearchParams({ ...WEB, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's', ...more })}`;

interface Given {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what a test looks at
  readonly body: any;
}

async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Given> {
  const answer = await fetch(at(path), { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await answer.text();
  const body = text === '' ? null : JSON.parse(text);
  for (const name of ['access_token', 'refresh_token', 'id_token']) if (body?.[name]) secrets.add(body[name].split('.')[2]);
  return { status: answer.status, body };
}

const grant = (
  username: string,
  password = `${username}-pw-1`,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
) => {
  secrets.add(password);
  return post('token', { grant_type: 'password', username, password, scope: 'openid', ...WEB, ...more }, headers);
};
const idOf = async (username: string) =>
  ((await server.admin('GET', `/${REALM}/users?username=${username}&exact=true`)).json as { id: string }[])[0]!.id;
const signIn = async (username: string, password = `${username}-pw-1`, browser = new FormBrowser()) => {
  secrets.add(password);
  const page = await browser.post(await browser.open(authUrl()), { username, password });
  const code = page.location?.searchParams.get('code') ?? null;
  if (code !== null) secrets.add(code);
  return { browser, page, code };
};
const totp = (): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', OTP_SECRET).update(counter).digest();
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};
const hasCode = (page: ShownPage) => page.location?.searchParams.has('code') ?? false;
const setPassword = async (link: string, password: string, browser = new FormBrowser(), more: Record<string, string> = {}) => {
  secrets.add(password).add(new URL(link).searchParams.get('key')!);
  const form = await browser.post(await browser.open(link), more);
  return browser.post(form, { 'password-new': password, 'password-confirm': password, ...more });
};

describe('a lock-out', () => {
  it('B162, D086, D087, D088: counts a name however it is written, and holds on every way in', async () => {
    for (const spelt of ['lea', 'LEA', ' lea@Guard.test ']) expect((await grant(spelt, 'guess')).status).not.toBe(200);
    expect((await grant('lea')).body).toEqual({ error: 'invalid_grant', error_description: 'Invalid user credentials' });
    expect((await grant('lea', 'lea-pw-1', API)).status).toBe(400);
    expect((await signIn('lea')).code).toBeNull();
    const device = (await post('auth/device', { ...WEB, scope: 'openid' })).body;
    const browser = new FormBrowser();
    const typed = await browser.open(`${server.base}/realms/${REALM}/device`, { device_user_code: device.user_code });
    const refused = await browser.post(typed, { username: 'lea', password: 'lea-pw-1' });
    expect([refused.location, refused.inputs.includes('password')]).toEqual([null, true]);
    const poll = await post('token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
      ...WEB,
    });
    expect(poll.body.error).toBe('authorization_pending');
  });

  it('D090: leaves its owner the session there was, and an administrator lifts it', async () => {
    const { body } = await grant('max', 'max-pw-1', API);
    for (let guess = 0; guess < 3; guess++) await grant('max', 'guess');
    expect((await grant('max')).status).toBe(400);
    expect((await post('token', { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...API })).status).toBe(200);
    await server.admin('DELETE', `/${REALM}/attack-detection/brute-force/users/${await idOf('max')}`);
    expect((await grant('max')).status).toBe(200);
  });

  it('counts the second factor of one person together, over however many logins', async () => {
    for (let guess = 0; guess < 3; guess++) expect((await grant('otto', 'otto-pw-1', { totp: '000000' })).status).toBe(400);
    expect((await grant('otto', 'otto-pw-1', { totp: totp() })).status).toBe(400);
    await server.admin('DELETE', `/${REALM}/attack-detection/brute-force/users`);
  });
});

describe('a password grant', () => {
  it('B069: is off until it is switched on, and asks for all that a login asks for', async () => {
    expect((await grant('ann', 'ann-pw-1', { client_id: 'fresh' })).body.error).toBe('unauthorized_client');
    expect((await grant('ann')).status).toBe(200);
    expect((await grant('todo')).body.error_description).toBe('Account is not fully set up');
    expect((await grant('otto')).body.error_description).toBe('Invalid user credentials');
    await server.admin('PUT', `/${REALM}/users/${await idOf('dov')}`, { enabled: false });
    expect((await grant('dov')).body.error_description).toBe('Account disabled');
  });

  it('D021: is moved by no header, however broken', async () => {
    const broken = ['garbage', ', , ,', '[::1', '999.999.999.999', `${'1.2.3.4, '.repeat(600)}x`, 'for="_x;by=;;'];
    for (const value of broken) {
      const headers = { 'x-forwarded-for': value, forwarded: value, 'x-real-ip': value, 'x-forwarded-proto': value };
      expect([value.slice(0, 12), (await grant('kay', 'wrong', {}, headers)).status === 200]).toEqual([value.slice(0, 12), false]);
      expect([value.slice(0, 12), (await grant('otto', 'otto-pw-1', {}, headers)).status === 200]).toEqual([value.slice(0, 12), false]);
      await server.admin('DELETE', `/${REALM}/attack-detection/brute-force/users`);
    }
  });
});

describe('a second factor', () => {
  it('D022, D023, D024: is asked of who has one wherever a login begins, and of nobody else', async () => {
    for (const more of [{}, { prompt: 'login' }, { login_hint: 'otto' }, { acr_values: '0' }, { max_age: '0' }] as Record<
      string,
      string
    >[]) {
      const browser = new FormBrowser();
      const second = await browser.post(await browser.open(authUrl(more)), { username: 'otto', password: 'otto-pw-1' });
      expect([more, second.location, second.inputs.includes('otp')]).toEqual([more, null, true]);
      expect((await browser.open(authUrl({ prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
    }
    const pushed = new FormBrowser();
    const device = (await post('auth/device', { ...WEB, scope: 'openid' })).body;
    const typed = await pushed.open(`${server.base}/realms/${REALM}/device`, { device_user_code: device.user_code });
    expect((await pushed.post(typed, { username: 'otto', password: 'otto-pw-1' })).inputs).toContain('otp');
    expect((await grant('otto')).status).toBe(400);
    expect((await signIn('ann')).code).not.toBeNull();
  });

  it('D025: is asked again when a login is to be proven anew: the password alone does not renew it', async () => {
    const browser = new FormBrowser();
    const second = await browser.post(await browser.open(authUrl()), { username: 'otto', password: 'otto-pw-1' });
    expect(hasCode(await browser.post(second, { otp: totp() }))).toBe(true);
    const again = await browser.post(await browser.open(authUrl({ prompt: 'login' })), { username: 'otto', password: 'otto-pw-1' });
    expect([again.location, again.inputs.includes('otp')]).toEqual([null, true]);
  });
});

describe('a password', () => {
  const reset = async (username: string, value: string, temporary = false) =>
    server.admin('PUT', `/${REALM}/users/${await idOf(username)}/reset-password`, { type: 'password', value, temporary });

  it('B157: is taken whole, of whatever characters and up to a length that no person reaches', async () => {
    const long = 'x'.repeat(71);
    for (const password of ['🦊'.repeat(40), `${long}ab`, 'pass word with blanks ', 'ÄÖÜ漢字', `byte%20+&=#"<>`, 'p'.repeat(200)]) {
      await reset('eli', password);
      expect([password, (await grant('eli', password)).status]).toEqual([password, 200]);
      expect((await grant('eli', password.slice(0, -1))).status).toBe(400);
      await server.admin('DELETE', `/${REALM}/attack-detection/brute-force/users`);
    }
    await reset('eli', `${long}ab`);
    expect((await grant('eli', `${long}aX`)).status).toBe(400);
    // What ends a text elsewhere is refused, never cut off.
    await expect(reset('eli', 'zero\u0000byte')).rejects.toThrow('400');
    expect((await grant('eli', `${long}ab`)).status).toBe(200);
  });

  it('B158: of a new realm needs no mixture of characters and runs out at no date', async () => {
    await server.admin('POST', '', { realm: 'plain', enabled: true });
    const { json } = await server.admin('GET', '/plain');
    expect(json).not.toHaveProperty('passwordPolicy');
  });

  it('B183: that is temporary opens nothing but the page on which it is changed', async () => {
    await reset('zoe', 'given-to-zoe', true);
    expect((await grant('zoe', 'given-to-zoe')).body.error_description).toBe('Account is not fully set up');
    const { browser, page } = await signIn('zoe', 'given-to-zoe');
    const change = await browser.open(page.location!);
    expect(change.inputs).toEqual(expect.arrayContaining(['password-new', 'password-confirm']));
    secrets.add('chosen-by-zoe');
    expect(hasCode(await browser.post(change, { 'password-new': 'chosen-by-zoe', 'password-confirm': 'chosen-by-zoe' }))).toBe(true);
    expect((await grant('zoe', 'chosen-by-zoe')).status).toBe(200);
    expect((await grant('zoe', 'given-to-zoe')).status).toBe(400);
  });

  it('B165: is changed by nobody who merely sits at a browser that is signed in', async () => {
    const { browser } = await signIn('kay');
    const form = await browser.open(authUrl({ prompt: 'login' }));
    const action = new URL(form.action);
    action.pathname = action.pathname.replace('authenticate', 'required-action');
    action.searchParams.set('execution', 'UPDATE_PASSWORD');
    const forced = await browser.open(action, { 'password-new': 'taken-over', 'password-confirm': 'taken-over' });
    expect(hasCode(forced)).toBe(false);
    expect((await grant('kay', 'taken-over')).status).toBe(400);
    expect((await grant('kay')).status).toBe(200);
  });
});

describe('a mailed link', () => {
  const send = async (username: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.base}/admin/realms/${REALM}/users/${await idOf(username)}/execute-actions-email`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(['UPDATE_PASSWORD']),
    });
    expect(answer.status).toBe(204);
    return (await server.linksTo(`${username}@guard.test`, 1)).at(-1)!;
  };

  it('B177, D029: sets the password of its own person, whoever opens it and whatever else is posted', async () => {
    const { browser } = await signIn('ben');
    const link = await send('ann');
    await setPassword(link, 'ann-pw-2', browser, {
      username: 'ben',
      user: await idOf('ben'),
      user_id: await idOf('ben'),
      sub: await idOf('ben'),
    });
    const open = await grant('ann', 'ann-pw-2');
    if (open.status !== 200) await setPassword(link, 'ann-pw-2');
    expect((await grant('ann', 'ann-pw-2')).status).toBe(200);
    expect((await grant('ben')).status).toBe(200);
    expect((await grant('ben', 'ann-pw-2')).status).toBe(400);
    const silent = await browser.open(authUrl({ prompt: 'none' }));
    const tokens = await post('token', {
      grant_type: 'authorization_code',
      code: silent.location!.searchParams.get('code')!,
      redirect_uri: CALLBACK,
      ...WEB,
    });
    expect(JSON.parse(Buffer.from(tokens.body.id_token.split('.')[1], 'base64url').toString()).preferred_username).toBe('ben');
  });

  it('B178, D030: leads to the address that is configured, whatever the request that asked for it says', async () => {
    const forged = {
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.test;proto=https',
      'x-original-host': 'evil.test',
    };
    const link = new URL(await send('kay', forged));
    expect(link.origin).toBe(server.base);
    secrets.add(link.searchParams.get('key')!);
    const answer = await fetch(authUrl(), { headers: forged });
    expect(await answer.text()).not.toContain('evil.test');
  });
});

describe('what is written down', () => {
  it('B195: is no password, token, code, link or key, in the log or in an event', async () => {
    const events = JSON.stringify((await server.admin('GET', `/${REALM}/events?max=1000`)).json);
    const changes = JSON.stringify((await server.admin('GET', `/${REALM}/admin-events?max=1000`)).json);
    const metrics = await (await fetch(`${server.base}/metrics`)).text();
    const found = [...secrets].filter(
      (secret) => secret.length > 6 && [server.log(), events, changes, metrics].some((text) => text.includes(secret)),
    );
    expect(secrets.size).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });

  it('B196: says of every event what, when, from where, by whom and in which session, in order', async () => {
    const { browser, code } = await signIn('ben');
    const { body } = await post('token', { grant_type: 'authorization_code', code: code!, redirect_uri: CALLBACK, ...WEB });
    await browser.open(`${at('logout')}?${new URLSearchParams({ id_token_hint: body.id_token })}`);
    await grant('ben', 'wrong-pw');
    type Event = Readonly<Record<'type' | 'time' | 'ipAddress' | 'userId' | 'sessionId' | 'clientId' | 'error', string>>;
    const events = (await server.admin('GET', `/${REALM}/events?user=${await idOf('ben')}&max=100`)).json as Event[];
    const [login, redeemed, out] = ['LOGIN', 'CODE_TO_TOKEN', 'LOGOUT'].map((type) => events.find((event) => event.type === type)!);
    for (const event of [login, redeemed, out]) {
      expect(event).toMatchObject({
        userId: await idOf('ben'),
        sessionId: body.session_state,
        ipAddress: expect.any(String),
        time: expect.any(Number),
      });
    }
    const all = (await server.admin('GET', `/${REALM}/events?max=1000`)).json as Event[];
    expect(all.map(({ time }) => time)).toEqual(all.map(({ time }) => time).sort((one, other) => Number(other) - Number(one)));
    expect(all.some(({ type, error }) => type === 'LOGIN_ERROR' && error === 'invalid_user_credentials')).toBe(true);
    const changes = (await server.admin('GET', `/${REALM}/admin-events?max=1000`)).json as { authDetails: object; operationType: string }[];
    expect(changes[0]).toMatchObject({
      operationType: expect.any(String),
      authDetails: { userId: expect.any(String), ipAddress: expect.any(String) },
    });
  });
});
