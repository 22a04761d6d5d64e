import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { authUrl, codeOf, logIn, redeem, signIn } from '../test-rig/walks.ts';

describe('a login that does not go straight', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig();
  });
  afterAll(() => rig.close());

  it('gives a new code, never the old one, when the same form is posted twice', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const first = await signIn(browser, form);
    browser.jar.delete('KEYCLOAK_IDENTITY'); // the first answer never arrived
    const second = await signIn(browser, form);
    expect(codeOf(second)).not.toBe(codeOf(first));
    expect(second.location?.searchParams.get('session_state')).toBe(first.location?.searchParams.get('session_state'));
    expect((await redeem(rig, codeOf(second))).status).toBe(200);
    expect(codeOf(await browser.go(authUrl({ prompt: 'none' })))).toMatch(/^m\.c/);
  });

  it('lets exactly one of two simultaneous submits make the session, and gives both a code', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const answers = await Promise.all([signIn(browser, form), signIn(browser, form)]);
    const sids = new Set(answers.map(({ location }) => location?.searchParams.get('session_state')));
    expect(sids.size).toBe(1);
    for (const answer of answers) expect((await redeem(rig, codeOf(answer))).status).toBe(200);
  });

  it('gives whoever only knows the tab a fresh form instead of the session', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const root = browser.jar.get('AUTH_SESSION_ID') ?? '';
    await signIn(browser, form);
    const attacker = createBrowser(rig.base);
    attacker.jar.set('AUTH_SESSION_ID', root);
    const stolen = await signIn(attacker, form, 'bob');
    expect(stolen.status).toBe(200);
    expect(stolen.page?.view.kind).toBe('login');
    expect(attacker.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
  });

  it('does not let another browser continue a tab', async () => {
    const form = await createBrowser(rig.base).go(authUrl());
    const other = createBrowser(rig.base);
    await other.go(authUrl());
    const answer = await signIn(other, form);
    expect(answer.status).toBe(200);
    expect(answer.page?.view).toMatchObject({ kind: 'login', info: { key: 'loginTimeout' } });
  });

  it('changes nothing for a form of an earlier page and shows where the login is', async () => {
    const browser = createBrowser(rig.base);
    const first = await browser.go(authUrl());
    await browser.go(first.page?.action ?? '', { username: 'alice', password: 'no' });
    const stale = await signIn(browser, first);
    expect(stale.status).toBe(200);
    expect(stale.page?.view.kind).toBe('login');
    expect(codeOf(await signIn(browser, stale))).toMatch(/^m\.c/);
  });

  it('does nothing for a session code that is not the page’s', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const forged = new URL(form.page?.action ?? '');
    forged.searchParams.set('session_code', 'forged');
    const answer = await browser.go(forged.href, { username: 'alice', password: 'alice-pw' });
    expect(answer.status).toBe(200);
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
  });

  it('shows the same page with a working form on reload, without a write', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    rig.counted.reset();
    const reloaded = await browser.go(form.page?.action ?? '');
    expect(rig.counted.counts().writes).toBe(0);
    expect(reloaded.page?.action).toBe(form.page?.action);
    expect(codeOf(await signIn(browser, reloaded))).toMatch(/^m\.c/);
  });

  it('starts again from KC_RESTART when the login in progress is lost', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl({ state: 'kept' }));
    await rig.store.deleteRealm(rig.realm().id);
    const again = await signIn(browser, form);
    expect(again.page?.view).toMatchObject({ kind: 'login', info: { key: 'loginTimeout' } });
    const done = await signIn(browser, again);
    expect(done.location?.searchParams.get('state')).toBe('kept');
    expect((await redeem(rig, codeOf(done))).status).toBe(200);
  });

  it('says so without cookies, and leads back to a registered address only', async () => {
    const form = await createBrowser(rig.base).go(authUrl());
    const action = new URL(form.page?.action ?? '');
    const answer = await createBrowser(rig.base).go(action.href, { username: 'alice', password: 'alice-pw' });
    expect(answer.status).toBe(400);
    expect(answer.page?.view).toMatchObject({
      kind: 'error',
      message: { key: 'restartLoginCookieNotFoundMessage' },
      back: { url: expect.stringContaining('http://localhost:9999/cb?error=temporarily_unavailable') },
    });
    action.searchParams.set('client_data', Buffer.from(JSON.stringify({ ru: 'https://evil.test/' })).toString('base64url'));
    const forged = await createBrowser(rig.base).go(action.href, { username: 'alice', password: 'alice-pw' });
    expect(forged.page?.view).toMatchObject({ kind: 'error', back: null });
  });

  it('does not believe a forged restart cookie', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    const [header = '', payload = '', signature = ''] = (browser.jar.get('KC_RESTART') ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    claims.prm.redirect_uri = 'http://localhost:9999/other';
    browser.jar.set('KC_RESTART', [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.'));
    browser.jar.delete('AUTH_SESSION_ID');
    expect((await signIn(browser, form)).status).toBe(400);
  });

  it('starts again when the password of a half-finished login has been changed meanwhile', async () => {
    const browser = createBrowser(rig.base);
    const moved = await signIn(browser, await browser.go(authUrl()), 'frank');
    const page = await browser.go(moved.location?.href ?? '');
    const frank = rig.users.get('frank');
    if (frank === undefined) throw new Error('no frank');
    rig.clock.advance(5);
    rig.users.set('frank', { ...frank, sessionsNotBefore: rig.clock.now() });
    const answer = await browser.go(page.page?.action ?? '', { 'password-new': 'x', 'password-confirm': 'x' });
    expect(answer.location).toBeNull();
    expect(answer.page?.view.kind).toBe('login');
    expect(rig.users.get('frank')?.requiredActions).toEqual(frank.requiredActions);
  });

  it('refuses a session that is older than its realm’s not-before mark', async () => {
    const { browser } = await logIn(rig);
    rig.clock.advance(5000);
    rig.changeRealm({ notBefore: Math.floor(rig.clock.now().getTime() / 1000) });
    expect((await browser.go(authUrl({ prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
    rig.changeRealm({ notBefore: 0 });
  });

  it('refuses a session that is older than its user’s not-before mark', async () => {
    const { browser, code } = await logIn(rig, {}, 'dan');
    const dan = rig.users.get('dan');
    if (dan === undefined) throw new Error('no dan');
    rig.clock.advance(5);
    rig.users.set('dan', { ...dan, sessionsNotBefore: rig.clock.now() });
    expect((await browser.go(authUrl({ prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
    expect(await redeem(rig, code)).toMatchObject({ status: 400, body: { error_description: 'Code not valid' } });
  });
});
