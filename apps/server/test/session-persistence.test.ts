import type { RecordType } from '@anteroom/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser } from './rig/form-browser.ts';
import { startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const ANN = { username: 'ann', password: 'ann-pw' };
const POLICY = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
}

/** A realm with clients, and what it takes to bind a flow of one's own to one of them. */
async function openRealm(sessionStore: string) {
  const server = await startInProcess({ sessionStore });
  const { admin, base } = server;
  await admin('POST', '', { realm: 'keep', enabled: true, passwordPolicy: POLICY });
  await admin('POST', '/keep/users', {
    ...{ username: 'ann', enabled: true, email: 'ann@keep.test', firstName: 'Ann', lastName: 'B' },
    credentials: [{ type: 'password', value: ANN.password }],
  });
  const flows = '/keep/authentication/flows';
  const list = async (alias: string) =>
    (await admin('GET', `${flows}/${encodeURIComponent(alias)}/executions`)).json as { id: string; providerId?: string }[];

  /** Adds a step or condition to a flow, REQUIRED and configured. */
  async function add(alias: string, provider: string, config: Record<string, string> | null) {
    await admin('POST', `${flows}/${encodeURIComponent(alias)}/executions/execution`, { provider });
    const execution = (await list(alias)).findLast(({ providerId }) => providerId === provider)!;
    await admin('PUT', `${flows}/${encodeURIComponent(alias)}/executions`, { ...execution, requirement: 'REQUIRED' });
    if (config !== null)
      await admin('POST', `/keep/authentication/executions/${execution.id}/config`, { alias: `${alias} ${provider}`, config });
  }

  /** A copy of the built-in flow, changed and bound to a new client. */
  async function clientWith(clientId: string, binding: 'browser' | 'direct_grant', change: (alias: string) => Promise<void>) {
    const alias = `${clientId} flow`;
    await admin('POST', `${flows}/${binding === 'browser' ? 'browser' : 'direct%20grant'}/copy`, { newName: alias });
    await change(alias);
    const all = (await admin('GET', flows)).json as { id: string; alias: string }[];
    const client = {
      ...{ clientId, secret: clientId, redirectUris: [CALLBACK], directAccessGrantsEnabled: true },
      optionalClientScopes: ['offline_access', 'phone'],
      authenticationFlowBindingOverrides: { [binding]: all.find((flow) => flow.alias === alias)!.id },
    };
    await admin('POST', '/keep/clients', client);
  }

  async function token(clientId: string, fields: Record<string, string>): Promise<{ status: number; json: Tokens }> {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientId, ...fields });
    const answer = await fetch(`${base}/realms/keep/protocol/openid-connect/token`, { method: 'POST', body });
    return { status: answer.status, json: (await answer.json()) as Tokens };
  }

  async function browserLogin(clientId: string): Promise<{ status: number; json: Tokens }> {
    const browser = new FormBrowser();
    const query = new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' });
    const page = await browser.open(`${base}/realms/keep/protocol/openid-connect/auth?${query}`);
    const done = await browser.open(new URL(page.action, base), ANN);
    const code = done.location?.searchParams.get('code') ?? '';
    return token(clientId, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
  }

  /** Sessions that lie in each store, by its tag. */
  async function stored(type: RecordType = 'session'): Promise<Readonly<Record<string, number>>> {
    const realm = await server.core.directory.realms.findByName('keep');
    const counts = server.core.stores.map(async (store) => [store.tag, await store.count({ type, realmId: realm!.id })]);
    return Object.fromEntries(await Promise.all(counts));
  }

  const password = (clientId: string, more = {}) => token(clientId, { grant_type: 'password', ...ANN, ...more });
  return { server, add, admin, clientWith, token, password, browserLogin, stored };
}

const sidOf = ({ access_token }: Tokens): string | undefined =>
  JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).sid;

describe('a Session persistence step, with the database first and memory beside it', () => {
  let realm: Awaited<ReturnType<typeof openRealm>>;
  beforeAll(async () => {
    realm = await openRealm('sql memory');
    for (const persistence of ['durable', 'fast', 'none']) {
      for (const binding of ['browser', 'direct_grant'] as const) {
        await realm.clientWith(`${binding}-${persistence}`, binding, (alias) => realm.add(alias, 'session-persistence', { persistence }));
      }
    }
  }, 60_000);
  afterAll(() => realm.server.stop());

  it.each([
    ['durable', 's', { s: 1, m: 0 }],
    ['fast', 'm', { s: 0, m: 1 }],
  ])('that says %s puts the session of a login into that store alone', async (persistence, tag, more) => {
    const before = await realm.stored();
    const direct = await realm.password(`direct_grant-${persistence}`);
    const between = await realm.stored();
    const browser = await realm.browserLogin(`browser-${persistence}`);
    const after = await realm.stored();
    const grown = (from: typeof before, to: typeof before) => ({ s: to.s! - from.s!, m: to.m! - from.m! });
    expect([grown(before, between), grown(between, after)]).toEqual([more, more]);
    for (const { status, json } of [direct, browser]) {
      expect([status, sidOf(json)?.slice(0, 2)]).toEqual([200, `${tag}.`]);
    }
  });

  it('leaves a session in the fast store as usable as any other', async () => {
    const { json } = await realm.password('direct_grant-fast');
    const refreshed = await realm.token('direct_grant-fast', { grant_type: 'refresh_token', refresh_token: json.refresh_token! });
    expect([refreshed.status, sidOf(refreshed.json)]).toEqual([200, sidOf(json)]);
  });

  it('that says none stores nothing and gives no refresh token', async () => {
    const before = [await realm.stored(), await realm.stored('login'), await realm.stored('code')];
    for (const login of [() => realm.password('direct_grant-none'), () => realm.browserLogin('browser-none')]) {
      const { status, json } = await login();
      expect([status, sidOf(json), json.refresh_token]).toEqual([200, undefined, undefined]);
    }
    expect([await realm.stored(), await realm.stored('login'), await realm.stored('code')]).toEqual(before);
  });

  it('never puts an offline session into the fast store', async () => {
    const { status, json } = await realm.password('direct_grant-fast', { scope: 'offline_access' });
    expect([status, sidOf(json)?.slice(0, 2)]).toEqual([200, 's.']);
    expect((await realm.stored('offline-session')).m).toBe(0);
  });

  it('in a sub-flow counts where the condition of that holds', async () => {
    const change = async (alias: string) => {
      const sub = `${alias} kiosk`;
      const path = `/keep/authentication/flows/${encodeURIComponent(alias)}/executions`;
      await realm.admin('POST', `${path}/flow`, { alias: sub, type: 'basic-flow' });
      const list = (await realm.admin('GET', path)).json as { displayName: string }[];
      await realm.admin('PUT', path, { ...list.find(({ displayName }) => displayName === sub), requirement: 'CONDITIONAL' });
      await realm.add(sub, 'conditional-client-scope', { client_scope: 'phone' });
      await realm.add(sub, 'session-persistence', { persistence: 'fast' });
    };
    await realm.clientWith('conditional', 'direct_grant', change);
    expect(sidOf((await realm.password('conditional')).json)?.slice(0, 2)).toBe('s.');
    expect(sidOf((await realm.password('conditional', { scope: 'phone' })).json)?.slice(0, 2)).toBe('m.');
  });
});

describe('with one store', () => {
  it('durable and fast both mean that one', async () => {
    const realm = await openRealm('sql');
    try {
      for (const persistence of ['durable', 'fast']) {
        await realm.clientWith(persistence, 'direct_grant', (alias) => realm.add(alias, 'session-persistence', { persistence }));
        expect(sidOf((await realm.password(persistence)).json)?.slice(0, 2)).toBe('s.');
      }
    } finally {
      await realm.server.stop();
    }
  }, 60_000);
});
