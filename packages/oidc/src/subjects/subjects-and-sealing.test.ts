import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactDecrypt } from 'jose';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, authUrl, claimsOf, codeOf, headerOf, LOGOUT, logIn, post, redeem, refresh } from '../test-rig/walks.ts';

const INTROSPECT = '/realms/acme/protocol/openid-connect/token/introspect';
const pairwise = (sector: string) => ({
  id: `pairwise-${sector}`,
  name: 'pairwise',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-sha256-pairwise-sub-mapper',
  config: { sectorIdentifierUri: `https://${sector}/sector.json`, pairwiseSubAlgorithmSalt: 'salt' },
});

const self = {
  id: 'aud',
  name: 'aud',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': 'acme-api', 'access.token.claim': 'true' },
};

describe('subjects, algorithms and encryption of a client', () => {
  let rig: FullRig;
  const generated = (type: 'ec' | 'ed25519') =>
    type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const der = (pair: ReturnType<typeof generated>) => pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const component = (name: string, providerId: string, config: Record<string, string>) => ({
    id: name,
    name,
    providerId,
    providerType: 'org.keycloak.keys.KeyProvider',
    parentId: 'acme',
    config: Object.fromEntries(Object.entries({ priority: '10', ...config }).map(([key, value]) => [key, [value]])),
  });
  beforeAll(async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    rig = await startFullRig({
      components: [
        component('es', 'ecdsa-generated', { ecdsaPrivateKey: der(generated('ec')) }),
        component('ed', 'eddsa-generated', { eddsaPrivateKey: der(generated('ed25519')) }),
        component('ps', 'rsa', { privateKey: rsa, algorithm: 'PS256' }),
      ],
    });
  });
  afterAll(() => rig.close());

  const attributes = (more: Readonly<Record<string, string>>) =>
    rig.changeClient('acme-api', { attributes: { 'post.logout.redirect.uris': '+', ...more }, protocolMappers: [self] });
  const tokens = async () => (await redeem(rig, (await logIn(rig)).code)).body;
  const userinfo = (token: string) =>
    fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${token}` } });

  it('B092: a pairwise subject differs per sector, is the same everywhere for one client, and is the person to nobody else', async () => {
    rig.changeClient('acme-api', { protocolMappers: [self, pairwise('one.test')] });
    const { body } = await redeem(rig, (await logIn(rig)).code);
    const { sub } = claimsOf(body.id_token);
    expect(sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sub).not.toBe(rig.users.get('alice')!.id);
    expect(claimsOf(body.access_token).sub).toBe(sub);
    expect(await (await userinfo(body.access_token)).json()).toMatchObject({ sub });
    expect((await post(rig, { token: body.access_token, ...API }, INTROSPECT)).body).toMatchObject({ active: true, sub });
    const again = await refresh(rig, body.refresh_token);
    expect(claimsOf(again.body.id_token).sub).toBe(sub);
    rig.changeClient('acme-api', { protocolMappers: [self, pairwise('two.test')] });
    expect(claimsOf((await tokens()).id_token).sub).not.toBe(sub);
  });

  it('B092: a pairwise subject is understood in an id_token_hint, at login and at logout', async () => {
    rig.changeClient('acme-api', { protocolMappers: [self, pairwise('one.test')] });
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    expect(codeOf(await browser.go(authUrl({ prompt: 'none', id_token_hint: body.id_token })))).toMatch(/^m\./);
    await browser.go(`${LOGOUT}?${new URLSearchParams({ id_token_hint: body.id_token })}`);
    expect((await refresh(rig, body.refresh_token)).body.error).toBe('invalid_grant');
    attributes({});
  });

  it('signs with the algorithm that the client is registered for', async () => {
    for (const alg of ['ES256', 'EdDSA', 'PS256', 'RS256']) {
      attributes({ 'id.token.signed.response.alg': alg, 'access.token.signed.response.alg': alg });
      const body = await tokens();
      expect([headerOf(body.id_token).alg, headerOf(body.access_token).alg]).toEqual([alg, alg]);
      expect((await userinfo(body.access_token)).status).toBe(200);
      expect(await rig.signed.verify(rig.realm(), 'id-token', body.id_token)).toMatchObject({ aud: 'acme-api' });
    }
    attributes({});
  });

  it('B084: says at+jwt in the header of an access token where the client asks for it', async () => {
    attributes({ 'access.token.header.type.rfc9068': 'true' });
    expect(headerOf((await tokens()).access_token).typ).toBe('at+jwt');
    attributes({});
  });

  it('B089: signs user info, and introspection for whoever asks for it so', async () => {
    attributes({ 'user.info.response.signature.alg': 'ES256' });
    const body = await tokens();
    const response = await userinfo(body.access_token);
    expect(response.headers.get('content-type')).toBe('application/jwt');
    const token = await response.text();
    expect(headerOf(token).alg).toBe('ES256');
    expect(await rig.signed.verify(rig.realm(), 'userinfo', token)).toMatchObject({ aud: 'acme-api', preferred_username: 'alice' });
    const introspected = await fetch(new URL(INTROSPECT, rig.base), {
      method: 'POST',
      body: new URLSearchParams({ token: body.access_token, ...API }),
      headers: { accept: 'application/token-introspection+jwt' },
    });
    const claims = await rig.signed.verify(rig.realm(), 'introspection', await introspected.text());
    expect(claims).toMatchObject({ aud: 'acme-api', token_introspection: { active: true, username: 'alice' } });
    attributes({});
  });

  it('B089: encrypts ID token and user info for the client that has a key for it, and sends nothing in the clear when it has none', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwks = JSON.stringify({ keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'e' }] });
    const sealed = {
      'id.token.encrypted.response.alg': 'RSA-OAEP-256',
      'id.token.encrypted.response.enc': 'A256GCM',
      'user.info.response.signature.alg': 'RS256',
      'user.info.encrypted.response.alg': 'RSA-OAEP-256',
      'user.info.encrypted.response.enc': 'A256GCM',
    };
    attributes({ ...sealed, 'use.jwks.string': 'true', 'jwks.string': jwks });
    const body = await tokens();
    const open = async (jwe: string) => {
      const { plaintext } = await compactDecrypt(jwe, createPrivateKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' })));
      return Buffer.from(plaintext).toString();
    };
    expect(body.id_token.split('.')).toHaveLength(5);
    expect(claimsOf(await open(body.id_token))).toMatchObject({ aud: 'acme-api', preferred_username: 'alice' });
    expect(claimsOf(await open(await (await userinfo(body.access_token)).text()))).toMatchObject({ preferred_username: 'alice' });
    attributes(sealed);
    const browser = createBrowser(rig.base);
    await browser.go(authUrl());
    expect(
      (
        await post(rig, { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API }).catch(() => ({
          status: 500,
        }))
      ).status,
    ).not.toBe(200);
    attributes({});
  });
});
