import { TRANSIENT_SWITCH } from '@anteroom/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, type RigOptions, startOidcRig } from '../test-rig/oidc-rig.ts';
import { API, authUrl, claimsOf, codeOf, logIn, post, redeem, signIn } from '../test-rig/walks.ts';

const SWITCHED: RigOptions = {
  client: (client) =>
    client.clientId === 'acme-reports' ? { ...client, attributes: { ...client.attributes, [TRANSIENT_SWITCH]: 'true' } } : client,
};
const REPORTS = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };

describe('transient login', () => {
  let rig: OidcRig;
  afterEach(() => rig.close());

  const records = async (type: 'session' | 'code' | 'login') => rig.store.list({ type, realmId: rig.realm().id, limit: 100 });

  it('gives a code and tokens without session, refresh token and cookies, and leaves nothing behind', async () => {
    rig = await startOidcRig(SWITCHED);
    const { browser, code, done } = await logIn(rig, { client_id: 'acme-reports', nonce: 'n' });
    expect(done.location?.searchParams.has('session_state')).toBe(false);
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
    const { status, body } = await redeem(rig, code, REPORTS);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('session_state');
    expect(claimsOf(body.access_token).jti).toMatch(/^trrtac:/);
    expect(claimsOf(body.access_token)).not.toHaveProperty('sid');
    expect(claimsOf(body.id_token)).toMatchObject({ nonce: 'n' });
    expect([await records('session'), await records('code'), await records('login')]).toEqual([[], [], []]);
    expect(rig.transientLogins()).toBe(1);
  });

  it('refuses a transient code the second time', async () => {
    rig = await startOidcRig(SWITCHED);
    const { code } = await logIn(rig, { client_id: 'acme-reports' });
    await redeem(rig, code, REPORTS);
    expect(await redeem(rig, code, REPORTS)).toMatchObject({ status: 400, body: { error_description: 'Code not valid' } });
  });

  it('gives a second submit a fresh form', async () => {
    rig = await startOidcRig(SWITCHED);
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl({ client_id: 'acme-reports' }));
    await signIn(browser, form);
    expect((await signIn(browser, form)).page?.view.kind).toBe('login');
  });

  it('by the switch, takes the identity of an SSO session and leaves it as it was', async () => {
    rig = await startOidcRig(SWITCHED);
    const { browser } = await logIn(rig);
    const before = JSON.stringify([await records('session'), [...browser.jar]]);
    rig.clock.advance(120);
    const done = await browser.go(authUrl({ client_id: 'acme-reports' }));
    const { body } = await redeem(rig, codeOf(done), REPORTS);
    expect(claimsOf(body.access_token).jti).toMatch(/^trrtac:/);
    expect(JSON.stringify([await records('session'), [...browser.jar]])).toBe(before);
  });

  it('leaves the SSO session of another user as it was', async () => {
    rig = await startOidcRig(SWITCHED);
    const { browser } = await logIn(rig);
    const before = JSON.stringify(await records('session'));
    const identity = browser.jar.get('KEYCLOAK_IDENTITY');
    const form = await browser.go(authUrl({ client_id: 'acme-reports', prompt: 'login' }));
    const done = await signIn(browser, form, 'bob');
    const { body } = await redeem(rig, codeOf(done), REPORTS);
    expect(claimsOf(body.access_token).sub).toBe(rig.users.get('bob')?.id);
    expect(JSON.stringify(await records('session'))).toBe(before);
    expect(browser.jar.get('KEYCLOAK_IDENTITY')).toBe(identity);
  });

  it('does the same for a transient step of the flow', async () => {
    rig = await startOidcRig({ transientStep: true });
    const { code, browser } = await logIn(rig);
    expect((await redeem(rig, code)).body).not.toHaveProperty('refresh_token');
    expect(browser.jar.has('KEYCLOAK_IDENTITY')).toBe(false);
    expect(await records('session')).toEqual([]);
  });

  it('costs a direct grant no call of the session store', async () => {
    rig = await startOidcRig(SWITCHED);
    rig.counted.reset();
    const grant = { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid' };
    const { status, body } = await post(rig, { ...grant, ...REPORTS });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).jti).toMatch(/^trrtro:/);
    expect(body).not.toHaveProperty('refresh_token');
    expect(rig.counted.counts()).toMatchObject({ reads: 0, writes: 0 });
    expect((await post(rig, { ...grant, ...API })).body).toHaveProperty('refresh_token');
  });
});
