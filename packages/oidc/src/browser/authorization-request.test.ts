import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { AUTH, authUrl, CALLBACK, codeOf, logIn, redeem, signIn } from '../test-rig/walks.ts';

describe('authorization request', () => {
  let rig: OidcRig;
  beforeAll(async () => {
    rig = await startOidcRig({
      client: (client) => {
        switch (client.clientId) {
          case 'broker':
            return { ...client, enabled: false };
          case 'realm-management':
            return { ...client, bearerOnly: true };
          case 'acme-reports':
            return { ...client, implicitFlowEnabled: true };
          default:
            return client;
        }
      },
    });
  });
  afterAll(() => rig.close());

  const page = async (parameters: Readonly<Record<string, string>>) => {
    const shown = await createBrowser(rig.base).go(authUrl(parameters));
    return [shown.status, shown.page?.view.kind === 'error' ? shown.page.view.message : shown.page?.view.kind];
  };
  const redirect = async (parameters: Readonly<Record<string, string>>) => {
    const { status, location } = await createBrowser(rig.base).go(authUrl(parameters));
    const answer = new URLSearchParams(location?.hash ? location.hash.slice(1) : location?.search);
    expect([status, answer.get('state'), answer.get('iss')]).toEqual([302, 's1', `${rig.base}/realms/acme`]);
    return [location?.hash ? 'fragment' : 'query', answer.get('error'), answer.get('error_description')];
  };

  it('shows a page where nobody can be sent back', async () => {
    expect(await page({ client_id: '' })).toEqual([400, { key: 'invalidRequestMessage', args: [] }]);
    expect(await page({ client_id: 'zz' })).toEqual([400, { key: 'clientNotFoundMessage', args: [] }]);
    expect(await page({ client_id: 'broker' })).toEqual([400, { key: 'clientDisabledMessage', args: [] }]);
    expect(await page({ client_id: 'realm-management' })).toEqual([403, { key: 'bearerOnlyMessage', args: [] }]);
    expect(await page({ redirect_uri: 'http://evil.test/' })).toEqual([400, { key: 'invalidParameterMessage', args: ['redirect_uri'] }]);
    expect(await page({ redirect_uri: '' })).toEqual([400, { key: 'invalidParameterMessage', args: ['redirect_uri'] }]);
    expect(await page({ request: 'garbage' })).toEqual([400, { key: 'invalidRequestMessage' }]);
    expect(await page({ max_age: 'x' })).toEqual([400, { key: 'invalidRequestMessage', args: [] }]);
    expect(await page({ state: 'x'.repeat(4001) })).toEqual([400, { key: 'invalidRequestMessage', args: [] }]);
  });

  it('sends everything else back to the client in the recorded words', async () => {
    expect(await redirect({ response_type: '' })).toEqual(['query', 'invalid_request', 'Missing parameter: response_type']);
    expect(await redirect({ response_type: 'foo' })).toEqual(['query', 'unsupported_response_type', null]);
    expect(await redirect({ response_type: 'token', nonce: 'n' })).toEqual([
      'fragment',
      'unauthorized_client',
      'Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.',
    ]);
    expect(await redirect({ response_mode: 'foo' })).toEqual(['query', 'invalid_request', 'Invalid parameter: response_mode']);
    expect(await redirect({ scope: 'openid nonsense' })).toEqual(['query', 'invalid_scope', 'Invalid scopes: openid nonsense']);
    const implicit = { client_id: 'acme-reports', response_type: 'id_token' };
    expect(await redirect({ ...implicit, response_mode: 'query' })).toEqual([
      'query',
      'invalid_request',
      "Response_mode 'query' not allowed for implicit or hybrid flow",
    ]);
    expect(await redirect(implicit)).toEqual(['fragment', 'invalid_request', 'Missing parameter: nonce']);
    expect(await redirect({ ...implicit, response_type: 'none code' })).toEqual(['query', 'unsupported_response_type', null]);
    const twice = await createBrowser(rig.base).go(`${authUrl()}&state=2`);
    expect(twice.location?.searchParams.get('error_description')).toBe('duplicated parameter');
  });

  it('holds clients to their PKCE method', async () => {
    const spa = (more: Readonly<Record<string, string>>) => redirect({ client_id: 'acme-spa', ...more });
    const challenge = 'x'.repeat(43);
    expect(await spa({})).toEqual(['query', 'invalid_request', 'Missing parameter: code_challenge_method']);
    expect(await spa({ code_challenge: challenge, code_challenge_method: 'plain' })).toEqual([
      'query',
      'invalid_request',
      'Invalid parameter: code challenge method is not matching the configured one',
    ]);
    expect(await redirect({ code_challenge: challenge, code_challenge_method: 'S999' })).toEqual([
      'query',
      'invalid_request',
      'Invalid parameter: code_challenge_method',
    ]);
    expect(await redirect({ code_challenge: 'x', code_challenge_method: 'S256' })).toEqual([
      'query',
      'invalid_request',
      'Invalid parameter: code_challenge',
    ]);
  });

  it('ignores unknown prompt values, and treats none with others as none', async () => {
    expect(await page({ prompt: 'foo' })).toEqual([200, 'login']);
    expect(await redirect({ prompt: 'none login' })).toEqual(['query', 'login_required', null]);
  });

  it('drops the fragment of a redirect URI, and keeps its query', async () => {
    const { done, code } = await logIn(rig, { redirect_uri: `${CALLBACK}?tenant=1#x` });
    expect(done.location?.hash).toBe('');
    expect(done.location?.searchParams.get('tenant')).toBe('1');
    expect((await redeem(rig, code, { redirect_uri: `${CALLBACK}?tenant=1` })).status).toBe(200);
  });

  it('does not redirect for methods other than GET and POST', async () => {
    const response = await fetch(new URL(AUTH, rig.base), { method: 'PUT' });
    expect(response.status).toBe(405);
  });

  it('checks the request again when the form comes back', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    expect(codeOf(await signIn(browser, form))).toMatch(/^m\.c/);
    const again = await browser.go(authUrl({ prompt: 'login' }));
    rig.changeRealm({ enabled: false });
    const refused = await signIn(browser, again);
    rig.changeRealm({ enabled: true });
    expect(refused.page?.view).toMatchObject({ kind: 'error', message: { key: 'realmNotEnabledMessage' } });
  });
});
