import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realmCookies } from '../src/browser/cookies.ts';
import { createBrowser } from '../src/test-rig/browser.ts';
import { type FullRig, startFullRig } from '../src/test-rig/full-rig.ts';
import { AUTH, authUrl, CALLBACK, claimsOf, codeOf, logIn, redeem, signIn } from '../src/test-rig/walks.ts';

describe('an authorization request and its answer', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) => (client.clientId === 'acme-reports' ? { ...client, implicitFlowEnabled: true } : client),
    });
  });
  afterAll(() => rig.close());

  const open = (parameters: Readonly<Record<string, string>> = {}) => createBrowser(rig.base).go(authUrl(parameters));
  const errorOf = async (parameters: Readonly<Record<string, string>>) =>
    (await open(parameters)).location?.searchParams.get('error') ?? null;

  it('B006: the issuer stands in every answer, of a code, an error, a fragment and a form', async () => {
    const { done } = await logIn(rig);
    expect(done.location?.searchParams.get('iss')).toBe(rig.issuer);
    expect((await open({ prompt: 'none' })).location?.searchParams.get('iss')).toBe(rig.issuer);
    expect((await open({ scope: 'openid nonsense' })).location?.searchParams.get('iss')).toBe(rig.issuer);
    const fragment = await open({ client_id: 'acme-reports', response_type: 'id_token', nonce: 'n', prompt: 'none' });
    expect(new URLSearchParams(fragment.location?.hash.slice(1)).get('iss')).toBe(rig.issuer);
    const posted = (await open({ response_mode: 'form_post', prompt: 'none' })).page?.view;
    expect(JSON.stringify(posted)).toContain(rig.issuer);
    const discovery = await (await fetch(`${rig.issuer}/.well-known/openid-configuration`)).json();
    expect(discovery.authorization_response_iss_parameter_supported).toBe(true);
  });

  it('B015: a form with a password is answered by a redirect that never carries it on (no 307, no 308)', async () => {
    const { done } = await logIn(rig);
    // Keycloak's 302; browsers make a GET of it, as of 303.
    expect(done.status).toBe(302);
    expect(done.location?.href).not.toContain('alice-pw');
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl()), 'frank');
    expect(moved.status).toBe(302);
  });

  it('B019: parameters that nobody knows change nothing', async () => {
    const { code } = await logIn(rig, { extra: 'foobar', claims_locales: 'de', 'x-y': '1', __proto__x: 'y' });
    expect((await redeem(rig, code)).status).toBe(200);
  });

  it('B027: an error goes to no address but a registered one, and to that as an error only', async () => {
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { scope: 'openid nonsense' },
      { response_type: 'nonsense' },
      { prompt: 'none' },
    ];
    for (const broken of wrong) {
      const shown = await open({ ...broken, redirect_uri: 'https://evil.test/' });
      expect([shown.status, shown.location]).toEqual([400, null]);
      const registered = await open(broken);
      expect(`${registered.location?.origin}${registered.location?.pathname}`).toBe(CALLBACK);
      expect(registered.location?.searchParams.has('error')).toBe(true);
    }
  });

  it('B031: an ID token from the front channel needs a nonce', async () => {
    const answer = await open({ client_id: 'acme-reports', response_type: 'id_token' });
    expect(new URLSearchParams(answer.location?.hash.slice(1)).get('error_description')).toBe('Missing parameter: nonce');
  });

  it('B032: a state comes back byte by byte, whatever it is made of', async () => {
    const states = [
      'a',
      ' b+c%20&=?#/',
      'ünïcödé 漢字 🦊',
      '"><script>alert(1)</script>',
      "'; --",
      '\t\r\n',
      'x'.repeat(4_000),
      '%00',
      '\u202e',
    ];
    for (const state of states) expect((await logIn(rig, { state })).done.location?.searchParams.get('state')).toBe(state);
    expect((await open({ state: 'é'.repeat(1_000), prompt: 'none' })).location?.searchParams.get('state')).toBe('é'.repeat(1_000));
  });

  it('B034: prompt=none beside another prompt shows no page', async () => {
    // Keycloak's answer; the standard's would be invalid_request. Neither shows a page.
    for (const prompt of ['none login', 'login none', 'none consent']) expect(await errorOf({ prompt })).toBe('login_required');
    const { browser } = await logIn(rig);
    const signedIn = await browser.go(authUrl({ prompt: 'none login' }));
    expect(signedIn.location?.searchParams.get('error')).toBe('login_required');
  });

  it('B038: a login_hint fills in a name and nothing else', async () => {
    const { browser } = await logIn(rig);
    const hinted = await browser.go(authUrl({ login_hint: 'bob', prompt: 'none' }));
    const { body } = await redeem(rig, codeOf(hinted));
    expect(claimsOf(body.id_token).preferred_username).toBe('alice');
    expect((await open({ login_hint: 'alice' })).page?.view.kind).toBe('login');
    expect(await errorOf({ login_hint: 'alice', prompt: 'none' })).toBe('login_required');
  });

  it('B044: no page of another origin may read an answer to an authorization request', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const headers = { origin: 'http://localhost:9999', 'access-control-request-method': 'GET' };
      const { headers: given } = await fetch(new URL(authUrl(), rig.base), { method, headers, redirect: 'manual' });
      expect([...given.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('B046: no answer on the way to a code is kept by a cache, nor any part of it in the log', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl({ state: 'state-that-is-not-logged' }));
    const done = await signIn(browser, form);
    for (const shown of [form, done, await open({ prompt: 'none' }), await open({ client_id: 'zz' })])
      expect(shown.headers.get('cache-control')).toContain('no-store');
    const log = rig.log.text();
    for (const secret of [codeOf(done), 'alice-pw', 'state-that-is-not-logged', browser.jar.get('AUTH_SESSION_ID')!])
      expect(log).not.toContain(secret);
  });

  it('B047, B134: a page sends no referrer, may be framed by nobody else and loads nothing from elsewhere', async () => {
    for (const shown of [await open(), await open({ client_id: 'zz' })]) {
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(shown.headers.get('x-frame-options')).toBe('SAMEORIGIN');
      const policy = shown.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'self'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
  });

  it('B014, B130: cookies are for this realm alone, out of reach of scripts, and Secure as soon as the address is', async () => {
    const { browser, done } = await logIn(rig);
    const lines = [...(await createBrowser(rig.base).go(authUrl())).setCookies, ...done.setCookies];
    for (const line of lines) {
      expect(line).toContain('Path=/realms/acme/');
      if (/Max-Age=0/.test(line)) continue;
      expect(line).toMatch(/SameSite=(Lax|None)/);
      // The session iframe reads one hash, the page of the login another; neither opens anything.
      if (!/^(KEYCLOAK_SESSION|KC_AUTH_SESSION_HASH)=/.test(line)) expect(line).toContain('HttpOnly');
    }
    for (const [name, value] of browser.jar) expect([name, value.includes('eyJ')]).toEqual([name, name === 'KC_RESTART']);
    const https = realmCookies({ base: 'https://login.test', issuer: () => '' }, rig.realm());
    expect(https.set('KEYCLOAK_IDENTITY', 'x')).toBe('KEYCLOAK_IDENTITY=x; Version=1; Path=/realms/acme/; Secure; HttpOnly; SameSite=None');
    expect((await open()).headers.get('strict-transport-security')).toContain('max-age=31536000');
  });

  it('B129: the id of a login is never that of the session it makes', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const root = browser.jar.get('AUTH_SESSION_ID') ?? '';
    const done = await signIn(browser, form);
    const sid = done.location?.searchParams.get('session_state') ?? '';
    expect(root.includes(sid) || sid.includes(root)).toBe(false);
    expect(browser.jar.get('KEYCLOAK_IDENTITY')).not.toContain(root);
    const out = await browser.go('/realms/acme/protocol/openid-connect/logout');
    await browser.go(out.page?.action ?? '', { ...out.page?.hidden, confirmLogout: 'Logout' });
    expect([browser.jar.has('KEYCLOAK_IDENTITY'), browser.jar.has('KEYCLOAK_SESSION')]).toEqual([false, false]);
    // Who sits down next gets a session of their own, and nothing of the first.
    const next = await signIn(browser, await browser.go(authUrl()), 'bob');
    expect(next.location?.searchParams.get('session_state')).not.toBe(sid);
  });

  it('B131: cookies that are broken, doubled, foreign or huge lead to a form, never to a failure or a session', async () => {
    const { browser } = await logIn(rig);
    const identity = browser.jar.get('KEYCLOAK_IDENTITY') ?? '';
    const corpus = [
      'KEYCLOAK_IDENTITY=',
      'KEYCLOAK_IDENTITY=x',
      `KEYCLOAK_IDENTITY=${identity}x`,
      `KEYCLOAK_IDENTITY=${identity.slice(0, -1)}`,
      `KEYCLOAK_IDENTITY=${identity.split('.').slice(0, 2).join('.')}`,
      `KEYCLOAK_IDENTITY=x; KEYCLOAK_IDENTITY=${identity}`,
      `KEYCLOAK_IDENTITY="${identity}"`,
      `KEYCLOAK_IDENTITY=${'A'.repeat(7_000)}`,
      'AUTH_SESSION_ID=m.x; KC_RESTART=garbage; KEYCLOAK_IDENTITY=null; KEYCLOAK_SESSION=%00',
      '=; ; ;=;KEYCLOAK_IDENTITY',
      '__proto__=x; constructor=y; KEYCLOAK_IDENTITY=__proto__',
      `AUTH_SESSION_HOLDER=${'.'.repeat(3_000)}`,
    ];
    for (const cookie of corpus) {
      const answer = await fetch(new URL(authUrl(), rig.base), { headers: { cookie }, redirect: 'manual' });
      expect([cookie.slice(0, 40), answer.status, JSON.parse(await answer.text()).view.kind]).toEqual([cookie.slice(0, 40), 200, 'login']);
    }
    const whole = await fetch(new URL(authUrl(), rig.base), { headers: { cookie: `KEYCLOAK_IDENTITY=${identity}` }, redirect: 'manual' });
    expect(whole.status).toBe(302);
  });

  it('B132: a form counts only with the code of its page and the cookies of its browser', async () => {
    const victim = createBrowser(rig.base);
    const attacker = createBrowser(rig.base);
    const form = await attacker.go(authUrl());
    // The attacker's own form, posted by the victim's browser: a login as somebody else (login CSRF).
    const forced = await victim.go(form.page!.action, { username: 'bob', password: 'bob-pw' });
    expect([forced.location, victim.jar.has('KEYCLOAK_IDENTITY')]).toEqual([null, false]);
    const own = await victim.go(authUrl());
    for (const change of [{ session_code: '' }, { session_code: 'x' }, { tab_id: 'x'.repeat(11) }, { execution: 'nothing' }]) {
      const action = new URL(own.page!.action);
      for (const [name, value] of Object.entries(change)) action.searchParams.set(name, value);
      const answer = await victim.go(action.href, { username: 'alice', password: 'alice-pw' });
      expect([change, answer.location?.searchParams.has('code') ?? false]).toEqual([change, false]);
    }
  });

  it('D014, B171: a login that is not finished is no session, here or anywhere', async () => {
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl()), 'frank'); // the password is right, an action is left
    expect(moved.location?.pathname).toContain('required-action');
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
    for (const client_id of ['acme-api', 'acme-reports']) {
      const silent = await browser.go(authUrl({ client_id, prompt: 'none' }));
      expect(silent.location?.searchParams.get('error')).toBe('login_required');
    }
    const frank = rig.users.get('frank')!;
    expect(await rig.sessions.listByUser(rig.realm(), frank.id)).toEqual([]);
  });

  it('D083: an Authorization header of any make is refused, and breaks nothing', async () => {
    const headers = [
      'Basic',
      'Basic ',
      'Basic :',
      'Basic Og==',
      'Bearer',
      'Bearer ',
      'Bearer a b',
      'DPoP',
      'Negotiate x',
      'Basic\tx',
      ',',
      'x'.repeat(8_000),
    ];
    for (const authorization of [...headers, 'Basic YTpi, Bearer x', 'bearer bearer bearer', `Basic ${'QQ'.repeat(3_000)}`]) {
      for (const path of ['token', 'token/introspect', 'userinfo', 'revoke', 'ext/par/request']) {
        const body = new URLSearchParams({ grant_type: 'client_credentials', token: 'x' });
        const answer = await fetch(`${rig.issuer}/protocol/openid-connect/${path}`, { method: 'POST', headers: { authorization }, body });
        expect([authorization.slice(0, 20), path, answer.status >= 400 && answer.status < 500]).toEqual([
          authorization.slice(0, 20),
          path,
          true,
        ]);
      }
    }
  });

  it('B184, B185: consent names what is asked, is asked again for more, and is given by its own page alone', async () => {
    rig.changeClient('acme-api', { consentRequired: true });
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl()));
    const question = await browser.go(moved.location?.href ?? '');
    expect(question.page?.view).toMatchObject({ kind: 'consent', clientName: expect.any(String) });
    expect(question.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(question.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const elsewhere = createBrowser(rig.base);
    await elsewhere.go(question.page!.action, { ...question.page!.hidden, accept: 'Yes' });
    await browser.go(question.page!.action, { accept: 'Yes' });
    expect(rig.consents.size).toBe(0);
    const shown = await browser.go(moved.location?.href ?? '');
    expect(codeOf(await browser.go(shown.page!.action, { ...shown.page!.hidden, accept: 'Yes' }))).toMatch(/^m\./);
    expect(codeOf(await browser.go(authUrl()))).toMatch(/^m\./);

    const wider = await browser.go(authUrl({ scope: 'openid phone' }));
    const asked = await browser.go(wider.location?.href ?? '');
    expect(asked.page?.view).toMatchObject({ kind: 'consent', scopes: [expect.stringContaining('phone')] });
    expect((await browser.go(authUrl({ scope: 'openid phone', prompt: 'none' }))).location?.searchParams.get('error')).toBe(
      'interaction_required',
    );
    rig.changeClient('acme-api', { consentRequired: false });
  });

  it('B017: posts and gets alike, and nothing else', async () => {
    const answer = await fetch(new URL(AUTH, rig.base), { method: 'POST', body: new URLSearchParams(authUrl().split('?')[1]) });
    expect([answer.status, JSON.parse(await answer.text()).view.kind]).toEqual([200, 'login']);
  });
});
