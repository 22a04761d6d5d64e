import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '@anteroom/config';
import { baseUrl } from '@anteroom/http';
import { type CountedStore, countCalls, createMemoryLog } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeAlone } from '../src/compose-alone.ts';
import { type Core, composeCore } from '../src/compose-core.ts';
import { ensureFirstStart } from '../src/first-start.ts';
import { systemClock as clock, systemIds as ids } from '../src/system.ts';

/** Budgets of the design: session-store calls per operation, at most. */
const dataDir = mkdtempSync(join(tmpdir(), 'anteroom-calls-'));
const CALLBACK = 'http://localhost:9999/cb';
const SHOP = { client_id: 'shop', client_secret: 'shop-secret' };
const DESK = { client_id: 'desk', client_secret: 'desk-secret' };
const KIOSK = { client_id: 'kiosk', client_secret: 'kiosk-secret' };
const ADMIN = { username: 'admin', password: 'Admin-pw-2026' };

let core: Core;
let counted: CountedStore;
let http: Server;
let base: string;

beforeAll(async () => {
  const { configuration } = loadConfiguration({
    mode: 'development',
    env: {
      ANTEROOM_DATA_DIR: dataDir,
      ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
      ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    },
    cores: 1,
    readFile: () => '',
  });
  core = await composeCore({
    configuration,
    clock,
    ids,
    log: createMemoryLog(),
    wrapStore: (store) => {
      counted = countCalls(store);
      return counted.store;
    },
  });
  await ensureFirstStart(core);
  http = createServer();
  await new Promise<void>((resolve) => {
    http.listen(0, 'localhost', resolve);
  });
  base = `http://localhost:${(http.address() as AddressInfo).port}`;
  http.on('request', (await composeAlone({ core, base: baseUrl(base) })).app.callback());
  await createRealm();
}, 30_000);

afterAll(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await core.close();
  rmSync(dataDir, { recursive: true });
});

const url = (path: string, realm = 'budget') => `${base}/realms/${realm}/protocol/openid-connect/${path}`;

async function form(address: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, string>,
  };
}

async function createRealm(): Promise<void> {
  const { json } = await form(url('token', 'master'), { grant_type: 'password', client_id: 'admin-cli', ...ADMIN });
  const client = (given: { client_id: string; client_secret: string }, attributes: Record<string, string> = {}) => ({
    clientId: given.client_id,
    secret: given.client_secret,
    redirectUris: [CALLBACK],
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    attributes,
    protocolMappers: [
      {
        name: 'self',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-audience-mapper',
        config: { 'included.client.audience': given.client_id, 'access.token.claim': 'true' },
      },
    ],
  });
  const post = (path: string, body: object) =>
    fetch(`${base}/admin/realms${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${json.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const policy = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';
  for (const [realm, bruteForceProtected] of [
    ['budget', false],
    ['guarded', true],
  ] as const) {
    await post('', {
      realm,
      enabled: true,
      bruteForceProtected,
      passwordPolicy: policy,
      clients: [client(SHOP), client(DESK), client(KIOSK, { 'client.session.transient.enabled': 'true' })],
    });
    await post(`/${realm}/users`, {
      username: 'ann',
      enabled: true,
      email: 'ann@budget.test',
      firstName: 'Ann',
      lastName: 'B',
      credentials: [{ type: 'password', value: 'ann-pw' }],
    });
  }
}

const password = (client: Record<string, string>, realm = 'budget', given = 'ann-pw') =>
  form(url('token', realm), { grant_type: 'password', scope: 'openid', username: 'ann', password: given, ...client });

/** Calls of the session store during `work`, and rows changed as the database's own connection counts them. */
async function callsOf(work: () => Promise<unknown>): Promise<{ calls: string; rows: number }> {
  const changes = async () => Number(((await core.database.connection.db.raw('select total_changes() as n')) as { n: number }[])[0]!.n);
  counted.reset();
  const before = await changes();
  await work();
  const { reads, writes } = counted.counts();
  return { calls: `${reads} reads, ${writes} writes`, rows: (await changes()) - before };
}

class Browser {
  private readonly cookies = new Map<string, string>();

  async open(address: string, fields?: Record<string, string>): Promise<{ location: string | null; text: string }> {
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(address, {
      redirect: 'manual',
      headers,
      ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { location: response.headers.get('location'), text: await response.text() };
  }

  /** `/auth` → form → code → tokens; without a form when the browser is signed in. */
  async login(client: { client_id: string; client_secret: string }): Promise<Record<string, string>> {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    let page = await this.open(`${url('auth')}?${query}`);
    if (page.location === null) {
      const action = /<form[^>]*\saction="([^"]*)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
      page = await this.open(new URL(action, base).href, { username: 'ann', password: 'ann-pw' });
    }
    const code = new URL(page.location!).searchParams.get('code')!;
    return (
      await form(url('token'), { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier, ...client })
    ).json;
  }
}

const atMost = (calls: string, reads: number, writes: number) => {
  const [, r, w] = /(\d+) reads, (\d+) writes/.exec(calls)!;
  expect({ reads: Number(r) <= reads, writes: Number(w) <= writes, calls }).toEqual({ reads: true, writes: true, calls });
};

describe('calls of the session store per operation', () => {
  it('are at most 6 reads and 6 writes for a browser login, from /auth to tokens', async () => {
    const { calls } = await callsOf(() => new Browser().login(SHOP));
    atMost(calls, 6, 6);
  });

  it('are at most 3 and 3 for a single sign-on into a second client', async () => {
    const browser = new Browser();
    await browser.login(SHOP);
    const { calls } = await callsOf(() => browser.login(DESK));
    atMost(calls, 3, 3);
  });

  it('are 1 and at most 1 for a refresh without rotation', async () => {
    const { json } = await password(SHOP);
    const { calls } = await callsOf(() => form(url('token'), { grant_type: 'refresh_token', refresh_token: json.refresh_token!, ...SHOP }));
    atMost(calls, 1, 1);
  });

  it('are none and 1 for a password grant with a session', async () => {
    expect((await callsOf(() => password(SHOP))).calls).toBe('0 reads, 1 writes');
  });

  it('are none at all for a transient password grant, and no row of the database changes', async () => {
    expect(await callsOf(() => password(KIOSK))).toEqual({ calls: '0 reads, 0 writes', rows: 0 });
  });

  it('are one read for a transient password grant with brute-force protection', async () => {
    expect(await callsOf(() => password(KIOSK, 'guarded'))).toEqual({ calls: '1 reads, 0 writes', rows: 0 });
  });

  it('are one read and one write for a wrong password', async () => {
    expect((await callsOf(() => password(KIOSK, 'guarded', 'wrong'))).calls).toBe('1 reads, 1 writes');
  });

  it('are none for client credentials', async () => {
    expect(await callsOf(() => form(url('token'), { grant_type: 'client_credentials', ...SHOP }))).toEqual({
      calls: '0 reads, 0 writes',
      rows: 0,
    });
  });

  it('are one read for user info and for introspection', async () => {
    const { json } = await password(SHOP);
    const userinfo = await callsOf(() => fetch(url('userinfo'), { headers: { authorization: `Bearer ${json.access_token}` } }));
    const introspection = await callsOf(() => form(url('token/introspect'), { token: json.access_token!, ...SHOP }));
    expect([userinfo, introspection]).toEqual([
      { calls: '1 reads, 0 writes', rows: 0 },
      { calls: '1 reads, 0 writes', rows: 0 },
    ]);
  });

  it('are of the login in progress and the code only for a transient browser login', async () => {
    await callsOf(() => new Browser().login(KIOSK));
    expect(Object.keys(counted.counts().byType).sort()).toEqual(['code', 'login']);
  });
});
