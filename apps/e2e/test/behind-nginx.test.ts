import { type Nginx, startNginx } from '@anteroom/testkit/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { callbackUrl, launchBrowser, signIn } from '../src/browser.ts';
import { codeFlow } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { readPage } from '../src/page.ts';
import { type Caller, createCaller } from '../src/proxy/caller.ts';
import { type CountingRelay, startCountingRelay } from '../src/proxy/counting-relay.ts';
import { documentedNginx } from '../src/proxy/documented-nginx.ts';
import type { RunningServer } from '../src/server.ts';

/** An address of this machine that is none of the trusted ones: who calls from here is a caller, not a proxy. */
const CALLER = '127.0.0.9';

interface Behind {
  readonly nginx: Nginx;
  readonly base: string;
  readonly nodes: readonly RunningServer[];
  readonly client: Caller;
}

/** A node, its wire to nginx, and nginx with the documented configuration; the second upstream is the same node again. */
async function startBehind(
  installation: Installation,
  headers: 'xforwarded' | 'forwarded',
): Promise<Behind & { readonly relay: CountingRelay }> {
  const wire = await startCountingRelay(installation.port);
  const nginx = await startNginx(documentedNginx([wire.port, wire.port]));
  const base = `https://localhost:${nginx.port}`;
  const node = await installation.startNode({
    port: installation.port,
    env: { ANTEROOM_HOSTNAME: base, ANTEROOM_PROXY_HEADERS: headers, ANTEROOM_PROXY_TRUSTED_ADDRESSES: '127.0.0.1' },
  });
  return { nginx, base, nodes: [node], relay: wire, client: createCaller({ ca: nginx.ca, from: CALLER }) };
}

/** A login by the pages at the proxy, as a browser does it: every address it is given is used as it is. */
async function logIn({ base, client }: Pick<Behind, 'base' | 'client'>, jar = new CookieJar(), headers: Record<string, string> = {}) {
  const flow = codeFlow({ local: base }, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const form = await client.send(flow.url, { jar, headers });
  const action = readPage(form.text).action ?? '';
  const answer = await client.send(action, {
    method: 'POST',
    form: { username: 'ann', password: DEMO_PASSWORD, credentialId: '' },
    jar,
    headers,
  });
  const callback = new URL(answer.headers.get('location') ?? 'none:');
  const tokens = await client.send(`${base}/realms/${DEMO}/protocol/openid-connect/token`, {
    method: 'POST',
    form: {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: `${callback.origin}${callback.pathname}`,
      code_verifier: flow.verifier,
      ...SHOP,
    },
    headers,
  });
  return { form, action, answer, callback, tokens };
}

const claimsOf = (token: unknown) => JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

function behind(headers: 'xforwarded' | 'forwarded'): void {
  let installation: Installation;
  let site: Awaited<ReturnType<typeof startBehind>>;
  let admin: AdminClient;

  beforeAll(async () => {
    installation = await createInstallation({ database: 'sqlite', sessions: 'sql' });
    site = await startBehind(installation, headers);
    admin = new AdminClient(site.nodes[0] as RunningServer);
    await createDemoRealm(admin, { eventsEnabled: true });
  }, 120_000);
  afterAll(async () => {
    site?.client.close();
    await site?.nginx.stop();
    await site?.relay.stop();
    await installation?.stop();
  });

  const lastLogin = async () => {
    const events = await admin.must('GET', `/${DEMO}/events?type=LOGIN&max=1`);
    return (events.json as readonly { ipAddress: string }[])[0]?.ipAddress;
  };

  it('is its public address in issuer, links and redirects, with secure cookies', async () => {
    const { base, client } = site;
    const discovery = await client.send(`${base}/realms/${DEMO}/.well-known/openid-configuration`);
    const { issuer, token_endpoint } = discovery.json as Record<string, string>;
    expect(issuer).toBe(`${base}/realms/${DEMO}`);
    expect(token_endpoint).toMatch(new RegExp(`^${base}/`));
    const { form, action, answer, tokens } = await logIn(site);
    expect(action).toMatch(new RegExp(`^${base}/realms/${DEMO}/login-actions/authenticate`));
    expect(tokens.status).toBe(200);
    expect(claimsOf((tokens.json as { access_token: string }).access_token).iss).toBe(issuer);
    const cookies = [...form.headers.getSetCookie(), ...answer.headers.getSetCookie()];
    expect(cookies.filter((cookie) => cookie.startsWith('KEYCLOAK_IDENTITY='))).toHaveLength(1);
    expect(cookies.filter((cookie) => !/;\s*secure/i.test(cookie))).toEqual([]);
    const front = await client.send(`${base}/`);
    expect(front.headers.get('location')).toMatch(new RegExp(`^${base}/`));
  }, 30_000);

  it('logs a browser in, whose cookies come back', async () => {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const address = () => codeFlow({ local: site.base }, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret }).url;
      await page.goto(address());
      await signIn(page, 'ann', DEMO_PASSWORD);
      expect((await callbackUrl(page)).searchParams.get('code')).not.toBeNull();
      await page.goto(address());
      expect((await callbackUrl(page)).searchParams.get('code')).not.toBeNull();
      const cookies = await context.cookies(`${site.base}/realms/${DEMO}/`);
      expect(cookies.length).toBeGreaterThan(0);
      expect(cookies.every(({ secure }) => secure)).toBe(true);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('writes down the address of the caller and not of the proxy, whatever the caller says', async () => {
    await logIn(site);
    expect(await lastLogin()).toBe(CALLER);
    await logIn(site, new CookieJar(), {
      'x-forwarded-for': '203.0.113.7',
      forwarded: 'for=203.0.113.7;host=evil.example;proto=http',
      'x-forwarded-host': 'evil.example',
    });
    expect(await lastLogin()).toBe(CALLER);
  }, 30_000);

  it('believes no header of a peer that is none of the trusted, and says so once', async () => {
    const { client, nodes } = site;
    const direct = (spoofed: string) =>
      client.send(`http://127.0.0.1:${installation.port}/realms/${DEMO}/protocol/openid-connect/token`, {
        method: 'POST',
        form: { grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, ...SHOP },
        headers: { 'x-forwarded-for': spoofed, forwarded: `for=${spoofed}` },
      });
    for (const spoofed of ['203.0.113.7', '203.0.113.8']) expect((await direct(spoofed)).status).toBe(200);
    expect(await lastLogin()).toBe(CALLER);
    expect(nodes[0]?.output().split('proxy.untrusted_peer').length).toBe(2);
  }, 30_000);

  it('keeps connections to the node open from one request to the next', async () => {
    const { base, client, relay } = site;
    await client.send(`${base}/realms/${DEMO}`);
    const before = relay.connections();
    for (let at = 0; at < 40; at += 1) expect((await client.send(`${base}/realms/${DEMO}`)).status).toBe(200);
    expect(relay.connections() - before).toBeLessThanOrEqual(2);
  }, 30_000);
}

describe('a server behind nginx', () => {
  describe('with X-Forwarded-For', () => behind('xforwarded'));
  describe('with Forwarded', () => behind('forwarded'));
});
