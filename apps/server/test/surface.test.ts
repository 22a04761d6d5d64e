import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser, type ShownPage } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const REALM = 'surface';
const MARKUP = `"><script>alert(1)</script><img src=x onerror=alert(1)>'-alert(1)-'</style></textarea>{{7*7}}`;
const API = { client_id: 'api', client_secret: 'api-secret' };

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcess();
  await server.admin('POST', '', {
    realm: REALM,
    enabled: true,
    displayName: MARKUP,
    displayNameHtml: `<b onclick="alert(1)">x</b>${MARKUP}`,
    resetPasswordAllowed: true,
    registrationAllowed: true,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    clients: [
      { clientId: 'web', name: MARKUP, description: MARKUP, publicClient: true, redirectUris: [CALLBACK], consentRequired: true },
      { clientId: 'api', secret: API.client_secret, redirectUris: [CALLBACK], directAccessGrantsEnabled: true },
    ],
    users: [
      {
        ...{ username: 'ann', enabled: true, email: 'ann@surface.test', firstName: MARKUP, lastName: MARKUP },
        credentials: [{ type: 'password', value: 'ann-pw-1' }],
      },
    ],
  });
}, 60_000);
afterAll(() => server.stop());

const at = (path: string) => `${server.base}/realms/${REALM}/protocol/openid-connect/${path}`;
const authUrl = (more: Record<string, string> = {}) =>
  `${at('auth')}?${new URLSearchParams({ client_id: 'web', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: MARKUP, ...more })}`;
const token = (form: Record<string, string>) => fetch(at('token'), { method: 'POST', body: new URLSearchParams(form) });
const login = async () =>
  (await (await token({ grant_type: 'password', username: 'ann', password: 'ann-pw-1', scope: 'openid', ...API })).json()) as Record<
    string,
    string
  >;
const refresh = async (refresh_token: string) => (await token({ grant_type: 'refresh_token', refresh_token, ...API })).status;

/** A request as it is written, without the tidying of a URL parser. */
const raw = (path: string, method = 'GET') =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.base);
    const sent = request({ hostname, port, path, method, headers: { host: `${hostname}:${port}` } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });

describe('a page', () => {
  const pages = async (): Promise<readonly ShownPage[]> => {
    const browser = new FormBrowser();
    const form = await browser.open(authUrl());
    const wrong = await browser.post(form, { username: MARKUP, password: MARKUP });
    const moved = await browser.post(wrong, { username: 'ann', password: 'ann-pw-1' });
    const consent = await browser.open(moved.location!);
    const forgot = await browser.open(authUrl().replace('/auth?', '/forgot-credentials?'));
    const register = await browser.open(authUrl().replace('/auth?', '/registrations?'));
    const broken = await browser.open(authUrl({ redirect_uri: MARKUP, client_id: 'web' }));
    const unknown = await browser.open(authUrl({ client_id: MARKUP }));
    const out = await browser.open(`${at('logout')}?state=${encodeURIComponent(MARKUP)}`);
    const device = await browser.open(`${server.base}/realms/${REALM}/device?user_code=${encodeURIComponent(MARKUP)}`);
    const link = await browser.open(`${server.base}/realms/${REALM}/login-actions/action-token?key=${encodeURIComponent(MARKUP)}`);
    expect(consent.html).toContain('kc-login');
    return [form, wrong, consent, forgot, register, broken, unknown, out, device, link];
  };

  it('B135, D064, D065, D067: runs nothing that stands in a name, a text or an address, whoever wrote it', async () => {
    for (const { html, headers, links, action } of await pages()) {
      expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/)/i);
      expect(html.replace(/&quot;|&#39;/g, '')).not.toMatch(/<[a-z][^<>]*\son[a-z]+=/i);
      expect(html).not.toContain('<img src=x');
      expect(html).not.toContain('>49<');
      for (const target of [...links.values(), action]) expect(target).not.toMatch(/^(javascript|data|vbscript):/i);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-(inline|eval)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('D065: leads to no address that a browser would run, though an administrator tried to set one', async () => {
    for (const [field, value] of [
      ['baseUrl', 'javascript:alert(1)'],
      ['rootUrl', 'data:text/html,x'],
      ['adminUrl', 'JaVaScRiPt:x'],
    ]) {
      const attempt = server.admin('POST', `/${REALM}/clients`, { clientId: `bad-${field}`, [field!]: value });
      await expect(attempt).rejects.toThrow(/400/);
    }
  });

  it('D100: shows a placeholder of the environment as it was written', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is the attack
    const placeholders = 'x ${env.PATH} ${env.HOME:y} ${vault.secret} ${user.home} ${sys.path} #{7*7}';
    await server.admin('POST', '', {
      realm: 'placeholders',
      enabled: true,
      displayName: placeholders,
      clients: [{ clientId: 'web', name: placeholders, publicClient: true, redirectUris: [CALLBACK] }],
    });
    const { html } = await new FormBrowser().open(authUrl().replace(REALM, 'placeholders'));
    expect(html).not.toContain(process.env.PATH);
    // What is read, without the random values of addresses and fields.
    expect(html.replace(/<[^>]*>/g, ' ')).not.toContain('49');
    const { json } = await server.admin('GET', '/placeholders');
    expect((json as { displayName: string }).displayName).toBe(placeholders);
  });
});

describe('the Admin REST', () => {
  it('B141: ends one session, those of a person, those of a client and all of them', async () => {
    const admin = (method: string, path: string, body?: unknown) => server.admin(method, `/${REALM}${path}`, body);
    const [ann] = (await admin('GET', '/users?username=ann')).json as { id: string }[];
    const [api] = (await admin('GET', '/clients?clientId=api')).json as { id: string }[];
    const ends: readonly ((sid: string) => Promise<unknown>)[] = [
      (sid) => admin('DELETE', `/sessions/${sid}`),
      () => admin('POST', `/users/${ann!.id}/logout`),
      () => admin('POST', '/logout-all'),
    ];
    for (const end of ends) {
      // Marks have whole seconds: what is made in the second of one must not be taken for older.
      const tokens = await login();
      expect(await refresh(tokens.refresh_token!)).toBe(200);
      await end(tokens.session_state!);
      expect(await refresh(tokens.refresh_token!)).toBe(400);
    }
    const tokens = await login();
    await admin('PUT', `/clients/${api!.id}`, { notBefore: Math.floor(Date.now() / 1000) + 1 });
    expect(await refresh(tokens.refresh_token!)).toBe(400);
    await admin('PUT', `/clients/${api!.id}`, { notBefore: 0 });
  });

  it('B193: keeps of a thing what a change does not name', async () => {
    const [api] = (await server.admin('GET', `/${REALM}/clients?clientId=api`)).json as { id: string }[];
    const before = (await server.admin('GET', `/${REALM}/clients/${api!.id}`)).json as Record<string, unknown>;
    await server.admin('PUT', `/${REALM}/clients/${api!.id}`, { description: 'changed' });
    expect((await server.admin('GET', `/${REALM}/clients/${api!.id}`)).json).toEqual({ ...before, description: 'changed' });
    const realm = (await server.admin('GET', `/${REALM}`)).json as Record<string, unknown>;
    await server.admin('PUT', `/${REALM}`, { loginWithEmailAllowed: false });
    expect((await server.admin('GET', `/${REALM}`)).json).toEqual({ ...realm, loginWithEmailAllowed: false });
    await server.admin('PUT', `/${REALM}`, { loginWithEmailAllowed: true });
  });

  it('D102: takes a page, a search or a filter for what it says and for no piece of a statement', async () => {
    const hostile = [
      "' OR '1'='1",
      '1; DROP TABLE user',
      '%',
      '_',
      '\\',
      "a' UNION SELECT * FROM credential --",
      '\u0000',
      '#{7*7}',
      '99999999999',
      '-1',
      'NaN',
      '1e9',
      '[]',
    ];
    const bearer = { authorization: `Bearer ${await server.token()}` };
    for (const value of hostile) {
      for (const name of ['first', 'max', 'search', 'username', 'email', 'q', 'briefRepresentation']) {
        const query = new URLSearchParams({ [name]: value, exact: 'true' });
        const answer = await fetch(`${server.base}/admin/realms/${REALM}/users?${query}`, { headers: bearer });
        const text = await answer.text();
        expect([name, value, answer.status < 500, /SELECT|sqlite|syntax/i.test(text)]).toEqual([name, value, true, false]);
        if (answer.status === 200 && ['search', 'username', 'email'].includes(name)) expect([value, text]).toEqual([value, '[]']);
      }
      const query = new URLSearchParams({ user: value, client: value, store: value, first: value, max: value });
      const sessions = await fetch(`${server.base}/admin/anteroom/realms/${REALM}/sessions?${query}`, { headers: bearer });
      expect(sessions.status).toBeLessThan(500);
    }
  });
});

describe('the server', () => {
  it('B194, D105: refuses what is too long or too much, and answers the rest all the same', async () => {
    const many = Array.from({ length: 6_000 }, (_, index) => `s${index}`).join(' ');
    expect((await token({ grant_type: 'password', ...API, username: 'ann', password: 'ann-pw-1', scope: many })).status).toBe(400);
    expect((await token({ grant_type: 'password', ...API, username: 'x'.repeat(60_000), password: 'y' })).status).toBeLessThan(500);
    expect((await token({ grant_type: 'password', ...API, scope: 'x'.repeat(1_000_000) })).status).toBe(413);
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const headers = { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json' };
    for (const body of [deep, `{"attributes":${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}}`, '['.repeat(100_000)]) {
      const answer = await fetch(`${server.base}/admin/realms/${REALM}/users`, { method: 'POST', headers, body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    const cookie = Array.from({ length: 200 }, (_, index) => `c${index}=${'v'.repeat(20)}`).join('; ');
    expect((await fetch(authUrl(), { headers: { cookie } })).status).toBe(200);
    expect((await fetch(authUrl(), { headers: { 'x-forwarded-for': '1.1.1.1,'.repeat(1_500) } })).status).toBe(200);
    expect((await login()).access_token).toBeDefined();
  });

  it('D107: gives no file but its own, and says of no other whether it is there', async () => {
    const paths = [
      '/resources/../../../../etc/passwd',
      '/resources/..%2f..%2f..%2fetc%2fpasswd',
      '/resources/%2e%2e/%2e%2e/package.json',
      '/resources/..%5c..%5cpackage.json',
      '/admin/master/console/../../../../../etc/passwd',
      '/admin/master/console/..%2f..%2findex.html%00.js',
      '/admin/master/console/assets/..%2f..%2f..%2fpackage.json',
      `/realms/${REALM}/../../etc/passwd`,
      '/realms/..%2f..%2fetc%2fpasswd',
      '/realms/file:%2f%2f%2fetc%2fpasswd/.well-known/openid-configuration',
      '//etc/passwd',
      '/dev/mail/../../../etc/passwd',
      '/%00',
      '/realms/%ff%fe/account',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
        const { status, text } = await raw(path, method);
        expect([method, path, status < 500, /root:|"dependencies"/.test(text)]).toEqual([method, path, true, false]);
        if (method === 'PUT' || method === 'DELETE') expect([method, path, status >= 400]).toEqual([method, path, true]);
      }
    }
  });

  it('B002: has its metadata below the issuer, and in front of its path, as the RFC has it', async () => {
    const below = await fetch(`${server.base}/realms/${REALM}/.well-known/oauth-authorization-server`);
    const metadata = (await below.json()) as { issuer: string };
    expect([below.status, metadata.issuer]).toEqual([200, `${server.base}/realms/${REALM}`]);
    const inFront = await fetch(`${server.base}/.well-known/oauth-authorization-server/realms/${REALM}`);
    expect([inFront.status, await inFront.json()]).toEqual([200, metadata]);
  });

  it('B066: keeps a secret of a client in no file as it is, and makes one that nobody guesses', async () => {
    const { json } = await server
      .admin('POST', `/${REALM}/clients`, { clientId: 'made', redirectUris: [CALLBACK] })
      .then(() => server.admin('GET', `/${REALM}/clients?clientId=made`));
    const [{ secret }] = json as [{ secret: string }];
    expect(secret).toMatch(/^[A-Za-z0-9_-]{22,}$/);
    const kept = server.files();
    expect(kept.includes(secret)).toBe(false);
    expect(kept.includes('api-secret')).toBe(false);
    expect(kept.includes('ann-pw-1')).toBe(false);
    expect(kept.includes('surface.test')).toBe(true);
  });
});
