import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, AUTH, authUrl, CALLBACK, codeOf, post, redeem, signIn } from '../test-rig/walks.ts';

const PAR = '/realms/acme/protocol/openid-connect/ext/par/request';
const REQUEST = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 'pushed' };

describe('pushed authorization requests', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig();
  });
  afterAll(() => rig.close());

  const push = (more: Readonly<Record<string, string>> = {}) => post(rig, { ...API, ...REQUEST, ...more }, PAR);
  const authorize = (requestUri: string, clientId = 'acme-api') =>
    `${AUTH}?${new URLSearchParams({ client_id: clientId, request_uri: requestUri })}`;

  it('B105: takes an authenticated POST and gives a request URI with its lifetime', async () => {
    const { status, body } = await push();
    expect(status).toBe(201);
    expect(body).toEqual({ request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:m\.[\w-]{43}$/), expires_in: 60 });
    expect((await fetch(new URL(PAR, rig.base))).status).toBe(405);
    expect((await push({ client_secret: 'wrong' })).status).toBe(401);
  });

  it('leads to the login of the pushed request, whatever else the browser says', async () => {
    const { body } = await push({ state: 'kept' });
    const browser = createBrowser(rig.base);
    const page = await browser.go(`${authorize(body.request_uri)}&state=other&redirect_uri=https%3A%2F%2Fevil.test`);
    const done = await signIn(browser, page);
    expect(done.location?.href.startsWith(CALLBACK)).toBe(true);
    expect(done.location?.searchParams.get('state')).toBe('kept');
    expect((await redeem(rig, codeOf(done))).status).toBe(200);
  });

  it('B106: is bound to its client and gone after a minute', async () => {
    const { body } = await push();
    const browser = createBrowser(rig.base);
    expect((await browser.go(authorize(body.request_uri, 'acme-reports'))).status).toBe(400);
    rig.clock.advance(61);
    expect((await browser.go(authorize(body.request_uri))).status).toBe(400);
  });

  it('B107: may be loaded again before the login, and is spent by it', async () => {
    const { body } = await push();
    const browser = createBrowser(rig.base);
    await browser.go(authorize(body.request_uri));
    const again = await browser.go(authorize(body.request_uri));
    expect(codeOf(await signIn(browser, again))).toMatch(/^m\./);
    const spent = await browser.go(authorize(body.request_uri));
    expect(spent.status).toBe(400);
    expect(spent.page?.view).toMatchObject({ kind: 'error', message: { key: 'invalidRequestMessage' } });
  });

  it('is finished by one of two tabs that began with it', async () => {
    const { body } = await push();
    const browser = createBrowser(rig.base);
    const one = await browser.go(authorize(body.request_uri));
    const two = await browser.go(authorize(body.request_uri));
    expect((await signIn(browser, one)).status).toBe(302);
    expect((await signIn(browser, two)).status).toBe(400);
  });

  it('gives one code to many single sign-ons at once', async () => {
    const browser = createBrowser(rig.base);
    await signIn(browser, await browser.go(authUrl()));
    const { body } = await push();
    const all = await Promise.all(Array.from({ length: 20 }, () => browser.go(authorize(body.request_uri))));
    expect(all.filter(({ location }) => location?.searchParams.has('code'))).toHaveLength(1);
  });

  it('answers a second click of the same form with a code of the same login', async () => {
    const { body } = await push();
    const browser = createBrowser(rig.base);
    const page = await browser.go(authorize(body.request_uri));
    expect((await signIn(browser, page)).status).toBe(302);
    expect((await signIn(browser, page)).status).toBe(302);
  });

  it('B108: refuses a request URI inside the push', async () => {
    const { status, body } = await push({ request_uri: 'urn:ietf:params:oauth:request_uri:m.x' });
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it('B109: is the only way in for a client that requires it', async () => {
    const { attributes } = rig.clients.get('acme-reports')!;
    rig.changeClient('acme-reports', { attributes: { ...attributes, 'require.pushed.authorization.requests': 'true' } });
    const browser = createBrowser(rig.base);
    const plain = await browser.go(authUrl({ client_id: 'acme-reports' }));
    expect(plain.location?.searchParams.get('error_description')).toBe('Pushed Authorization Request is only allowed.');
    const { body } = await push({ client_id: 'acme-reports', client_secret: 'acme-reports-secret' });
    expect((await browser.go(authorize(body.request_uri, 'acme-reports'))).status).toBe(200);
  });

  it('says what is wrong with a request before a browser sees it', async () => {
    expect((await push({ redirect_uri: 'https://evil.test/' })).body).toEqual({
      error: 'invalid_request',
      error_description: 'Invalid parameter: redirect_uri',
    });
    expect((await push({ scope: 'openid nonsense' })).body.error).toBe('invalid_scope');
    expect((await push({ response_type: 'cake' })).body.error).toBe('unsupported_response_type');
  });

  it('keeps neither the request URI nor the client secret in the store', async () => {
    const { body } = await push();
    const records = await rig.store.list({ type: 'par', realmId: rig.realm().id, limit: 1000 });
    const stored = JSON.stringify(records);
    expect(stored).not.toContain(body.request_uri.split(':').pop());
    expect(stored).not.toContain(API.client_secret);
  });
});
