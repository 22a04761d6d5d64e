import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, post } from '../test-rig/walks.ts';

const PROTOCOL = '/realms/acme/protocol/openid-connect';

describe('what a JavaScript adapter loads beside the protocol', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig();
  });
  afterAll(() => rig.close());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(new URL(path, rig.base), { headers });

  it('B134: lets other pages frame the status page and the cookie check, and nothing else of theirs run in it', async () => {
    for (const path of ['login-status-iframe.html', '3p-cookies/step1.html', '3p-cookies/step2.html']) {
      const response = await get(`${PROTOCOL}/${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-frame-options')).toBeNull();
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/]{43}='/);
      expect(policy).not.toContain('frame-ancestors');
    }
  });

  it('B136: says that an origin of the client may ask, and no other', async () => {
    const init = async (clientId: string, origin: string) =>
      (await get(`${PROTOCOL}/login-status-iframe.html/init?${new URLSearchParams({ client_id: clientId, origin })}`)).status;
    expect(await init('acme-spa', 'http://localhost:9999')).toBe(204);
    expect(await init('acme-spa', 'https://evil.test')).toBe(403);
    expect(await init('nobody', 'http://localhost:9999')).toBe(403);
  });

  it('gives the profile as JSON to a page of the client', async () => {
    const { body } = await post(rig, { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API });
    const headers = { accept: 'application/json', authorization: `Bearer ${body.access_token}`, origin: 'http://localhost:9999' };
    const response = await get('/realms/acme/account', headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:9999');
    expect(await response.json()).toMatchObject({ username: 'alice', emailVerified: true });
    const preflight = await fetch(new URL('/realms/acme/account', rig.base), {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:9999', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('asks for a token before it gives a profile', async () => {
    expect((await get('/realms/acme/account', { accept: 'application/json' })).status).toBe(401);
    expect((await get('/realms/acme/account', { accept: 'application/json', authorization: 'Bearer x.y.z' })).status).toBe(401);
  });
});
