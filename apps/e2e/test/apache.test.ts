import { type Apache, startApache } from '@anteroom/testkit/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { Walker } from '../src/applications/host.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

const CLIENT = { clientId: 'apache', secret: 'apache-secret' };

let server: RunningServer;
let apache: Apache;
let site: string;

beforeAll(async () => {
  server = await startServer();
  const admin = new AdminClient(server);
  await createDemoRealm(admin);
  apache = await startApache((port) =>
    [
      `OIDCProviderMetadataURL ${server.base}/realms/${DEMO}/.well-known/openid-configuration`,
      `OIDCClientID ${CLIENT.clientId}`,
      `OIDCClientSecret ${CLIENT.secret}`,
      `OIDCRedirectURI http://localhost:${port}/oidc`,
      'OIDCCryptoPassphrase a-passphrase-of-the-site',
      'OIDCScope "openid email"',
      'OIDCPKCEMethod S256',
      '<Location />',
      '  AuthType openid-connect',
      // The walker is no browser to its eyes: Node says that it fetches.
      '  OIDCUnAuthAction auth true',
      '  Require valid-user',
      '</Location>',
      '<Location /boss>',
      '  Require claim preferred_username:boss',
      '</Location>',
    ].join('\n'),
  );
  site = `http://localhost:${apache.port}`;
  const redirectUris = [`${site}/*`];
  await admin.must('POST', `/${DEMO}/clients`, { ...CLIENT, redirectUris, attributes: { 'post.logout.redirect.uris': '+' } });
}, 300_000);
afterAll(async () => {
  await apache?.stop();
  await server?.stop();
  removeDataDir(server.dataDir);
});

describe('Apache with mod_auth_openidc, unmodified', () => {
  it('shows a protected page to who has signed in, and asks again after a logout', async () => {
    const person = new Walker({ username: 'ann', password: DEMO_PASSWORD });
    const shown = await person.open(`${site}/`);
    expect([shown.status, shown.text]).toEqual([200, 'the protected page']);
    const refused = await fetch(`${site}/boss`, { headers: { accept: 'text/html', cookie: person.jar.header() }, redirect: 'manual' });
    expect(refused.status).toBe(401);
    const out = await fetch(`${site}/oidc?${new URLSearchParams({ logout: `${site}/` })}`, {
      headers: { cookie: person.jar.header() },
      redirect: 'manual',
    });
    const end = new URL(out.headers.get('location') ?? 'http://none.invalid');
    expect(end.pathname).toBe(`/realms/${DEMO}/protocol/openid-connect/logout`);
    const ended = await fetch(end, { headers: { cookie: person.jar.header() }, redirect: 'manual' });
    expect(ended.headers.get('location')).toBe(`${site}/`);
    const silent = `${server.base}/realms/${DEMO}/protocol/openid-connect/auth?${new URLSearchParams({
      ...{ client_id: CLIENT.clientId, response_type: 'code', redirect_uri: `${site}/oidc`, prompt: 'none' },
    })}`;
    const asked = await fetch(silent, { headers: { cookie: person.jar.header() }, redirect: 'manual' });
    expect(new URL(asked.headers.get('location')!).searchParams.get('error')).toBe('login_required');
  }, 60_000);
});
