import { afterEach, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { authUrl, codeOf, logIn, redeem, signIn } from '../test-rig/walks.ts';

describe('consent', () => {
  let rig: OidcRig;
  afterEach(() => rig.close());

  const start = async () => {
    rig = await startOidcRig({ client: (client) => ({ ...client, consentRequired: client.clientId === 'acme-api' }) });
  };
  const upToConsent = async (username = 'alice', parameters = {}) => {
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl(parameters)), username);
    const page = await browser.go(moved.location?.href ?? '');
    return { browser, moved, page };
  };

  it('is asked at an address of its own, with the texts of the scopes', async () => {
    await start();
    const { moved, page } = await upToConsent();
    expect(moved.status).toBe(302);
    expect(moved.location?.searchParams.get('execution')).toBe('OAUTH_GRANT');
    expect(page.page?.view).toMatchObject({
      kind: 'consent',
      scopes: expect.arrayContaining([expect.stringContaining('profileScopeConsentText')]),
    });
    expect(page.page?.action).toMatch(/^\/realms\/acme\/login-actions\/consent\?client_id=acme-api&tab_id=/);
    expect(Object.keys(page.page?.hidden ?? {})).toEqual(['code']);
  });

  it('once given, leads to the code and is not asked again', async () => {
    await start();
    const { browser, page } = await upToConsent();
    const done = await browser.go(page.page?.action ?? '', { ...page.page?.hidden, accept: 'Yes' });
    expect((await redeem(rig, codeOf(done))).status).toBe(200);
    expect(rig.consents.size).toBe(1);
    expect(codeOf(await browser.go(authUrl()))).toMatch(/^m\.c/);
  });

  it('refused, leads back with access_denied and forgets the login', async () => {
    await start();
    const { browser, page } = await upToConsent();
    const denied = await browser.go(page.page?.action ?? '', { cancel: 'No' });
    expect(denied.location?.search).toMatch(/^\?error=access_denied&state=s1&iss=/);
    expect(denied.setCookies).toEqual(['KC_RESTART=; Version=1; Path=/realms/acme/; Max-Age=0']);
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
  });

  it('needs the code of its page', async () => {
    await start();
    const { browser, page } = await upToConsent();
    const forged = await browser.go(page.page?.action ?? '', { accept: 'Yes', code: 'forged' });
    expect(forged.status).toBe(200);
    expect(rig.consents.size).toBe(0);
  });

  it('does not outlive a change of the password while it was open', async () => {
    await start();
    const { browser, page } = await upToConsent();
    const alice = rig.users.get('alice');
    if (alice === undefined) throw new Error('no alice');
    rig.users.set('alice', { ...alice, sessionsNotBefore: rig.clock.now() });
    const answer = await browser.go(page.page?.action ?? '', { ...page.page?.hidden, accept: 'Yes' });
    expect(answer.page?.view.kind).toBe('login');
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
  });

  it('is not asked of a request that must not show a page', async () => {
    await start();
    const { browser } = await logIn(rig, { client_id: 'acme-reports' });
    const passive = await browser.go(authUrl({ prompt: 'none' }));
    expect(passive.location?.searchParams.get('error')).toBe('interaction_required');
  });

  it('is never shown to who planted the root cookie in the browser of somebody else', async () => {
    await start();
    const attacker = createBrowser(rig.base);
    const form = await attacker.go(authUrl());
    const victim = createBrowser(rig.base);
    victim.jar.set('AUTH_SESSION_ID', attacker.jar.get('AUTH_SESSION_ID') ?? '');
    const moved = await signIn(victim, form);
    const consent = moved.location?.href ?? '';
    expect((await attacker.go(consent)).page?.view).toMatchObject({ kind: 'login', info: { key: 'loginTimeout' } });
    expect((await victim.go(consent)).page?.view.kind).toBe('consent');
  });

  it('goes on in each of two tabs', async () => {
    await start();
    const browser = createBrowser(rig.base);
    const [one, two] = [await browser.go(authUrl()), await browser.go(authUrl())];
    const first = await signIn(browser, one);
    const second = await signIn(browser, two);
    expect((await browser.go(first.location?.href ?? '')).page?.view.kind).toBe('consent');
    expect((await browser.go(second.location?.href ?? '')).page?.view.kind).toBe('consent');
  });
});
