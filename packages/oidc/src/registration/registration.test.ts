import { AnteroomError } from '@anteroom/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { authUrl, CALLBACK, post, signIn } from '../test-rig/walks.ts';

const PATH = '/realms/acme/clients-registrations/openid-connect';

describe('dynamic client registration', () => {
  let rig: FullRig;
  const asked: string[] = [];
  const outgoing: OutgoingRequests = {
    send: async (url) => {
      asked.push(url);
      if (url.includes('inside')) throw new AnteroomError('invalid_input', 'this address is not called: it is private');
      return { status: 200, contentType: 'application/json', body: JSON.stringify([CALLBACK]) };
    },
  };
  beforeAll(async () => {
    rig = await startFullRig({ oidc: { outgoing } });
  });
  afterAll(() => rig.close());

  const call = async (method: string, path: string, token: string | null, body?: object | string) => {
    const response = await fetch(new URL(path, rig.base), {
      method,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  const allowance = (count = 1, expiration = 600) => rig.oidc.initialAccess.create(rig.realm(), { count, expiration });
  const METADATA = { client_name: 'made', redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'] };
  const register = async (metadata: object = METADATA) => call('POST', PATH, (await allowance()).token, metadata);

  it('makes a client that can be used at once', async () => {
    const { status, headers, body } = await register();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(body.registration_client_uri);
    const browser = createBrowser(rig.base);
    const done = await signIn(browser, await browser.go(authUrl({ client_id: body.client_id })));
    const { status: redeemed } = await post(rig, {
      grant_type: 'authorization_code',
      code: done.location?.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      client_id: body.client_id,
      client_secret: body.client_secret,
    });
    expect(redeemed).toBe(200);
    expect(rig.clients.get(body.client_id)).toMatchObject({ fullScopeAllowed: false, directAccessGrantsEnabled: false });
  });

  it('B186: is closed to whoever brings no token, and open no more often than a token says', async () => {
    expect((await call('POST', PATH, null, METADATA)).status).toBe(403);
    expect((await call('POST', PATH, 'garbage', METADATA)).body).toEqual({
      error: 'invalid_token',
      error_description: 'Failed decode token',
    });
    const { token } = await allowance(2);
    const all = await Promise.all(Array.from({ length: 12 }, () => call('POST', PATH, token, METADATA)));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(all.filter(({ body }) => body.error === 'invalid_token')).toHaveLength(10);
    const late = await allowance(1, 10);
    rig.clock.advance(11);
    expect((await call('POST', PATH, late.token, METADATA)).status).toBe(401);
  });

  it('B024, B026: takes no address that a browser would run, no fragment and no wildcard', async () => {
    const refusal = async (redirect: string) => (await register({ redirect_uris: [redirect] })).body.error;
    for (const uri of [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      'https://rp.test/#f',
      'https://rp.test/*',
      '/cb',
    ])
      expect([uri, await refusal(uri)]).toEqual([uri, 'invalid_redirect_uri']);
    expect((await register({ ...METADATA, logo_uri: 'JavaScript:alert(1)' })).body.error).toBe('invalid_client_metadata');
  });

  it('D103: reads a sector list through the guard, and believes only one that names every address', async () => {
    const sector = (uri: string, redirects = [CALLBACK]) =>
      register({ ...METADATA, redirect_uris: redirects, subject_type: 'pairwise', sector_identifier_uri: uri });
    expect((await sector('https://inside.test/')).body.error).toBe('invalid_client_metadata');
    expect((await sector('https://rp.test/', ['https://other.test/'])).body.error).toBe('invalid_client_metadata');
    expect((await sector('https://rp.test/')).body).toMatchObject({ subject_type: 'pairwise' });
    expect(asked).toContain('https://rp.test/');
  });

  it('B187: gives a new token with each use of the last, and lets one of many have it', async () => {
    const { body } = await register();
    const path = `${PATH}/${body.client_id}`;
    const all = await Promise.all(Array.from({ length: 10 }, () => call('GET', path, body.registration_access_token)));
    const won = all.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const next = won[0]!.body.registration_access_token;
    const changed = await call('PUT', path, next, { client_id: body.client_id, client_name: 'renamed', redirect_uris: [CALLBACK] });
    expect(changed.body).toMatchObject({ client_name: 'renamed', client_secret: body.client_secret });
    expect((await call('GET', path, next)).status).toBe(401);
    expect((await call('DELETE', path, changed.body.registration_access_token)).status).toBe(204);
    expect(rig.clients.has(body.client_id)).toBe(false);
  });

  it('B187, D047: brings no client back that was switched off, and manages no other client', async () => {
    const { body } = await register();
    const other = (await register()).body;
    const path = `${PATH}/${body.client_id}`;
    expect((await call('GET', `${PATH}/${other.client_id}`, body.registration_access_token)).status).toBe(401);
    rig.changeClient(body.client_id, { enabled: false });
    const refused = await call('PUT', path, body.registration_access_token, { client_id: body.client_id, redirect_uris: [CALLBACK] });
    expect(refused.status).toBe(401);
    expect(rig.clients.get(body.client_id)?.enabled).toBe(false);
  });

  it('keeps what a client says about algorithms, keys and logout, and tells it back', async () => {
    const said = {
      ...METADATA,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://rp.test/jwks',
      id_token_signed_response_alg: 'ES256',
      backchannel_logout_uri: 'https://rp.test/logout',
      dpop_bound_access_tokens: true,
      require_pushed_authorization_requests: true,
    };
    const { body } = await register(said);
    expect(body).toMatchObject(said);
    expect(rig.clients.get(body.client_id)).toMatchObject({
      clientAuthenticatorType: 'client-jwt',
      attributes: { 'use.jwks.url': 'true' },
    });
    expect((await register({ ...METADATA, token_endpoint_auth_method: 'none' })).body.client_secret).toBeUndefined();
  });

  it('answers what is no metadata, without losing a registration over it', async () => {
    const { token } = await allowance();
    expect((await call('POST', PATH, token, '{')).body).toEqual({ error: 'invalid_request', error_description: 'Cannot parse the JSON' });
    expect((await call('POST', PATH, token, { redirect_uris: 7 })).status).toBe(400);
    expect((await call('POST', PATH, token, { redirect_uris: ['https://rp.test/#f'] })).status).toBe(400);
    expect((await call('POST', PATH, token, METADATA)).status).toBe(201);
    expect((await call('DELETE', PATH, token)).status).toBe(405);
  });
});
