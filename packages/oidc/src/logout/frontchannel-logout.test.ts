import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { CALLBACK, LOGOUT, logIn, redeem } from '../test-rig/walks.ts';

const LISTENER = 'https://rp.test/logged-out?a=b';

describe('front-channel logout', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) =>
        client.clientId === 'acme-api'
          ? { ...client, frontchannelLogout: true, attributes: { ...client.attributes, 'frontchannel.logout.url': LISTENER } }
          : client,
    });
  });
  afterAll(() => rig.close());

  it('B155: loads the address of each client with issuer and session, and then goes on', async () => {
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    const query = new URLSearchParams({ id_token_hint: body.id_token, post_logout_redirect_uri: CALLBACK, state: 'x' });
    const shown = await browser.go(`${LOGOUT}?${query}`);
    const url = `${LISTENER}&${new URLSearchParams({ iss: rig.issuer, sid: body.session_state })}`;
    expect(shown.page?.view).toEqual({
      kind: 'frontchannel-logout',
      clients: [{ name: expect.any(String), url }],
      continueUrl: `${CALLBACK}?state=x`,
    });
    expect(shown.headers.get('refresh')).toBe(`3;url=${CALLBACK}?state=x`);
    expect(shown.headers.get('content-security-policy')).toContain('frame-src https://rp.test;');
    expect(shown.headers.get('content-security-policy')).toMatch(/frame-ancestors 'self'/);
    expect(await rig.sessions.get(rig.realm(), body.session_state)).toBeNull();
  });

  it('does the same after a logout that was asked about', async () => {
    const { browser } = await logIn(rig);
    const question = await browser.go(LOGOUT);
    const shown = await browser.go(question.page?.action ?? '', { ...question.page?.hidden, confirmLogout: 'Logout' });
    expect(shown.page?.view).toMatchObject({ kind: 'frontchannel-logout', clients: [expect.anything()] });
    expect(shown.headers.get('refresh')).toBeNull();
  });

  it('redirects at once where no client wants to know', async () => {
    const { attributes } = rig.clients.get('acme-api')!;
    rig.changeClient('acme-api', { frontchannelLogout: false });
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    const query = new URLSearchParams({ id_token_hint: body.id_token, post_logout_redirect_uri: CALLBACK });
    expect((await browser.go(`${LOGOUT}?${query}`)).location?.href).toBe(CALLBACK);
    rig.changeClient('acme-api', { frontchannelLogout: true, attributes });
  });
});
