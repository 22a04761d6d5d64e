import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { Client } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JWK, SignJWT } from 'jose';
import { createNewSigningKey } from '../keys/new-signing-key.ts';
import { type Browser, createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { randomIds } from '../test-rig/test-clock.ts';
import { AUTH, claimsOf, codeOf, headerOf, pkcePair, signIn, TOKEN } from '../test-rig/walks.ts';

const PAR = '/realms/acme/protocol/openid-connect/ext/par/request';
const CALLBACK = 'https://app.test/cb';
const CLIENT = 'acme-api';

const newPair = (algorithm: 'ec' | 'rsa' = 'ec') => {
  const { privateKey, publicKey } =
    algorithm === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey: privateKey as KeyObject, jwk: (publicKey as KeyObject).export({ format: 'jwk' }) as JWK };
};

describe('the FAPI 2 security profile', () => {
  let rig: FullRig;
  const own = newPair();
  const rsa = newPair('rsa');
  const dpopKey = newPair();

  const strong = (client: Client): Client => ({
    ...client,
    rootUrl: 'https://app.test',
    baseUrl: 'https://app.test',
    adminUrl: '',
    redirectUris: [CALLBACK],
    webOrigins: ['https://app.test'],
    clientAuthenticatorType: 'client-jwt',
    consentRequired: true,
    fullScopeAllowed: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    attributes: {
      'use.jwks.string': 'true',
      'jwks.string': JSON.stringify({ keys: [own.jwk, rsa.jwk] }),
      'id.token.signed.response.alg': 'ES256',
      'access.token.signed.response.alg': 'ES256',
      'token.endpoint.auth.signing.alg': 'ES256',
      'pkce.code.challenge.method': 'S256',
      'dpop.bound.access.tokens': 'true',
    },
  });

  beforeEach(async () => {
    const newKey = createNewSigningKey({ ids: randomIds, clock: { now: () => new Date() } });
    const es256 = await newKey({ id: 'acme', name: 'acme' }, { type: 'EC', algorithm: 'ES256', priority: 100, publicKey: null });
    rig = await startFullRig({
      components: [es256],
      realm: {
        clientPolicies: {
          policies: [
            {
              name: 'fapi',
              enabled: true,
              conditions: [{ condition: 'client-access-type', configuration: { type: ['confidential'] } }],
              profiles: ['fapi-2-dpop-security-profile'],
            },
          ],
        },
      },
      client: (client) => (client.clientId === CLIENT ? strong(client) : client),
    });
  });
  afterEach(() => rig.close());

  const now = () => Math.floor(rig.clock.now().getTime() / 1000);
  const assertion = (claims: object = {}, { key = own.privateKey, alg = 'ES256' } = {}) =>
    new SignJWT({ iss: CLIENT, sub: CLIENT, aud: rig.issuer, iat: now(), exp: now() + 60, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg })
      .sign(key);
  const proof = (path: string) =>
    new SignJWT({ htm: 'POST', htu: `${rig.base}${path}`, iat: now(), jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: dpopKey.jwk })
      .sign(dpopKey.privateKey);
  const send = async (path: string, form: Readonly<Record<string, string>>, { signed = '', dpop = true } = {}) => {
    const response = await fetch(new URL(path, rig.base), {
      method: 'POST',
      headers: dpop ? { dpop: await proof(path) } : {},
      body: new URLSearchParams({
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: signed === '' ? await assertion() : signed,
        ...form,
      }),
    });
    return { status: response.status, body: await response.json() };
  };
  const request = (challenge: string, more: Readonly<Record<string, string>> = {}) => ({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  const open = (browser: Browser, parameters: Readonly<Record<string, string>>) =>
    browser.go(`${AUTH}?${new URLSearchParams({ client_id: CLIENT, ...parameters })}`);

  it('lets a client through that keeps to it, with tokens bound to its key and signed as FAPI wants', async () => {
    const { verifier, challenge } = pkcePair();
    const pushed = await send(PAR, request(challenge));
    expect(pushed.status).toBe(201);
    const browser = createBrowser(rig.base);
    const asked = await signIn(browser, await open(browser, { request_uri: pushed.body.request_uri }));
    const question = await browser.go(asked.location?.href ?? '');
    const done = await browser.go(question.page?.action ?? '', { ...question.page?.hidden, accept: 'on' });
    const tokens = await send(TOKEN, {
      grant_type: 'authorization_code',
      code: codeOf(done),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    });
    expect([tokens.status, tokens.body.token_type]).toEqual([200, 'DPoP']);
    expect(claimsOf(tokens.body.access_token).cnf).toEqual({ jkt: expect.any(String) });
    expect([headerOf(tokens.body.access_token).alg, headerOf(tokens.body.id_token).alg]).toEqual(['ES256', 'ES256']);
  });

  it('B065: takes a client assertion for the issuer alone, named as one string, and signed as FAPI wants', async () => {
    const { challenge } = pkcePair();
    const push = async (signed: string) => (await send(PAR, request(challenge), { signed })).status;
    expect(await push(await assertion())).toBe(201);
    for (const aud of [
      [rig.issuer],
      `${rig.issuer}/protocol/openid-connect/token`,
      `${rig.issuer}/protocol/openid-connect/ext/par/request`,
    ])
      expect(await push(await assertion({ aud }))).toBe(401);
    rig.changeClient(CLIENT, { attributes: { ...rig.clients.get(CLIENT)!.attributes, 'token.endpoint.auth.signing.alg': 'PS256' } });
    expect(await push(await assertion({}, { key: rsa.privateKey, alg: 'PS256' }))).toBe(201);
    expect(await push(await assertion({}, { key: rsa.privateKey, alg: 'RS256' }))).toBe(401);
  });

  it('takes authorization requests by PAR alone', async () => {
    const { challenge } = pkcePair();
    const shown = await open(createBrowser(rig.base), request(challenge));
    expect(shown.location?.searchParams.get('error')).toBe('invalid_request');
  });

  it('refuses a request without PKCE S256, without a DPoP proof, or for an answer with tokens in it', async () => {
    const { verifier, challenge } = pkcePair();
    const { code_challenge: _one, code_challenge_method: _two, ...bare } = request(challenge);
    expect((await send(PAR, bare)).body.error).toBe('invalid_request');
    expect((await send(PAR, request(verifier, { code_challenge_method: 'plain' }))).body.error).toBe('invalid_request');
    expect((await send(PAR, request(challenge, { response_type: 'code id_token', nonce: 'n' }))).status).toBe(400);
    expect((await send(TOKEN, { grant_type: 'client_credentials' }, { dpop: false })).body.error).toBe('invalid_dpop_proof');
  });

  it('refuses a client that was set up weaker, at every endpoint where it shows itself', async () => {
    const { challenge } = pkcePair();
    const attributes = rig.clients.get(CLIENT)!.attributes;
    const without = (name: string) => Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
    const weaker: readonly Partial<Client>[] = [
      { redirectUris: ['http://app.test/cb'] },
      { redirectUris: ['https://app.test/*'] },
      { webOrigins: ['http://app.test'] },
      { consentRequired: false },
      { fullScopeAllowed: true },
      { implicitFlowEnabled: true },
      { attributes: { ...attributes, 'id.token.signed.response.alg': 'RS256' } },
      { attributes: { ...attributes, 'jwks.url': 'http://app.test/keys' } },
      { attributes: without('dpop.bound.access.tokens') },
      { attributes: without('pkce.code.challenge.method') },
    ];
    for (const change of weaker) {
      rig.changeClient(CLIENT, change);
      const pushed = await send(PAR, request(challenge));
      const token = await send(TOKEN, { grant_type: 'client_credentials' });
      expect([change, pushed.status, pushed.body.error, token.body.error]).toEqual([change, 400, 'invalid_client', 'invalid_client']);
      rig.changeClient(CLIENT, strong(rig.clients.get(CLIENT)!));
    }
    expect((await send(PAR, request(challenge))).status).toBe(201);
  });

  it('refuses to sign with what FAPI does not allow, also where the realm has nothing else', async () => {
    const { challenge } = pkcePair();
    const es256 = rig.realm().configuration.components.find(({ providerId }) => providerId === 'ecdsa-generated')!;
    rig.commit([{ kind: 'delete-component', id: es256.id }]);
    expect((await send(PAR, request(challenge))).body.error_description).toBe('The realm would sign with RS256');
  });

  it('leaves clients alone that no policy is about', async () => {
    rig.changeRealm({ clientPolicies: { policies: [] } });
    rig.changeClient(CLIENT, { consentRequired: false, fullScopeAllowed: true });
    expect((await send(PAR, request(pkcePair().challenge))).status).toBe(201);
  });

  it('asks for a signed request object in its message signing variant', async () => {
    rig.changeRealm({
      clientPolicies: {
        policies: [
          {
            name: 'signed',
            enabled: true,
            conditions: [{ condition: 'any-client', configuration: {} }],
            profiles: ['fapi-2-dpop-message-signing'],
          },
        ],
      },
    });
    const { challenge } = pkcePair();
    expect((await send(PAR, request(challenge))).status).toBe(400);
    const object = (claims: object) =>
      new SignJWT({ ...request(challenge), iss: CLIENT, aud: rig.issuer, nbf: now(), exp: now() + 300, ...claims })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(own.privateKey);
    const push = async (claims: object) => (await send(PAR, { client_id: CLIENT, request: await object(claims) })).status;
    expect(await push({})).toBe(201);
    expect(await push({ nbf: undefined })).toBe(400);
    expect(await push({ exp: now() + 7_200 })).toBe(400);
    expect(await push({ aud: undefined })).toBe(400);
  });
});
