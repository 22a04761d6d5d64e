import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Client } from '@anteroom/core';
import { SignJWT } from 'jose';
import { type Browser, createBrowser, type Shown } from '../../src/test-rig/browser.ts';
import type { FullRig } from '../../src/test-rig/full-rig.ts';
import { API, authUrl, codeOf, logIn, post, redeem, refresh, signIn } from '../../src/test-rig/walks.ts';

/** Whether something that was got before, or is asked for now, still gives or is something. */
export type Attempt = () => Promise<boolean>;

/** Prepares what is needed for a way to a token, up to the last request; that one is the attempt. */
export type Way = (rig: FullRig) => Promise<Attempt>;

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const PASSWORD = { grant_type: 'password', username: 'alice', password: 'alice-pw', ...API };

const granted = async (answer: Promise<{ readonly status: number }>) => (await answer).status === 200;
const tokensOf = async (rig: FullRig, scope = 'openid') => (await redeem(rig, (await logIn(rig, { scope })).code)).body;

/** Clients of a rig on which every way is open; each is meant by its own tokens, so that it may ask about them. */
export const everyGrant = (client: Client): Client => ({
  ...client,
  protocolMappers: [
    ...client.protocolMappers,
    {
      id: `self-${client.clientId}`,
      name: 'self',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.client.audience': client.clientId, 'access.token.claim': 'true' },
    },
  ],
  attributes: {
    ...client.attributes,
    'oauth2.device.authorization.grant.enabled': 'true',
    'oidc.ciba.grant.enabled': 'true',
    'standard.token.exchange.enabled': 'true',
    'oauth2.jwt.authorization.grant.enabled': 'true',
    'oauth2.jwt.authorization.grant.idp': 'home',
  },
});

/** An assertion of an identity provider about somebody who is linked to alice. */
async function assertionAboutAlice(rig: FullRig): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeySignatureVerifier = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const config = { issuer: 'https://home.test', jwtAuthorizationGrantEnabled: 'true', publicKeySignatureVerifier };
  const provider = { alias: 'home', internalId: 'home', providerId: 'oidc', enabled: true, config };
  rig.commit([{ kind: 'put-identity-provider', provider }]);
  rig.changeUser('alice', { extra: { federatedIdentities: [{ identityProvider: 'home', userId: 'a', userName: 'a' }] } });
  const exp = Math.floor(rig.clock.now().getTime() / 1000) + 60;
  const claims = { iss: config.issuer, sub: 'a', preferred_username: 'alice', aud: rig.issuer, exp, jti: randomUUID() };
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
}

async function approvedDevice(rig: FullRig): Promise<string> {
  const { body } = await post(rig, { ...API, scope: 'openid' }, '/realms/acme/protocol/openid-connect/auth/device');
  const browser = createBrowser(rig.base);
  await approve(browser, await browser.go('/realms/acme/device', { device_user_code: body.user_code }));
  return body.device_code;
}

async function approvedRequest(rig: FullRig): Promise<string> {
  const { body } = await post(rig, { ...API, scope: 'openid', login_hint: 'alice' }, '/realms/acme/protocol/openid-connect/ext/ciba/auth');
  const browser = createBrowser(rig.base);
  await approve(browser, await browser.go(rig.mails.at(-1)?.parameters.url ?? ''));
  return body.auth_req_id;
}

/** Alice logs in on the page and says yes to what it then asks. */
async function approve(browser: Browser, page: Shown): Promise<void> {
  const moved = await signIn(browser, page);
  const question = await browser.go(moved.location?.href ?? '');
  await browser.go(question.page?.action ?? '', { ...question.page?.hidden, accept: 'on' });
}

/** Every way to get a token, by its grant. A grant that discovery names and that is not here fails the matrix. */
export const GRANTS = {
  authorization_code: async (rig) => {
    const { code } = await logIn(rig);
    return () => granted(redeem(rig, code));
  },
  refresh_token: async (rig) => {
    const { refresh_token } = await tokensOf(rig);
    return () => granted(refresh(rig, refresh_token));
  },
  password: async (rig) => () => granted(post(rig, PASSWORD)),
  client_credentials: async (rig) => () => granted(post(rig, { grant_type: 'client_credentials', ...API })),
  [DEVICE_GRANT]: async (rig) => {
    const device_code = await approvedDevice(rig);
    return () => granted(post(rig, { grant_type: DEVICE_GRANT, device_code, ...API }));
  },
  [CIBA_GRANT]: async (rig) => {
    const auth_req_id = await approvedRequest(rig);
    return () => granted(post(rig, { grant_type: CIBA_GRANT, auth_req_id, ...API }));
  },
  [JWT_GRANT]: async (rig) => {
    const assertion = await assertionAboutAlice(rig);
    return () => granted(post(rig, { grant_type: JWT_GRANT, assertion, ...API }));
  },
  [EXCHANGE_GRANT]: async (rig) => {
    const { access_token } = await tokensOf(rig);
    const subject = { subject_token: access_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    return () => granted(post(rig, { grant_type: EXCHANGE_GRANT, ...subject, ...API }));
  },
} satisfies Readonly<Record<string, Way>>;

/** Ways to go on with what one has. */
const KEEPING = {
  'refresh of an offline token': async (rig) => {
    const { refresh_token } = await tokensOf(rig, 'openid offline_access');
    return () => granted(refresh(rig, refresh_token));
  },
  'single sign-on': async (rig) => {
    const { browser } = await logIn(rig);
    return async () => codeOf(await browser.go(authUrl({ prompt: 'none' }))).startsWith('m.');
  },
  'user info': async (rig) => {
    const { access_token } = await tokensOf(rig);
    const headers = { authorization: `Bearer ${access_token}` };
    return () => granted(fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, { headers }));
  },
  introspection: async (rig) => {
    const { access_token } = await tokensOf(rig);
    const ask = () => post(rig, { token: access_token, ...API }, '/realms/acme/protocol/openid-connect/token/introspect');
    return async () => (await ask()).body.active === true;
  },
} satisfies Readonly<Record<string, Way>>;

export const WAYS: Readonly<Record<string, Way>> = { ...GRANTS, ...KEEPING };
export type WayName = keyof typeof GRANTS | keyof typeof KEEPING;

/** Ways that stand on a session of a person. */
export const OF_A_SESSION: readonly WayName[] = [
  'authorization_code',
  'refresh_token',
  DEVICE_GRANT,
  CIBA_GRANT,
  EXCHANGE_GRANT,
  'refresh of an offline token',
  'single sign-on',
  'user info',
  'introspection',
];
export const OF_A_PERSON: readonly WayName[] = [...OF_A_SESSION, 'password', JWT_GRANT];
export const EVERY_WAY = Object.keys(WAYS) as WayName[];
