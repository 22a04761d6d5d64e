import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { AdminClient } from '../src/admin.ts';
import { CALLBACK_ORIGIN } from '../src/browser.ts';
import { postForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { readPage } from '../src/page.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

let server: RunningServer;
let metadata: oauth.AuthorizationServer;

const insecure = { [oauth.allowInsecureRequests]: true };
const client: oauth.Client = { client_id: SHOP.client_id };
const authentication = oauth.ClientSecretPost(SHOP.client_secret);
const redirectUri = `${CALLBACK_ORIGIN}/cb`;

beforeAll(async () => {
  server = await startServer();
  const admin = new AdminClient(server);
  await createDemoRealm(admin, { attributes: { 'dpop.nonce.required': 'true' } });
  const shop = await admin.findClient(DEMO, SHOP.client_id);
  const attributes = {
    ...(shop.attributes as object),
    'oauth2.device.authorization.grant.enabled': 'true',
    'dpop.bound.access.tokens': 'true',
  };
  await admin.must('PUT', `/${DEMO}/clients/${shop.id}`, { ...shop, attributes });
  const issuer = new URL(`${server.base}/realms/${DEMO}`);
  metadata = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
}, 60_000);

afterAll(async () => {
  await server?.stop();
  removeDataDir(server.dataDir);
});

/** Sends once more when the server asked for its nonce. */
async function withNonce<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return attempt();
  }
}

async function signIn(url: URL, jar: CookieJar): Promise<URL> {
  const { action } = readPage((await send(url, { jar })).text);
  return postForm(new URL(action ?? '', url).href, 'ann', DEMO_PASSWORD, jar);
}

describe('oauth4webapi, unmodified', () => {
  it('pushes a request, reads the signed answer and holds tokens bound to its key, with the nonces of the server', async () => {
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const parameters = new URLSearchParams({
      ...{ response_type: 'code', response_mode: 'jwt', redirect_uri: redirectUri, scope: 'openid', state },
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const options = { DPoP, ...insecure };
    const pushed = await withNonce(async () => {
      const response = await oauth.pushedAuthorizationRequest(metadata, client, authentication, parameters, options);
      return oauth.processPushedAuthorizationResponse(metadata, client, response);
    });
    const url = new URL(metadata.authorization_endpoint!);
    url.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri }).toString();
    const callback = await oauth.validateJwtAuthResponse(metadata, client, await signIn(url, new CookieJar()), state, insecure);
    const tokens = await withNonce(async () => {
      const response = await oauth.authorizationCodeGrantRequest(
        metadata,
        client,
        authentication,
        callback,
        redirectUri,
        verifier,
        options,
      );
      return oauth.processAuthorizationCodeResponse(metadata, client, response, { requireIdToken: true });
    });
    expect(tokens.token_type).toBe('dpop');
    const subject = oauth.getValidatedIdTokenClaims(tokens)!.sub;
    const person = await withNonce(async () => {
      const response = await oauth.userInfoRequest(metadata, client, tokens.access_token, options);
      return oauth.processUserInfoResponse(metadata, client, subject, response);
    });
    expect(person.email).toBe('ann@demo.test');
    const plain = await oauth.userInfoRequest(metadata, client, tokens.access_token, insecure);
    expect(plain.status).toBe(401);
    const refreshed = await withNonce(async () => {
      const response = await oauth.refreshTokenGrantRequest(metadata, client, authentication, tokens.refresh_token!, options);
      return oauth.processRefreshTokenResponse(metadata, client, response);
    });
    expect(refreshed.token_type).toBe('dpop');
  }, 60_000);

  it('signs in a device', async () => {
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const response = await oauth.deviceAuthorizationRequest(metadata, client, authentication, { scope: 'openid' }, insecure);
    const codes = await oauth.processDeviceAuthorizationResponse(metadata, client, response);
    const jar = new CookieJar();
    const typed = await send(codes.verification_uri, { method: 'POST', form: { device_user_code: codes.user_code }, jar });
    const question = await signInOn(typed.text, codes.verification_uri, jar);
    const shown = await send(question, { jar });
    const { action } = readPage(shown.text);
    const code = /name="code" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
    const done = await send(new URL(action ?? '', question), { method: 'POST', form: { code, accept: 'on' }, jar });
    expect(done.headers.get('location')).toBe(`${metadata.issuer}/device/status`);
    const tokens = await withNonce(async () => {
      const polled = await oauth.deviceCodeGrantRequest(metadata, client, authentication, codes.device_code, { DPoP, ...insecure });
      return oauth.processDeviceCodeResponse(metadata, client, polled);
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)?.preferred_username).toBe('ann');
  }, 60_000);
});

async function signInOn(html: string, base: string, jar: CookieJar): Promise<URL> {
  return postForm(new URL(readPage(html).action ?? '', base).href, 'ann', DEMO_PASSWORD, jar);
}
