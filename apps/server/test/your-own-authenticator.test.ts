import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFlowModules } from '../src/flow-modules/load-flow-modules.ts';
import { TAKEN_IDS } from '../src/flow-modules/taken-ids.ts';
import { FormBrowser } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const ANN = { username: 'ann', password: 'ann-pw' };
const EXAMPLE = `module:${join(import.meta.dirname, '../../../examples/transient-authenticator/src/index.ts')}`;
const MODULES = `${EXAMPLE} module:${join(import.meta.dirname, 'modules/code-step.mjs')}`;

describe('a server with modules of somebody else', () => {
  let server: InProcessServer;
  beforeAll(async () => {
    server = await startInProcess({ env: { ANTEROOM_AUTHENTICATORS: MODULES } });
    const policy = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';
    await server.admin('POST', '', { realm: 'own', enabled: true, passwordPolicy: policy, eventsEnabled: true });
    const user = { username: 'ann', enabled: true, email: 'ann@own.test', firstName: 'Ann', lastName: 'B' };
    await server.admin('POST', '/own/users', { ...user, credentials: [{ type: 'password', value: ANN.password }] });
    await clientWith('seed', 'direct_grant', 'acme-transient', 'REQUIRED');
    await clientWith('seed-browser', 'browser', 'acme-transient', 'REQUIRED');
    await clientWith('door', 'direct_grant', 'acme-door', 'REQUIRED');
    await clientWith('broken', 'direct_grant', 'acme-broken', 'REQUIRED');
  }, 60_000);
  afterAll(() => server.stop());

  /** A client with a copy of the built-in flow that has the step on top. */
  async function clientWith(clientId: string, binding: 'browser' | 'direct_grant', provider: string, requirement: string) {
    const flows = '/own/authentication/flows';
    const alias = `${clientId} flow`;
    await server.admin('POST', `${flows}/${binding === 'browser' ? 'browser' : 'direct%20grant'}/copy`, { newName: alias });
    const path = `${flows}/${encodeURIComponent(alias)}/executions`;
    await server.admin('POST', `${path}/execution`, { provider });
    const list = (await server.admin('GET', path)).json as { id: string; providerId?: string }[];
    await server.admin('PUT', path, { ...list.find(({ providerId }) => providerId === provider), requirement, priority: 99 });
    const all = (await server.admin('GET', flows)).json as { id: string; alias: string }[];
    const overrides = { [binding]: all.find((flow) => flow.alias === alias)?.id };
    const client = { clientId, secret: clientId, redirectUris: [CALLBACK], directAccessGrantsEnabled: true };
    await server.admin('POST', '/own/clients', { ...client, authenticationFlowBindingOverrides: overrides });
  }

  async function token(clientId: string, fields: Record<string, string>) {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientId, scope: 'openid', ...fields });
    const answer = await fetch(`${server.base}/realms/own/protocol/openid-connect/token`, { method: 'POST', body });
    return { status: answer.status, json: (await answer.json()) as Record<string, string> };
  }
  const grant = (clientId: string, more = {}) => token(clientId, { grant_type: 'password', ...ANN, ...more });
  const open = (browser: FormBrowser, clientId: string) =>
    browser.open(
      `${server.base}/realms/own/protocol/openid-connect/auth?${new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' })}`,
    );

  it('makes logins transient by the client note, without pages and in the browser, on top of a copied flow', async () => {
    const direct = await grant('seed');
    const browser = new FormBrowser();
    const page = await open(browser, 'seed-browser');
    const done = await browser.open(new URL(page.action, server.base), ANN);
    const code = done.location?.searchParams.get('code') ?? '';
    const redeemed = await token('seed-browser', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
    for (const { status, json } of [direct, redeemed]) {
      expect([status, 'refresh_token' in json, 'session_state' in json]).toEqual([200, false, false]);
      expect(Buffer.from(json.access_token?.split('.')[1] ?? '', 'base64url').toString()).toContain('"jti":"trrt');
    }
    const realm = await server.core.directory.realms.findByName('own');
    expect(await server.core.store.count({ type: 'session', realmId: realm!.id })).toBe(0);
  });

  it('lists its steps where the others are, and shows none that nobody has', async () => {
    const { json } = await server.admin('GET', '/own/authentication/authenticator-providers');
    expect((json as { id: string }[]).map(({ id }) => id)).toEqual(expect.arrayContaining(['acme-transient', 'acme-door', 'auth-cookie']));
  });

  it('lets in by the parameters of a grant, and not without', async () => {
    expect((await grant('door', { door: '4711' })).status).toBe(200);
    expect((await grant('door')).status).toBe(400);
  });

  it('refuses where a module fails, says so in the log, and nothing of it to the caller', async () => {
    const { status, json } = await grant('broken');
    expect([status, json]).toEqual([500, { error: 'server_error' }]);
    expect(server.log()).toContain('the door is stuck');
  });

  it('asks for what a required action of a module wants, and keeps it with the user', async () => {
    await server.admin('POST', '/own/authentication/register-required-action', { providerId: 'acme-phone', name: 'Phone number' });
    const [ann] = (await server.admin('GET', '/own/users?username=ann')).json as { id: string }[];
    await server.admin('PUT', `/own/users/${ann?.id}`, { requiredActions: ['acme-phone'] });
    const browser = new FormBrowser();
    const page = await open(browser, 'seed-browser');
    let shown = await browser.open(new URL(page.action, server.base), ANN);
    if (shown.location !== null) shown = await browser.open(shown.location);
    expect(shown.text).toContain('Phone number');
    const again = await browser.open(new URL(shown.action, server.base), { phone: '' });
    expect(again.text).toContain('Please give one.');
    const done = await browser.open(new URL(again.action, server.base), { phone: '+49 30 1' });
    expect(done.location?.searchParams.get('code')).toBeTruthy();
    const user = (await server.admin('GET', `/own/users/${ann?.id}`)).json as { attributes: object; requiredActions: string[] };
    expect([user.attributes, user.requiredActions]).toEqual([{ phone: ['+49 30 1'] }, []]);
  });
});

describe('a module that cannot be used stops the start with one line', () => {
  const load = (address: string, taken = TAKEN_IDS) => loadFlowModules([address], { directory: process.cwd(), taken });

  it.each([
    ['that is not there', 'module:./no-such-module.mjs', /^ANTEROOM_AUTHENTICATORS: module:\.\/no-such-module\.mjs cannot be loaded: /],
    [
      'that exports nothing of it',
      `module:${join(import.meta.dirname, 'rig/form-browser.ts')}`,
      /exports no authenticators and no requiredActions/,
    ],
  ])('%s', async (_name, address, message) => {
    await expect(load(address)).rejects.toThrow(message);
  });

  it('whose step has the id of another', async () => {
    await expect(load(EXAMPLE, new Set(['acme-transient']))).rejects.toThrow("the id acme-transient is one of the server's own");
    await expect(loadFlowModules([EXAMPLE, EXAMPLE], { directory: process.cwd(), taken: TAKEN_IDS })).rejects.toThrow(
      'two steps have the id',
    );
  });
});
