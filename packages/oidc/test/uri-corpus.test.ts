import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../src/test-rig/browser.ts';
import { type FullRig, startFullRig } from '../src/test-rig/full-rig.ts';
import { API, authUrl, LOGOUT, logIn, post, redeem } from '../src/test-rig/walks.ts';

const EXACT = 'https://good.test/cb';
const BELOW = 'https://good.test/app/*';
const LOCAL = 'http://localhost:9999/*';
const PAR = '/realms/acme/protocol/openid-connect/ext/par/request';

/** Addresses that look like a registered one to some reader, by what they play on. */
const CORPUS = {
  traversal: [
    'https://good.test/app/../evil',
    'https://good.test/app/..;/evil',
    'https://good.test/app/%2e%2e/evil',
    'https://good.test/app/%252e%252e/evil',
    'https://good.test/app/.%2e;x/evil',
    'https://good.test/app/..%2fevil',
    'https://good.test/app/..\\evil',
  ],
  parameters: [
    'https://good.test/app/x?code=stolen',
    'https://good.test/app/x?state=stolen',
    'https://good.test/app/x?a=1&%63ode=stolen',
    'https://good.test/app/x?iss=https://evil.test',
    'https://good.test/app/x?error=access_denied',
    'https://good.test/cb?code=stolen',
  ],
  loopback: [
    'http://127.0.0.1:9999/cb',
    'http://localhost.evil.test:9999/cb',
    'http://localhost:9999.evil.test/cb',
    'http://[::1]:9999/cb',
    'http://2130706433:9999/cb',
    'http://localhost:99990/cb',
    'https://localhost:9999/cb',
  ],
  credentials: [
    'https://good.test@evil.test/app/x',
    'https://good.test:x@evil.test/cb',
    'https://good.test%40evil.test/cb',
    'https://x@good.test/cb',
  ],
  prefix: [
    'https://good.test.evil.test/cb',
    'https://good.test.evil.test/app/x',
    'https://good.tests/cb',
    'https://good.test:444/cb',
    'https://good.test/cbx',
  ],
  dots: ['https://goodXtest/cb', 'https://good-test/cb', 'https://goodatest/app/x'],
  elsewhere: [
    'https://evil.test/',
    '//evil.test',
    '\\\\evil.test',
    'https:evil.test',
    'https:/evil.test',
    '/\\evil.test',
    'https://evil.test/?x=https://good.test/cb',
  ],
  executed: [
    'javascript:alert(1)',
    'JavaScript://good.test/%0aalert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ],
} as const;

describe('every place that takes an address', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) => {
        if (client.clientId !== 'acme-api') return client;
        const attributes = { ...client.attributes, 'post.logout.redirect.uris': '+' };
        return { ...client, redirectUris: [EXACT, BELOW, LOCAL], attributes };
      },
    });
  });
  afterAll(() => rig.close());

  /** By place: whether it takes an address, and so would send a browser there. */
  const places: Readonly<Record<string, (uri: string) => Promise<boolean>>> = {
    'a login': async (uri) => {
      const shown = await createBrowser(rig.base).go(authUrl({ redirect_uri: uri }));
      return shown.status !== 400 || shown.location !== null;
    },
    'an error of a login': async (uri) =>
      (await createBrowser(rig.base).go(authUrl({ redirect_uri: uri, prompt: 'none' }))).location !== null,
    'a push': async (uri) => (await post(rig, { ...API, response_type: 'code', scope: 'openid', redirect_uri: uri }, PAR)).status === 201,
    'a logout': async (uri) => {
      const query = new URLSearchParams({ client_id: 'acme-api', post_logout_redirect_uri: uri });
      const shown = await createBrowser(rig.base).go(`${LOGOUT}?${query}`);
      return shown.status !== 400 || shown.location !== null;
    },
    'the way back of a lost login': async (uri) => {
      const form = await createBrowser(rig.base).go(authUrl({ redirect_uri: EXACT }));
      const action = new URL(form.page!.action);
      action.searchParams.set('client_data', Buffer.from(JSON.stringify({ ru: uri, rt: 'code' })).toString('base64url'));
      const lost = await createBrowser(rig.base).go(action.href, { username: 'alice', password: 'x' });
      return lost.location !== null || lost.page?.view.kind !== 'error' || lost.page.view.back !== null;
    },
    'a registration of redirects': async (uri) => (await register({ redirect_uris: [uri] })).status === 201,
    'a registration': async (uri) =>
      (await register({ redirect_uris: [EXACT], client_uri: uri, logo_uri: uri, policy_uri: uri, tos_uri: uri })).status === 201,
  };
  const register = async (metadata: object) => {
    const { token } = await rig.oidc.initialAccess.create(rig.realm(), { count: 1, expiration: 600 });
    return fetch(new URL('/realms/acme/clients-registrations/openid-connect', rig.base), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    });
  };
  const REDIRECTING = Object.keys(places).filter((name) => !name.startsWith('a registration'));

  /** `place: address` wherever one was taken. */
  const taken = async (names: readonly string[], uris: readonly string[]): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const name of names) for (const uri of uris) if (await places[name]!(uri)) found.push(`${name}: ${uri}`);
    return found;
  };

  it('takes what is registered', async () => {
    for (const uri of [EXACT, 'https://good.test/app/x', 'http://localhost:9999/cb'])
      expect(await taken(REDIRECTING, [uri])).toEqual(REDIRECTING.map((name) => `${name}: ${uri}`));
    expect(await taken(['a registration'], ['https://good.test/'])).toHaveLength(1);
  });

  it('D055: takes no way out of the path that is registered', async () => {
    expect(await taken(REDIRECTING, CORPUS.traversal)).toEqual([]);
  });

  it('D057: takes no address that brings a part of the answer along', async () => {
    expect(await taken(['a login', 'an error of a login', 'a push', 'the way back of a lost login'], CORPUS.parameters)).toEqual([]);
  });

  it('D058: takes one name of this machine for no other', async () => {
    expect(await taken(REDIRECTING, CORPUS.loopback)).toEqual([]);
  });

  it('D059: takes no credentials for a host', async () => {
    expect(await taken(REDIRECTING, CORPUS.credentials)).toEqual([]);
  });

  it('D060: takes no longer host or path for a registered one', async () => {
    expect(await taken(REDIRECTING, CORPUS.prefix)).toEqual([]);
  });

  it('D061: takes a dot for a dot', async () => {
    expect(await taken(REDIRECTING, CORPUS.dots)).toEqual([]);
  });

  it('D062, B147: sends nobody to an address that is not registered, from whatever place it was asked for', async () => {
    expect(await taken(REDIRECTING, CORPUS.elsewhere)).toEqual([]);
    // Names that other products redirect by mean nothing here.
    for (const name of ['redirect', 'next', 'return_to', 'redirectUrl', 'referrer_uri', 'target', 'continue']) {
      const login = await createBrowser(rig.base).go(authUrl({ redirect_uri: EXACT, prompt: 'none', [name]: 'https://evil.test/' }));
      expect(login.location?.host).toBe('good.test');
      const logout = await createBrowser(rig.base).go(`${LOGOUT}?${new URLSearchParams({ [name]: 'https://evil.test/' })}`);
      expect([logout.location, logout.page?.view.kind]).toEqual([null, 'logout-confirm']);
    }
  });

  it('B147: asks for a hint or a client before it goes anywhere after a logout, and for an address that is registered', async () => {
    const { body } = await redeem(rig, (await logIn(rig, { redirect_uri: EXACT })).code, { redirect_uri: EXACT });
    const out = async (parameters: Readonly<Record<string, string>>) => {
      const shown = await createBrowser(rig.base).go(`${LOGOUT}?${new URLSearchParams(parameters)}`);
      return [shown.status, shown.location?.href ?? null];
    };
    expect(await out({ post_logout_redirect_uri: EXACT })).toEqual([400, null]);
    expect(await out({ id_token_hint: body.id_token, post_logout_redirect_uri: `${EXACT}?more=1` })).toEqual([400, null]);
    expect(await out({ id_token_hint: body.id_token, client_id: 'acme-reports', post_logout_redirect_uri: EXACT })).toEqual([400, null]);
    expect(await out({ id_token_hint: body.id_token, post_logout_redirect_uri: EXACT })).toEqual([302, EXACT]);
  });

  it('D063: takes nothing that a browser would run', async () => {
    expect(await taken(Object.keys(places), CORPUS.executed)).toEqual([]);
  });
});
