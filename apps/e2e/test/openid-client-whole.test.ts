import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import { AdminClient } from '../src/admin.ts';
import { CALLBACK_ORIGIN } from '../src/browser.ts';
import { loginByForm, postForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { fieldValue, readPage } from '../src/page.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

const REDIRECT = `${CALLBACK_ORIGIN}/cb`;

let server: RunningServer;
let admin: AdminClient;
const insecure = { execute: [client.allowInsecureRequests] };
const issuer = () => new URL(`${server.base}/realms/${DEMO}`);

beforeAll(async () => {
  server = await startServer();
  admin = new AdminClient(server);
  await createDemoRealm(admin);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  removeDataDir(server.dataDir);
});

/** A client of its own for one test, confidential unless told otherwise. */
async function register(clientId: string, attributes: Readonly<Record<string, string>> = {}, more: object = {}) {
  await admin.must('POST', `/${DEMO}/clients`, {
    ...{ clientId, secret: `${clientId}-secret`, redirectUris: [REDIRECT], serviceAccountsEnabled: true, attributes },
    protocolMappers: [toItself(clientId)],
    ...more,
  });
}
/** Its tokens are meant for the client itself too: it may introspect and exchange them. */
const toItself = (clientId: string) => ({
  ...{ name: 'self', protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper' },
  config: { 'included.client.audience': clientId, 'access.token.claim': 'true', 'introspection.token.claim': 'true' },
});
const discover = (id: string, authentication: client.ClientAuth = client.ClientSecretPost(`${id}-secret`), metadata = {}) =>
  client.discovery(issuer(), id, metadata, authentication, insecure);

interface Sent {
  readonly url: URL;
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string; readonly expectedNonce: string };
}
type Build = (config: client.Configuration, parameters: Record<string, string>) => URL | Promise<URL>;

async function request(config: client.Configuration, build: Build = client.buildAuthorizationUrl, more = {}): Promise<Sent> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = await build(config, {
    redirect_uri: REDIRECT,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  return { url, checks };
}
const arrive = (sent: Sent, jar = new CookieJar()) => loginByForm({ url: sent.url.href }, 'ann', DEMO_PASSWORD, jar);
const logIn = async (config: client.Configuration, build?: Build, options?: client.DPoPOptions) => {
  const sent = await request(config, build);
  return client.authorizationCodeGrant(config, await arrive(sent), sent.checks, undefined, options);
};
const isAnn = (tokens: Awaited<ReturnType<typeof logIn>>) => expect(tokens.claims()).toMatchObject({ email: 'ann@demo.test' });

describe('openid-client 6, unmodified: all that it speaks beyond a plain login', () => {
  it('proves a client by each of its methods', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'ES256' }] });
    await register('ways');
    await register('by-secret-jwt', {}, { clientAuthenticatorType: 'client-secret-jwt' });
    const keys = { 'use.jwks.string': 'true', 'jwks.string': jwks };
    await register('by-key', keys, { clientAuthenticatorType: 'client-jwt' });
    const ways: readonly [string, client.ClientAuth][] = [
      ['ways', client.ClientSecretPost('ways-secret')],
      ['ways', client.ClientSecretBasic('ways-secret')],
      ['by-secret-jwt', client.ClientSecretJwt('by-secret-jwt-secret')],
      ['by-key', client.PrivateKeyJwt({ key: privateKey, kid: 'k' })],
    ];
    for (const [id, way] of ways) {
      const config = await discover(id, way);
      const { access_token } = await client.clientCredentialsGrant(config);
      expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ client_id: id });
    }
    await admin.must('POST', `/${DEMO}/clients`, { clientId: 'open', publicClient: true, redirectUris: [REDIRECT] });
    isAnn(await logIn(await discover('open', client.None())));
  }, 60_000);

  it('pushes its request, signs it, and does both', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'ES256' }] });
    await register('signing', { 'use.jwks.string': 'true', 'jwks.string': jwks });
    const config = await discover('signing');
    isAnn(await logIn(config, client.buildAuthorizationUrlWithPAR));
    const signed: Build = (given, parameters) => client.buildAuthorizationUrlWithJAR(given, parameters, { key: privateKey, kid: 'k' });
    isAnn(await logIn(config, signed));
    const both: Build = async (given, parameters) =>
      client.buildAuthorizationUrlWithPAR(given, (await signed(given, parameters)).searchParams);
    isAnn(await logIn(config, both));
  }, 60_000);

  it('reads signed answers (JARM) and encrypted tokens', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RSA-OAEP-256', { extractable: true });
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'e', use: 'enc', alg: 'RSA-OAEP-256' }] });
    const encrypted = { 'id.token.encrypted.response.alg': 'RSA-OAEP-256', 'id.token.encrypted.response.enc': 'A256GCM' };
    await register('secretive', { 'use.jwks.string': 'true', 'jwks.string': jwks, ...encrypted });
    const config = await discover('secretive');
    client.useJwtResponseMode(config);
    client.enableDecryptingResponses(config, ['A256GCM'], { key: privateKey, alg: 'RSA-OAEP-256', kid: 'e' });
    isAnn(await logIn(config));
  }, 60_000);

  it('reads signed user info and checks signatures that TLS would vouch for', async () => {
    await register('careful', { 'user.info.response.signature.alg': 'RS256' });
    const config = await discover('careful');
    client.enableNonRepudiationChecks(config);
    const tokens = await logIn(config);
    expect(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)).toMatchObject({ email: 'ann@demo.test' });
  }, 60_000);

  it('takes codes and ID tokens from the fragment: hybrid, with detached signatures, and implicit', async () => {
    await register('fragments', {}, { implicitFlowEnabled: true });
    const hybrid = await discover('fragments');
    client.useCodeIdTokenResponseType(hybrid);
    isAnn(await logIn(hybrid));
    client.enableDetachedSignatureResponseChecks(hybrid);
    isAnn(await logIn(hybrid));
    const config = await discover('fragments');
    client.useIdTokenResponseType(config);
    const sent = await request(config);
    sent.url.searchParams.delete('code_challenge');
    sent.url.searchParams.delete('code_challenge_method');
    const { expectedNonce, expectedState } = sent.checks;
    const claims = await client.implicitAuthentication(config, await arrive(sent), expectedNonce, { expectedState });
    expect(claims).toMatchObject({ email: 'ann@demo.test' });
  }, 60_000);

  it('holds tokens that are bound to its key (DPoP), to the refresh and the user info', async () => {
    await register('bound', { 'dpop.bound.access.tokens': 'true' });
    const config = await discover('bound');
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const pushed: Build = (given, parameters) => client.buildAuthorizationUrlWithPAR(given, parameters, { DPoP });
    const tokens = await logIn(config, pushed, { DPoP });
    const next = await client.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP });
    expect([tokens.token_type, next.token_type]).toEqual(['dpop', 'dpop']);
    expect(await client.fetchUserInfo(config, next.access_token, tokens.claims()!.sub, { DPoP })).toMatchObject({ email: 'ann@demo.test' });
  }, 60_000);

  it('signs in a device, and somebody who is asked on another one (CIBA)', async () => {
    await register('telly', { 'oauth2.device.authorization.grant.enabled': 'true', 'oidc.ciba.grant.enabled': 'true' });
    const config = await discover('telly');
    const jar = new CookieJar();
    const device = await client.initiateDeviceAuthorization(config, { scope: 'openid email' });
    const typed = await send(device.verification_uri, { method: 'POST', form: { device_user_code: device.user_code }, jar });
    await accept(await postForm(readPage(typed.text).action!, 'ann', DEMO_PASSWORD, jar), jar);
    isAnn(await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 }));

    const asked = await client.initiateBackchannelAuthentication(config, { scope: 'openid email', login_hint: 'ann' });
    const found = await send(`${issuer().href}/authentication-requests`, { jar });
    await accept(new URL(found.headers.get('location') ?? '', issuer()), jar);
    isAnn(await client.pollBackchannelAuthenticationGrant(config, { ...asked, interval: 1 }));
  }, 60_000);

  it('registers itself, and works as what it registered', async () => {
    const made = await admin.must('POST', `/${DEMO}/clients-initial-access`, { expiration: 600, count: 1 });
    const { token } = made.json as { readonly token: string };
    const metadata = { redirect_uris: [REDIRECT], client_name: 'made by itself' };
    const config = await client.dynamicClientRegistration(issuer(), metadata, undefined, { initialAccessToken: token, ...insecure });
    isAnn(await logIn(config));
  }, 60_000);

  it('asks for a token for one resource among those that it has (resource indicators)', async () => {
    const resources = ['https://orders.test/', 'https://stock.test/'];
    const audiences = resources.map((resource, index) => ({
      ...{ name: `resource ${index}`, protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper' },
      config: { 'included.custom.audience': resource, 'access.token.claim': 'true' },
    }));
    await register('resourceful', {}, { protocolMappers: audiences });
    const config = await discover('resourceful');
    const audienceOf = (token: string) => decodeJwt(token).aud;
    const sent = await request(config, client.buildAuthorizationUrl, { resource: resources[0] });
    const tokens = await client.authorizationCodeGrant(config, await arrive(sent), sent.checks, { resource: resources[0]! });
    expect(audienceOf(tokens.access_token)).toBe(resources[0]);
    const whole = await logIn(config);
    expect(audienceOf(whole.access_token)).toEqual(expect.arrayContaining(resources));
    const next = await client.refreshTokenGrant(config, whole.refresh_token!, { resource: resources[1]! });
    expect(audienceOf(next.access_token)).toBe(resources[1]);
    expect(audienceOf((await client.clientCredentialsGrant(config, { resource: resources[1]! })).access_token)).toBe(resources[1]);
    const elsewhere = client.refreshTokenGrant(config, next.refresh_token!, { resource: 'https://elsewhere.test/' });
    await expect(elsewhere).rejects.toMatchObject({ error: 'invalid_target' });
  }, 60_000);

  it('exchanges a token, and calls with one', async () => {
    await register('exchanger', { 'standard.token.exchange.enabled': 'true' });
    const config = await discover('exchanger');
    const { access_token } = await logIn(config);
    const exchanged = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', {
      subject_token: access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    expect(exchanged).toMatchObject({ issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' });
    const shop = await client.discovery(issuer(), SHOP.client_id, undefined, client.ClientSecretBasic(SHOP.client_secret), insecure);
    const answer = await client.fetchProtectedResource(
      config,
      (await logIn(shop)).access_token,
      new URL(config.serverMetadata().userinfo_endpoint!),
      'GET',
    );
    expect(await answer.json()).toMatchObject({ email: 'ann@demo.test' });
  }, 60_000);
});

/** Says yes to the question that a browser is shown at an address. */
async function accept(question: URL, jar: CookieJar): Promise<void> {
  const shown = await send(question, { jar });
  const form = { code: fieldValue(shown.text, 'code') ?? '', accept: 'on' };
  await send(new URL(readPage(shown.text).action!, question), { method: 'POST', form, jar });
}
