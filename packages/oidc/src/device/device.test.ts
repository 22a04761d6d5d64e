import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, createBrowser, type Shown } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, claimsOf, logIn, post, refresh, signIn } from '../test-rig/walks.ts';

const BEGIN = '/realms/acme/protocol/openid-connect/auth/device';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describe('a device without a keyboard', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) => ({ ...client, attributes: { ...client.attributes, 'oauth2.device.authorization.grant.enabled': 'true' } }),
    });
  });
  afterAll(() => rig.close());

  const begin = async (more: Readonly<Record<string, string>> = {}) => (await post(rig, { ...API, scope: 'openid', ...more }, BEGIN)).body;
  const poll = (deviceCode: string, more: Readonly<Record<string, string>> = {}) =>
    post(rig, { grant_type: GRANT, device_code: deviceCode, ...API, ...more });
  const type = (browser: Browser, userCode: string) => browser.go('/realms/acme/device', { device_user_code: userCode });
  const answer = (browser: Browser, page: Shown, choice: 'accept' | 'cancel') =>
    browser.go(page.page?.action ?? '', { ...page.page?.hidden, [choice]: 'on' });
  /** From the typed code to the page that asks. */
  const toQuestion = async (userCode: string, username = 'alice') => {
    const browser = createBrowser(rig.base);
    const signedIn = await signIn(browser, await type(browser, userCode), username);
    return { browser, question: await browser.go(signedIn.location?.href ?? '') };
  };

  it('gets codes, and tokens once somebody has typed the code, logged in and said yes', async () => {
    const codes = await begin();
    expect(codes).toEqual({
      device_code: expect.stringMatching(/^m\.[\w-]{43}$/),
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${rig.issuer}/device`,
      verification_uri_complete: `${rig.issuer}/device?user_code=${codes.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    expect((await poll(codes.device_code)).body.error).toBe('authorization_pending');
    const { browser, question } = await toQuestion(codes.user_code);
    expect(question.page?.view).toMatchObject({ kind: 'consent', clientName: expect.any(String) });
    const done = await answer(browser, question, 'accept');
    expect(done.location?.href).toBe(`${rig.issuer}/device/status`);
    expect((await browser.go(done.location!.href)).page?.view).toMatchObject({
      message: { key: 'oauth2DeviceVerificationCompleteMessage' },
    });

    const { status, body } = await poll(codes.device_code);
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).jti).toMatch(/^onrtdg:/);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
    expect((await poll(codes.device_code)).body.error).toBe('expired_token');
  });

  it('B118: takes the code in any case and spacing, and little guessing from one address', async () => {
    const codes = await begin();
    const browser = createBrowser(rig.base);
    const spaced = ` ${codes.user_code.toLowerCase().replace('-', ' ')} `;
    expect((await type(browser, spaced)).page?.view.kind).toBe('login');
    const keys: unknown[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const { page } = await type(createBrowser(rig.base), 'WRNG-WRNG');
      keys.push(page?.view.kind === 'device-code' ? page.view.error?.key : null);
    }
    expect(keys.slice(0, 10)).toEqual(Array(10).fill('oauth2DeviceInvalidUserCodeMessage'));
    expect(keys[10]).toBe('oauth2DeviceTooManyAttemptsMessage');
    rig.clock.advance(61);
    expect((await type(createBrowser(rig.base), (await begin()).user_code)).page?.view.kind).toBe('login');
  });

  it('B119: is slowed down, told no, and told when its time is over', async () => {
    const codes = await begin();
    await poll(codes.device_code);
    expect((await poll(codes.device_code)).body.error).toBe('slow_down');
    rig.clock.advance(6);
    expect((await poll(codes.device_code)).body.error).toBe('slow_down');
    rig.clock.advance(16);
    expect((await poll(codes.device_code)).body.error).toBe('authorization_pending');
    const { browser, question } = await toQuestion(codes.user_code);
    const refused = await answer(browser, question, 'cancel');
    expect((await browser.go(refused.location?.href ?? '')).page?.view).toMatchObject({
      message: { key: 'oauth2DeviceVerificationFailedMessage' },
    });
    expect((await poll(codes.device_code)).body.error).toBe('access_denied');
    const late = await begin();
    rig.clock.advance(601);
    expect((await poll(late.device_code)).body.error).toBe('expired_token');
  });

  it('B120: gives its tokens to its own client, once, however many ask', async () => {
    const codes = await begin();
    const { browser, question } = await toQuestion(codes.user_code);
    await answer(browser, question, 'accept');
    const other = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };
    expect((await poll(codes.device_code, other)).body).toEqual({ error: 'invalid_grant', error_description: 'unauthorized client' });
    const all = await Promise.all(Array.from({ length: 20 }, () => poll(codes.device_code)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 400)).toHaveLength(19);
  });

  it('B121: is asked about on a page of its own, also with the code in the address and somebody signed in', async () => {
    const { browser } = await logIn(rig);
    const codes = await begin();
    const shown = await browser.go(codes.verification_uri_complete);
    expect(shown.page?.view).toEqual({ kind: 'device-code', userCode: codes.user_code, error: null });
    expect((await poll(codes.device_code)).body.error).toBe('authorization_pending');
    const posted = await type(browser, codes.user_code);
    const question = await browser.go(posted.location?.href ?? '');
    expect(question.page?.view.kind).toBe('consent');
    rig.clock.advance(6);
    expect((await poll(codes.device_code)).body.error).toBe('authorization_pending');
    await answer(browser, question, 'accept');
    expect((await poll(codes.device_code)).status).toBe(200);
  });

  it('B122, D081: belongs to the browser that typed the code in', async () => {
    const codes = await begin();
    const { browser, question } = await toQuestion(codes.user_code, 'alice');
    const stranger = createBrowser(rig.base);
    expect((await type(stranger, codes.user_code)).page?.view).toMatchObject({ error: { key: 'oauth2DeviceInvalidUserCodeMessage' } });
    expect((await stranger.go(question.page?.action ?? '', { ...question.page?.hidden, accept: 'on' })).status).toBe(400);
    await answer(browser, question, 'accept');
    const { body } = await poll(codes.device_code);
    expect(claimsOf(body.access_token).preferred_username).toBe('alice');
  });

  it('needs a client that is switched on for it, and no browser can name a device by itself', async () => {
    rig.changeClient('acme-reports', { attributes: {} });
    const other = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };
    expect((await begin(other)).error).toBe('unauthorized_client');
    const browser = createBrowser(rig.base);
    const query = new URLSearchParams({ client_id: 'acme-api', 'anteroom:device': 'm.x', response_type: 'code' });
    expect((await browser.go(`/realms/acme/protocol/openid-connect/auth?${query}`)).status).toBe(400);
  });

  it('keeps neither of its codes in the store', async () => {
    const codes = await begin();
    const stored = JSON.stringify(await rig.store.list({ type: 'device', realmId: rig.realm().id, limit: 1000 }));
    expect(stored).not.toContain(codes.device_code.slice(2));
    expect(stored).not.toContain(codes.user_code);
  });
});
