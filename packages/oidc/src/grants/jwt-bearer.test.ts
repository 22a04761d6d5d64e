import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Client } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, claimsOf, post } from '../test-rig/walks.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ISSUER = 'https://other.test/realms/home';
const ON = { 'oauth2.jwt.authorization.grant.enabled': 'true', 'oauth2.jwt.authorization.grant.idp': 'home' };

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('the JWT authorization grant', () => {
  let rig: FullRig;
  const own = newKey();
  const config = {
    issuer: ISSUER,
    jwtAuthorizationGrantEnabled: 'true',
    publicKeySignatureVerifier: own.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  const provide = (change: object = {}, enabled = true) =>
    rig.commit([
      {
        kind: 'put-identity-provider',
        provider: { alias: 'home', internalId: 'i', providerId: 'oidc', enabled, config: { ...config, ...change } },
      },
    ]);

  beforeEach(async () => {
    rig = await startFullRig({
      client: (client): Client => (client.clientId === 'acme-api' ? { ...client, attributes: { ...client.attributes, ...ON } } : client),
    });
    provide();
    rig.changeUser('alice', { extra: { federatedIdentities: [{ identityProvider: 'home', userId: 'alice-at-home', userName: 'a' }] } });
  });
  afterEach(() => rig.close());

  const now = () => Math.floor(rig.clock.now().getTime() / 1000);
  const assertion = (claims: object = {}, { key = own.privateKey, alg = 'ES256' } = {}) =>
    new SignJWT({
      iss: ISSUER,
      sub: 'alice-at-home',
      preferred_username: 'alice',
      aud: rig.issuer,
      iat: now(),
      exp: now() + 60,
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg })
      .sign(key);
  const ask = async (given: string, more: Readonly<Record<string, string>> = {}) =>
    post(rig, { grant_type: GRANT, assertion: given, scope: 'openid', ...API, ...more });
  const wordsOf = async (claims: object, options: Parameters<typeof assertion>[1] = {}) =>
    (await ask(await assertion(claims, options))).body.error_description;

  it('gives an access token for the account that is linked, and stores no session', async () => {
    const { status, body } = await ask(await assertion());
    expect(status).toBe(200);
    expect(claimsOf(body.access_token)).toMatchObject({ azp: 'acme-api', sub: rig.users.get('alice')?.id });
    expect(body.refresh_token).toBeUndefined();
    expect(claimsOf(body.access_token).sid).toBeUndefined();
    expect(await rig.sessions.listByUser(rig.realm(), rig.users.get('alice')!.id)).toEqual([]);
  });

  it('lets one of many uses of an assertion win', async () => {
    const one = await assertion();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(one)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error_description === 'Token reuse detected')).toHaveLength(9);
  });

  it('believes the key, the audience, the times and the issuer of the provider, each of them', async () => {
    expect(await wordsOf({}, { key: newKey().privateKey })).toBe('Invalid signature');
    expect(await wordsOf({ aud: 'https://elsewhere.test' })).toBe('Invalid token audience');
    expect(await wordsOf({ aud: [rig.issuer, 'https://elsewhere.test'] })).toBe('Invalid token audience');
    expect(await wordsOf({ exp: now() - 60 })).toBe('Token is not active');
    expect(await wordsOf({ exp: now() + 3_600 })).toBe('Token expiration is too far in the future');
    expect(await wordsOf({ nbf: now() + 600 })).toBe('Token is not active');
    expect(await wordsOf({ jti: undefined })).toBe('Missing claim: jti');
    expect(await wordsOf({ iss: 'https://elsewhere.test' })).toBe('No Identity Provider for provided issuer');
    expect(await wordsOf({ sub: undefined })).toBe('Missing claim: sub');
  });

  it('takes no name or address for a link: only (provider, subject) is somebody', async () => {
    const email = rig.users.get('bob')?.email;
    expect(await wordsOf({ sub: 'bob-at-home', preferred_username: 'bob', email, email_verified: true })).toBe('User not found');
    expect(await wordsOf({ sub: 'bob' })).toBe('User not found');
    rig.changeUser('bob', { extra: { federatedIdentities: [{ identityProvider: 'elsewhere', userId: 'bob-at-home', userName: 'b' }] } });
    expect(await wordsOf({ sub: 'bob-at-home', preferred_username: 'bob' })).toBe('User not found');
  });

  it('is off: for the client, for the provider, for a provider that the client does not name, for a public client', async () => {
    const words = async () => (await ask(await assertion())).body.error_description;
    provide({ jwtAuthorizationGrantEnabled: 'false' });
    expect(await words()).toBe('Identity Provider is not configured for JWT Authorization Grant');
    provide({}, false);
    expect(await words()).toBe('Identity Provider is not enabled');
    provide();
    rig.changeClient('acme-api', { attributes: { ...ON, 'oauth2.jwt.authorization.grant.idp': 'other' } });
    expect(await words()).toBe('Identity Provider is not allowed for the client');
    rig.changeClient('acme-api', { attributes: {} });
    expect(await words()).toBe('JWT Authorization Grant is not supported for the requested client');
    rig.changeClient('acme-api', { attributes: ON, publicClient: true });
    expect(await words()).toBe('Public client not allowed to use authorization grant');
  });

  it('lets nobody in who is disabled here', async () => {
    rig.changeUser('alice', { enabled: false });
    expect((await ask(await assertion())).body).toMatchObject({ error: 'invalid_grant', error_description: 'User is not enabled' });
  });
});
