import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const PASSWORD = 'ann-pw';

describe('an administrator who signs a user out', () => {
  let server: InProcessServer;
  let userId: string;

  beforeAll(async () => {
    server = await startInProcess();
    await server.admin('POST', '', {
      realm: 'out',
      enabled: true,
      passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
      clients: [{ clientId: 'web', publicClient: true, redirectUris: [CALLBACK], directAccessGrantsEnabled: true }],
      users: [
        {
          ...{ username: 'ann', enabled: true, email: 'ann@out.test', firstName: 'Ann', lastName: 'Out' },
          requiredActions: ['UPDATE_PASSWORD'],
          credentials: [{ type: 'password', value: PASSWORD }],
        },
      ],
    });
    const [ann] = (await server.admin('GET', '/out/users?username=ann')).json as { id: string }[];
    userId = ann!.id;
  }, 60_000);
  afterAll(() => server.stop());

  const authUrl = () =>
    `${server.base}/realms/out/protocol/openid-connect/auth?${new URLSearchParams({
      ...{ client_id: 'web', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's' },
    })}`;

  it('ends a login that has its password right and only its last page to go', async () => {
    const browser = new FormBrowser();
    const form = await browser.post(await browser.open(authUrl()), { username: 'ann', password: PASSWORD });
    const action = form.location === null ? form : await browser.open(form.location);
    expect(action.inputs).toContain('password-new');
    await server.admin('POST', `/out/users/${userId}/logout`);
    const after = await browser.post(action, { 'password-new': 'stolen-pw', 'password-confirm': 'stolen-pw' });
    const shown = after.location === null || after.location.origin !== server.base ? after : await browser.open(after.location);
    expect(shown.location?.searchParams.get('code') ?? null).toBeNull();
    expect(shown.inputs).toContain('username');

    const again = new FormBrowser();
    const login = await again.post(await again.open(authUrl()), { username: 'ann', password: PASSWORD });
    const page = login.location === null ? login : await again.open(login.location);
    expect(page.inputs).toContain('password-new');
    const done = await again.post(page, { 'password-new': 'new-pw', 'password-confirm': 'new-pw' });
    expect(done.location?.searchParams.get('code')).toBeTruthy();
  });
});
