import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { authUrl, CALLBACK, claimsOf, codeOf, logIn, redeem, signIn } from '../test-rig/walks.ts';

const nameOf = (line: string) => line.split('=')[0];

describe('browser login', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig();
  });
  afterAll(() => rig.close());

  it('answers the authorization request with the form in place', async () => {
    const browser = createBrowser(rig.base);
    const shown = await browser.go(authUrl());
    expect(shown.status).toBe(200);
    expect(shown.page?.view.kind).toBe('login');
    expect(shown.setCookies.map(nameOf)).toEqual(['AUTH_SESSION_ID', 'KC_AUTH_SESSION_HASH', 'KC_RESTART']);
    expect(shown.headers.get('cache-control')).toBe('no-store, must-revalidate, max-age=0');
    const action = new URL(shown.page?.action ?? '');
    expect(action.pathname).toBe('/realms/acme/login-actions/authenticate');
    expect([...action.searchParams.keys()]).toEqual(['session_code', 'execution', 'client_id', 'tab_id', 'client_data']);
  });

  it('answers the right password with a redirect that carries the code, and no cookie of the library', async () => {
    const { browser, done } = await logIn(rig);
    expect(done.status).toBe(302);
    expect(`${done.location?.origin}${done.location?.pathname}`).toBe(CALLBACK);
    expect(Object.keys(Object.fromEntries(done.location?.searchParams ?? []))).toEqual(['state', 'session_state', 'iss', 'code']);
    expect(done.setCookies.map(nameOf)).toEqual(['KEYCLOAK_IDENTITY', 'KEYCLOAK_SESSION']);
    expect([...browser.jar.keys()].filter((name) => name.startsWith('_'))).toEqual([]);
  });

  it('gives Lax cookies without Secure on plain-http loopback', async () => {
    const { done } = await logIn(rig);
    expect(done.setCookies[0]).toMatch(/^KEYCLOAK_IDENTITY=[^;]+; Version=1; Path=\/realms\/acme\/; HttpOnly; SameSite=Lax$/);
    expect(done.setCookies[1]).toMatch(/^KEYCLOAK_SESSION=[^;]+; Version=1; Path=\/realms\/acme\/; Max-Age=\d+; SameSite=Lax$/);
  });

  it('keeps neither a cookie value nor a code in the store', async () => {
    const { browser, code, done } = await logIn(rig);
    const records = await Promise.all(
      (['login', 'session', 'code'] as const).map((type) => rig.store.list({ type, realmId: rig.realm().id, limit: 1000 })),
    );
    const stored = JSON.stringify(records);
    const secrets = [browser.jar.get('AUTH_SESSION_ID'), browser.jar.get('KEYCLOAK_IDENTITY')?.split('.').pop(), code, codeOf(done)];
    for (const secret of secrets) expect(stored).not.toContain(secret);
  });

  it('shows the form again after a wrong password, and then accepts the right one', async () => {
    const browser = createBrowser(rig.base);
    const first = await browser.go(authUrl());
    const wrong = await browser.go(first.page?.action ?? '', { username: 'alice', password: 'no' });
    expect(wrong.status).toBe(200);
    expect(wrong.page?.view).toMatchObject({ kind: 'login', error: { key: 'invalidUserMessage' } });
    expect((await signIn(browser, wrong)).location?.searchParams.get('code')).toBeTruthy();
  });

  it('redeems the code for Keycloak-shaped tokens bound to the session', async () => {
    const { code, done } = await logIn(rig, { nonce: 'n-1' });
    const { status, body } = await redeem(rig, code);
    expect(status).toBe(200);
    expect(body.session_state).toBe(done.location?.searchParams.get('session_state'));
    expect(claimsOf(body.id_token)).toMatchObject({ nonce: 'n-1', sid: body.session_state, azp: 'acme-api' });
    expect(claimsOf(body.access_token).jti).toMatch(/^onrtac:/);
  });

  it('lets two tabs of one browser log in independently', async () => {
    const browser = createBrowser(rig.base);
    const one = await browser.go(authUrl({ state: 'one' }));
    const other = await browser.go(authUrl({ state: 'other' }));
    const second = await signIn(browser, other);
    const first = await signIn(browser, one);
    expect(second.location?.searchParams.get('state')).toBe('other');
    expect(first.location?.searchParams.get('state')).toBe('one');
    expect((await redeem(rig, codeOf(first))).status).toBe(200);
    expect((await redeem(rig, codeOf(second))).status).toBe(200);
  });

  it('signs in to a second client without a form', async () => {
    const { browser, done } = await logIn(rig);
    const { location, status } = await browser.go(authUrl({ client_id: 'acme-reports', state: 's2' }));
    expect(status).toBe(302);
    expect(location?.searchParams.get('session_state')).toBe(done.location?.searchParams.get('session_state'));
    const tokens = await redeem(rig, location?.searchParams.get('code') ?? '', {
      client_id: 'acme-reports',
      client_secret: 'acme-reports-secret',
    });
    expect(tokens.status).toBe(200);
  });

  it('answers prompt=none with login_required before and with a code after a login', async () => {
    const browser = createBrowser(rig.base);
    const before = await browser.go(authUrl({ prompt: 'none' }));
    expect(before.status).toBe(302);
    expect(before.location?.searchParams.get('error')).toBe('login_required');
    await signIn(browser, await browser.go(authUrl()));
    expect(codeOf(await browser.go(authUrl({ prompt: 'none' })))).toMatch(/^m\.c/);
  });

  it('asks the same user to prove it again for prompt=login, keeps the session and changes its secret', async () => {
    const { browser, done } = await logIn(rig);
    const before = browser.jar.get('KEYCLOAK_IDENTITY');
    const form = await browser.go(authUrl({ prompt: 'login' }));
    expect(form.page?.view).toMatchObject({ kind: 'login', usernameFixed: true });
    const again = await browser.go(form.page?.action ?? '', { password: 'alice-pw' });
    expect(again.location?.searchParams.get('session_state')).toBe(done.location?.searchParams.get('session_state'));
    expect(browser.jar.get('KEYCLOAK_IDENTITY')).not.toBe(before);
  });

  it('ends the session of the person before when somebody else logs in at the same browser', async () => {
    const { browser, done } = await logIn(rig);
    const form = await browser.go(authUrl({ prompt: 'login' }));
    const restarted = await browser.go(form.page?.restart ?? '');
    const other = await signIn(browser, restarted, 'bob');
    expect(other.location?.searchParams.get('session_state')).not.toBe(done.location?.searchParams.get('session_state'));
    expect(await rig.sessions.get(rig.realm(), done.location?.searchParams.get('session_state') ?? '')).toBeNull();
  });

  it('takes a person through a required action at an address of its own', async () => {
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl()), 'frank');
    expect(moved.status).toBe(302);
    expect(moved.location?.pathname).toBe('/realms/acme/login-actions/required-action');
    expect(moved.location?.searchParams.get('execution')).toBe('UPDATE_PASSWORD');
    const page = await browser.go(moved.location?.href ?? '');
    expect(page.page?.view.kind).toBe('update-password');
    const done = await browser.go(page.page?.action ?? '', { 'password-new': 'x', 'password-confirm': 'x' });
    expect((await redeem(rig, codeOf(done))).status).toBe(200);
  });

  it('runs a posted authorization request like a GET', async () => {
    const browser = createBrowser(rig.base);
    const query = Object.fromEntries(new URL(authUrl(), rig.base).searchParams);
    const shown = await browser.go('/realms/acme/protocol/openid-connect/auth', query);
    expect(codeOf(await signIn(browser, shown))).toMatch(/^m\.c/);
  });

  it('hands the answer over as a form for response_mode=form_post', async () => {
    const { done } = await logIn(rig, { response_mode: 'form_post' });
    expect(done.status).toBe(200);
    expect(done.page?.view).toMatchObject({ kind: 'form-post', action: CALLBACK, fields: { state: 's1' } });
  });
});
