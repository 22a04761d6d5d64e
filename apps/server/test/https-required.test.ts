import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const OUTSIDE = '203.0.113.9';
/** Answered by http too, as by Keycloak: nothing of anybody is told there, and whoever is signed in may sign out. */
const OPEN = ['', '/account', '/protocol/openid-connect/logout'];
const HARMLESS = /3p-cookies|login-status-iframe/;

describe('a realm that requires https', () => {
  let server: InProcessServer;
  beforeAll(async () => {
    server = await startInProcess({ env: { ANTEROOM_PROXY_HEADERS: 'xforwarded' } });
    for (const sslRequired of ['all', 'external', 'none']) {
      await server.admin('POST', '', {
        realm: sslRequired,
        enabled: true,
        sslRequired,
        clients: [{ clientId: 'api', secret: 's', serviceAccountsEnabled: true, redirectUris: ['http://localhost:9/cb'] }],
      });
    }
  }, 60_000);
  afterAll(() => server.stop());

  const ask = async (realm: string, path: string, from = '127.0.0.1', init: RequestInit = {}) => {
    const headers = { 'x-forwarded-for': from, origin: 'http://app.test' };
    const answer = await fetch(`${server.base}/realms/${realm}${path}`, { redirect: 'manual', headers, ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const token = (realm: string, from?: string) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'api', client_secret: 's' });
    return ask(realm, '/protocol/openid-connect/token', from, {
      method: 'POST',
      body,
      headers: { 'x-forwarded-for': from ?? '127.0.0.1' },
    });
  };

  it('refuses http at every place that it has, in the words of Keycloak', async () => {
    const paths = [...server.realmPaths, '/login-actions/action-token'].filter((path) => !OPEN.includes(path) && !HARMLESS.test(path));
    expect(paths.length).toBeGreaterThan(25);
    for (const path of paths) {
      const method = /\/(token|introspect|revoke|request|auth\/device|ciba\/auth)$/.test(path) ? 'POST' : 'GET';
      const { status, text, headers } = await ask('all', path.replace(/:\w+/g, 'x'), '127.0.0.1', { method });
      const isPage = headers.get('content-type')?.startsWith('text/html');
      expect([path, status, text.includes('HTTPS required')]).toEqual([path, isPage ? 400 : 403, true]);
      if (!isPage) expect(JSON.parse(text)).toEqual({ error: 'invalid_request', error_description: 'HTTPS required' });
    }
    const documents = await ask('all', '/.well-known/openid-configuration');
    expect(documents.headers.get('access-control-allow-origin')).toBe('http://app.test');
  });

  it('shows what tells nothing all the same', async () => {
    for (const path of server.realmPaths.filter((one) => OPEN.includes(one) || HARMLESS.test(one)))
      expect([path, (await ask('all', path)).text.includes('HTTPS required')]).toEqual([path, false]);
  });

  it('lets private addresses in where only others need it: the caller is who the trusted proxy says', async () => {
    expect((await token('external')).status).toBe(200);
    expect((await token('external', '192.168.1.7')).status).toBe(200);
    expect((await token('external', OUTSIDE)).status).toBe(403);
    // What a caller writes in front of what the proxy adds is not believed.
    expect((await token('external', `127.0.0.1, ${OUTSIDE}`)).status).toBe(403);
    expect((await ask('external', '/protocol/openid-connect/auth?client_id=api', OUTSIDE)).text).toContain('HTTPS required');
    expect((await token('none', OUTSIDE)).status).toBe(200);
  });
});
