import { expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { CALLBACK_ORIGIN } from '../browser.ts';
import { loginByForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, DESK, SHOP } from '../demo-realm.ts';
import { CookieJar, send } from '../http-client.ts';
import type { RunningServer } from '../server.ts';

type Server = Pick<RunningServer, 'base'>;

export const discover = (server: Server, given: typeof SHOP) =>
  client.discovery(new URL(`${server.base}/realms/${DEMO}`), given.client_id, undefined, client.ClientSecretBasic(given.client_secret), {
    execute: [client.allowInsecureRequests],
  });

/** An authorization request as the library makes it, and the redemption that belongs to it. */
export async function authorization(config: client.Configuration) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${CALLBACK_ORIGIN}/cb`,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const redeem = (callback: URL) =>
    client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
  return { url: url.href, redeem };
}

/** The walks of an unmodified client, with a browser that has no screen: for combinations of database and session store. */
export function openidClientSuite(get: () => Server): void {
  const login = async (config: client.Configuration, jar: CookieJar) => {
    const request = await authorization(config);
    return request.redeem(await loginByForm(request, 'ann', DEMO_PASSWORD, jar));
  };

  it('goes through code with PKCE, refresh, introspection, user info, revocation and end of session', async () => {
    const config = await discover(get(), SHOP);
    const jar = new CookieJar();
    const tokens = await login(config, jar);
    const subject = tokens.claims()!.sub;
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token!);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toMatchObject({ active: true, username: 'ann' });
    expect(await client.fetchUserInfo(config, refreshed.access_token, subject)).toMatchObject({ sub: subject, email: 'ann@demo.test' });
    await client.tokenRevocation(config, refreshed.access_token);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false });
    const end = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: `${CALLBACK_ORIGIN}/bye`,
      state: 'x',
    });
    const answer = await send(end, { jar });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${CALLBACK_ORIGIN}/bye?state=x`]);
    await expect(client.refreshTokenGrant(config, refreshed.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  }, 60_000);

  it('signs in to a second client without a form', async () => {
    const jar = new CookieJar();
    await login(await discover(get(), SHOP), jar);
    const second = await authorization(await discover(get(), DESK));
    const answer = await send(second.url, { jar });
    const tokens = await second.redeem(new URL(answer.headers.get('location') ?? 'http://form.invalid'));
    expect(tokens.claims()!.azp).toBe(DESK.client_id);
  }, 60_000);

  it('refuses a code that was redeemed before and ends what it gave', async () => {
    const config = await discover(get(), SHOP);
    const request = await authorization(config);
    const callback = await loginByForm(request, 'ann', DEMO_PASSWORD);
    const tokens = await request.redeem(callback);
    await expect(request.redeem(callback)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  }, 60_000);

  it('gets tokens by client credentials', async () => {
    const config = await discover(get(), SHOP);
    const tokens = await client.clientCredentialsGrant(config);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true, client_id: SHOP.client_id });
  }, 60_000);
}
