import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { API, authUrl, CALLBACK, LOGOUT, logIn, post, redeem, refresh } from '../test-rig/walks.ts';

describe('logout', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig();
  });
  afterAll(() => rig.close());

  const signedIn = async () => {
    const login = await logIn(rig);
    const { body } = await redeem(rig, login.code);
    return { ...login, tokens: body };
  };
  const url = (parameters: Readonly<Record<string, string>>) => `${LOGOUT}?${new URLSearchParams(parameters)}`;
  const CLEARED = [
    'KEYCLOAK_IDENTITY=; Version=1; Path=/realms/acme/; Max-Age=0',
    'KEYCLOAK_SESSION=; Version=1; Path=/realms/acme/; Max-Age=0',
  ];

  it('asks first without a hint, and then ends the session for good', async () => {
    const { browser, tokens } = await signedIn();
    const page = await browser.go(url({}));
    expect(page.status).toBe(200);
    expect(page.page?.view.kind).toBe('logout-confirm');
    expect(page.page?.action).toMatch(/^\/realms\/acme\/protocol\/openid-connect\/logout\/logout-confirm\?client_id=account&tab_id=/);
    const out = await browser.go(page.page?.action ?? '', { ...page.page?.hidden, confirmLogout: 'Logout' });
    expect(out.page?.view.kind).toBe('logged-out');
    expect(out.setCookies).toEqual(CLEARED);
    expect((await refresh(rig, tokens.refresh_token)).body.error_description).toBe('Session not active');
    expect((await browser.go(authUrl({ prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
  });

  it('does nothing for a confirmation that another page or browser was given', async () => {
    const { browser, tokens } = await signedIn();
    await browser.go(url({}));
    const foreign = await createBrowser(rig.base).go(url({}));
    const answer = await browser.go(foreign.page?.action ?? '', { ...foreign.page?.hidden, confirmLogout: 'Logout' });
    expect(answer.page?.view.kind).toBe('logout-confirm');
    expect((await refresh(rig, tokens.refresh_token)).status).toBe(200);
  });

  it('goes straight back to the client with a hint, also from a browser without cookies', async () => {
    const { tokens } = await signedIn();
    const out = await createBrowser(rig.base).go(url({ id_token_hint: tokens.id_token, post_logout_redirect_uri: CALLBACK, state: 'xyz' }));
    expect([out.status, out.location?.href]).toEqual([302, `${CALLBACK}?state=xyz`]);
    expect((await refresh(rig, tokens.refresh_token)).body.error_description).toBe('Session not active');
  });

  it('accepts the hint by POST as well', async () => {
    const { browser, tokens } = await signedIn();
    const out = await browser.go(LOGOUT, { id_token_hint: tokens.id_token, post_logout_redirect_uri: CALLBACK });
    expect(out.location?.href).toBe(CALLBACK);
    expect(out.setCookies.slice(-2)).toEqual(CLEARED);
  });

  it('carries the client and its address over the confirmation', async () => {
    const { browser } = await signedIn();
    const page = await browser.go(url({ client_id: 'acme-api', post_logout_redirect_uri: CALLBACK, state: 'x' }));
    const out = await browser.go(page.page?.action ?? '', { ...page.page?.hidden, confirmLogout: 'Logout' });
    expect(out.location?.href).toBe(`${CALLBACK}?state=x`);
  });

  it('refuses in the recorded words', async () => {
    const { browser, tokens } = await signedIn();
    const said = async (parameters: Readonly<Record<string, string>>) => {
      const { status, page } = await browser.go(url(parameters));
      return [status, page?.view.kind === 'error' ? page.view.message : page?.view.kind];
    };
    expect(await said({ id_token_hint: tokens.id_token, post_logout_redirect_uri: 'http://evil.test/' })).toEqual([
      400,
      { key: 'invalidRedirectUriMessage', args: [] },
    ]);
    expect(await said({ post_logout_redirect_uri: CALLBACK })).toEqual([400, { key: 'missingParameterMessage', args: ['id_token_hint'] }]);
    expect(await said({ id_token_hint: 'garbage' })).toEqual([400, { key: 'invalidParameterMessage', args: ['id_token_hint'] }]);
    expect(await said({ id_token_hint: tokens.access_token })).toEqual([400, { key: 'invalidParameterMessage', args: ['id_token_hint'] }]);
    expect(await said({ redirect_uri: CALLBACK })).toEqual([200, 'logout-confirm']);
  });

  it('leaves the session of another person alone and asks', async () => {
    const alice = await signedIn();
    const bob = await logIn(rig, {}, 'bob');
    const answer = await bob.browser.go(url({ id_token_hint: alice.tokens.id_token }));
    expect(answer.page?.view.kind).toBe('logout-confirm');
    expect((await bob.browser.go(authUrl({ prompt: 'none' }))).location?.searchParams.has('code')).toBe(true);
    expect((await refresh(rig, alice.tokens.refresh_token)).body.error_description).toBe('Session not active');
  });

  it('ends the session by refresh token, and says the same again', async () => {
    const { tokens } = await signedIn();
    const logout = (form: Readonly<Record<string, string>>) => post(rig, { ...API, ...form }, LOGOUT);
    expect(await logout({ refresh_token: tokens.refresh_token })).toEqual({ status: 204, body: null });
    expect(await logout({ refresh_token: tokens.refresh_token })).toEqual({ status: 204, body: null });
    expect(await logout({ refresh_token: 'garbage' })).toMatchObject({ status: 400, body: { error_description: 'Invalid refresh token' } });
    expect((await refresh(rig, tokens.refresh_token)).body.error_description).toBe('Session not active');
  });

  it('does not let a refresh token of an ended entry end what came after it', async () => {
    const { browser, tokens } = await signedIn();
    await rig.sessions.removeClient(rig.realm(), tokens.session_state, rig.clients.get('acme-api')?.id ?? '');
    await browser.go(authUrl());
    await post(rig, { ...API, refresh_token: tokens.refresh_token }, LOGOUT);
    expect((await browser.go(authUrl({ prompt: 'none' }))).location?.searchParams.has('code')).toBe(true);
    expect((await refresh(rig, tokens.refresh_token)).body.error_description).toBe("Session doesn't have required client");
  });
});
