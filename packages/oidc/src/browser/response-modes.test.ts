import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { authUrl, CALLBACK, claimsOf, redeem, signIn } from '../test-rig/walks.ts';

const half = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

describe('response types and modes', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig({
      client: (client) => (client.clientId === 'acme-api' ? { ...client, implicitFlowEnabled: true } : client),
    });
  });
  afterAll(() => rig.close());

  const answer = async (parameters: Readonly<Record<string, string>>) => {
    const browser = createBrowser(rig.base);
    const done = await signIn(browser, await browser.go(authUrl({ nonce: 'n', ...parameters })));
    return { browser, done, fragment: new URLSearchParams(done.location?.hash.slice(1)) };
  };

  it('B029: front-channel tokens are refused unless the client is switched on for them', async () => {
    const browser = createBrowser(rig.base);
    const { location } = await browser.go(authUrl({ client_id: 'acme-reports', response_type: 'id_token token', nonce: 'n' }));
    expect(new URLSearchParams(location?.hash.slice(1)).get('error')).toBe('unauthorized_client');
  });

  it('B093: an implicit answer carries an access token and an ID token that names its hash, and no code', async () => {
    const { fragment, done } = await answer({ response_type: 'id_token token' });
    expect([...fragment.keys()]).toEqual(['state', 'session_state', 'iss', 'access_token', 'token_type', 'expires_in', 'id_token']);
    const claims = claimsOf(fragment.get('id_token')!);
    expect(claims).toMatchObject({ nonce: 'n', aud: 'acme-api', at_hash: half(fragment.get('access_token')!) });
    expect(claims.c_hash).toBeUndefined();
    expect(done.location?.search).toBe('');
    expect(claimsOf(fragment.get('access_token')!).jti).toMatch(/^onrtna:/);
    const userinfo = await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${fragment.get('access_token')}` },
    });
    expect(userinfo.status).toBe(200);
  });

  it('B093: a hybrid answer carries a code whose hash is in the ID token, and the code is redeemed as any other', async () => {
    const { fragment } = await answer({ response_type: 'code id_token' });
    expect(claimsOf(fragment.get('id_token')!)).toMatchObject({ c_hash: half(fragment.get('code')!), s_hash: half('s1') });
    expect(fragment.has('access_token')).toBe(false);
    expect((await redeem(rig, fragment.get('code')!)).body).toMatchObject({ refresh_token: expect.any(String) });
  });

  it('answers response_type none with nothing but the state', async () => {
    const { done } = await answer({ response_type: 'none' });
    expect([...(done.location?.searchParams.keys() ?? [])]).toEqual(['state', 'session_state', 'iss']);
  });

  it('B043: posts the answer as a form of its fields', async () => {
    const { done } = await answer({ response_mode: 'form_post', state: '"><script>' });
    expect(done.status).toBe(200);
    expect(done.headers.get('cache-control')).toContain('no-store');
    expect(done.page?.view).toMatchObject({
      kind: 'form-post',
      action: CALLBACK,
      fields: { state: '"><script>', iss: rig.issuer, code: expect.stringMatching(/^m\./) },
    });
  });

  it('puts the answer of a code request into the fragment where that was asked for', async () => {
    const { fragment } = await answer({ response_mode: 'fragment' });
    expect(fragment.get('code')).toMatch(/^m\./);
  });

  it('B045: never puts a token into the query', async () => {
    const browser = createBrowser(rig.base);
    const { location } = await browser.go(authUrl({ response_type: 'code token', nonce: 'n', response_mode: 'query' }));
    expect(location?.searchParams.get('error')).toBe('invalid_request');
  });

  it('signs the answer as one token, also that of an error', async () => {
    const { done } = await answer({ response_mode: 'jwt' });
    expect([...(done.location?.searchParams.keys() ?? [])]).toEqual(['response']);
    const response = await rig.signed.verify(rig.realm(), 'authorization-response', done.location?.searchParams.get('response') ?? '');
    expect(response).toMatchObject({ aud: 'acme-api', iss: rig.issuer, state: 's1', code: expect.stringMatching(/^m\./) });
    expect(Number(response.exp) - Number(response.iat)).toBeLessThanOrEqual(600);

    const { location } = await createBrowser(rig.base).go(authUrl({ response_mode: 'fragment.jwt', prompt: 'none' }));
    const refused = await rig.signed.verify(
      rig.realm(),
      'authorization-response',
      new URLSearchParams(location?.hash.slice(1)).get('response') ?? '',
    );
    expect(refused).toMatchObject({ error: 'login_required', state: 's1', aud: 'acme-api' });
  });

  it('B030: gives no ID token without the scope openid', async () => {
    const { fragment } = await answer({ response_type: 'id_token token', scope: 'email' });
    expect(fragment.has('id_token')).toBe(false);
    expect(fragment.has('access_token')).toBe(true);
  });
});
