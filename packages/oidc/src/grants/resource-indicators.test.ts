import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { authUrl, claimsOf, logIn, redeem, refresh } from '../test-rig/walks.ts';

const [ONE, TWO] = ['https://one.test/api', 'https://two.test/api'];
const audience = (uri: string) => ({
  id: uri,
  name: uri,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.custom.audience': uri, 'access.token.claim': 'true' },
});

describe('resource indicators', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) =>
        client.clientId === 'acme-api' ? { ...client, protocolMappers: [...client.protocolMappers, audience(ONE), audience(TWO)] } : client,
    });
  });
  afterAll(() => rig.close());

  const audienceOf = (body: { readonly access_token: string }) => claimsOf(body.access_token).aud;

  it('B086: narrow the access token to the resource that was named, at login and at each refresh', async () => {
    const { body } = await redeem(rig, (await logIn(rig, { resource: ONE })).code);
    expect(audienceOf(body)).toBe(ONE);
    expect(audienceOf((await refresh(rig, body.refresh_token, { resource: TWO })).body)).toBe(TWO);
    const plain = await redeem(rig, (await logIn(rig)).code);
    expect(audienceOf(plain.body)).toEqual(expect.arrayContaining([ONE, TWO]));
  });

  it('never add an audience', async () => {
    const { body } = await redeem(rig, (await logIn(rig, { resource: 'https://evil.test/' })).code);
    expect(body.error).toBe('invalid_target');
    const narrowed = await redeem(rig, (await logIn(rig, { resource: ONE })).code, { resource: TWO });
    expect(narrowed.body.error).toBe('invalid_target');
  });

  it('are absolute addresses without a fragment', async () => {
    const { location } = await createBrowser(rig.base).go(authUrl({ resource: 'https://one.test/#x' }));
    expect(location?.searchParams.get('error')).toBe('invalid_target');
  });
});
