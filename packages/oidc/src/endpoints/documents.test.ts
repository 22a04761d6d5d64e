import { readFileSync } from 'node:fs';
import { AnteroomError } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';
import { NOT_ADVERTISED } from './discovery-document.ts';
import { createOwnEndpoints } from './own-endpoints.ts';

interface Recorded {
  readonly name: string;
  readonly response: { readonly headers: Record<string, string>; readonly body: Record<string, unknown> };
}
const recordings: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../../../testkit/src/fixtures/keycloak/golden/discovery-jwks.json', import.meta.url), 'utf8'),
);
const recorded = (name: string) => recordings.find((one) => one.name === name)!.response;
const DISCOVERY = '/.well-known/openid-configuration';
const text = (answer: { body: unknown }) => JSON.parse(answer.body as string) as Record<string, unknown>;

describe('discovery', () => {
  test('has every recorded entry or a reason why not, and no other', async () => {
    const { call } = endpointSetup();
    const document = text(await call('GET', DISCOVERY));
    const names = [...Object.keys(document), ...Object.keys(NOT_ADVERTISED)].sort();
    expect(names).toEqual(Object.keys(recorded('discovery document').body).sort());
  });

  test('has the recorded addresses', async () => {
    const { call } = endpointSetup();
    const document = text(await call('GET', DISCOVERY));
    for (const [name, value] of Object.entries(recorded('discovery document').body)) {
      if (typeof value !== 'string' || !(name in document)) continue;
      expect([name, document[name]]).toEqual([name, value.replace('{{base}}', 'http://localhost:8080').replace('/golden', '/acme')]);
    }
  });

  test('B003: has every entry that a relying party must find, in the form that the standard gives it', async () => {
    const { call } = endpointSetup();
    const document = text(await call('GET', DISCOVERY));
    for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'registration_endpoint'])
      expect([name, URL.canParse(String(document[name]))]).toEqual([name, true]);
    const listed = { response_types_supported: 'code', subject_types_supported: 'public', id_token_signing_alg_values_supported: 'RS256' };
    for (const [name, must] of Object.entries({ ...listed, scopes_supported: 'openid', code_challenge_methods_supported: 'S256' }))
      expect([name, document[name]]).toEqual([name, expect.arrayContaining([must])]);
  });

  test('promises of lists nothing that Keycloak would not', async () => {
    const { call } = endpointSetup();
    const document = text(await call('GET', DISCOVERY));
    for (const [name, value] of Object.entries(recorded('discovery document').body)) {
      if (!Array.isArray(value) || !(name in document) || name === 'scopes_supported') continue;
      expect(value).toEqual(expect.arrayContaining(document[name] as unknown[]));
    }
    expect(document.id_token_signing_alg_values_supported).toEqual(['RS256']);
  });

  test('names every scope of the realm that is OpenID Connect', async () => {
    const { call } = endpointSetup();
    const { scopes_supported } = text(await call('GET', DISCOVERY));
    expect(scopes_supported).toEqual(expect.arrayContaining(['openid', 'employee', 'offline_access', 'service_account']));
    expect(scopes_supported).not.toContain('role_list');
  });

  test('is served with the recorded headers, with a slash at its end, under its OAuth name, and to every page', async () => {
    const { call } = endpointSetup();
    const plain = await call('GET', DISCOVERY);
    expect(plain.headers).toEqual(recorded('discovery document').headers);
    expect(await call('GET', `${DISCOVERY}/`)).toEqual(plain);
    expect((await call('GET', '/.well-known/oauth-authorization-server')).body).toBe(plain.body);
    expect((await call('GET', DISCOVERY, { headers: { origin: 'http://x.test' } })).headers).toMatchObject(
      recorded('discovery with Origin').headers,
    );
  });

  test('of a realm with its own levels of authentication names them', async () => {
    const { call } = endpointSetup({ realm: { attributes: { 'acr.loa.map': '{"silver":1,"gold":2}' } } });
    expect(text(await call('GET', DISCOVERY)).acr_values_supported).toEqual(['silver', 'gold']);
    const broken = endpointSetup({ realm: { attributes: { 'acr.loa.map': '{' } } });
    expect(text(await broken.call('GET', DISCOVERY)).acr_values_supported).toEqual(['0', '1']);
  });
});

describe('other documents', () => {
  test('the key set is served as recorded', async () => {
    const { call } = endpointSetup();
    const answer = await call('GET', '/protocol/openid-connect/certs', { headers: { origin: 'http://x.test' } });
    expect(answer.headers).toMatchObject(recorded('JWKS with Origin').headers);
    expect((text(answer).keys as object[]).length).toBe((recorded('JWKS').body.keys as object[]).length);
  });

  test('the realm document has the recorded members', async () => {
    const { call } = endpointSetup();
    const answer = await call('GET', '');
    expect(answer.headers).toEqual(recorded('realm info').headers);
    expect(Object.keys(text(answer))).toEqual(Object.keys(recorded('realm info').body));
    expect(text(answer)).toMatchObject({
      realm: 'acme',
      'token-service': 'http://localhost:8080/realms/acme/protocol/openid-connect',
      'tokens-not-before': 0,
    });
  });
});

describe('requests that are none', () => {
  test('other methods are refused with the ones that work', async () => {
    const { call } = endpointSetup();
    expect(await call('POST', DISCOVERY)).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { error: 'HTTP 405 Method Not Allowed' },
    });
    expect(await call('DELETE', '/protocol/openid-connect/userinfo')).toMatchObject({ status: 405 });
  });

  test('a path of others is left to them', async () => {
    const { acme } = endpointSetup();
    const own = createOwnEndpoints({
      clients: { for: () => async () => ({ kind: 'refused' }) },
      urls: { base: 'http://x', issuer: () => '' },
    } as never);
    expect(await own.handle(acme.snapshot, '/protocol/openid-connect/token', {} as never)).toBeNull();
    expect(await own.handle(acme.snapshot, '/.well-known/foo', {} as never)).toBeNull();
  });

  test('a body that is too long is answered, not thrown', async () => {
    const { acme } = endpointSetup();
    const own = createOwnEndpoints({
      clients: { for: () => async () => ({ kind: 'refused' }) },
      urls: { base: 'http://x', issuer: () => '' },
    } as never);
    const readForm = async () => {
      throw new AnteroomError('invalid_input', 'too long', { publicText: 'Request body too large' });
    };
    const request = { method: 'POST', headers: {}, readForm } as never;
    for (const path of [
      '/protocol/openid-connect/revoke',
      '/protocol/openid-connect/token/introspect',
      '/protocol/openid-connect/userinfo',
    ])
      expect(await own.handle(acme.snapshot, path, request)).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
  });

  test('a disabled realm answers nothing about its users', async () => {
    const { call } = endpointSetup({ realm: { enabled: false } });
    for (const path of [
      '/protocol/openid-connect/revoke',
      '/protocol/openid-connect/token/introspect',
      '/protocol/openid-connect/userinfo',
    ])
      expect(await call('POST', path, { form: {} })).toMatchObject({
        status: 403,
        body: { error: 'access_denied', error_description: 'Realm not enabled' },
      });
  });
});
