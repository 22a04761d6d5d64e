import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const PASSWORD = 'ann-pw';

describe('an administrator', () => {
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

  /** Name and password are given; the last page, on which the password is to be changed, is open. */
  async function halfSignedIn() {
    const browser = new FormBrowser();
    const form = await browser.post(await browser.open(authUrl()), { username: 'ann', password: PASSWORD });
    const action = form.location === null ? form : await browser.open(form.location);
    expect(action.inputs).toContain('password-new');
    return async (password: string) => {
      const after = await browser.post(action, { 'password-new': password, 'password-confirm': password });
      return after.location?.origin === server.base ? browser.open(after.location) : after;
    };
  }

  it.each([
    ['signs a user out', (id: string) => `/out/users/${id}/logout`],
    ['signs everybody out', () => '/out/logout-all'],
  ])('who %s ends a login that has its password right and only its last page to go', async (_name, pathOf) => {
    const finish = await halfSignedIn();
    await server.admin('POST', pathOf(userId));
    const shown = await finish('stolen-pw');
    expect(shown.location?.searchParams.get('code') ?? null).toBeNull();
    expect(shown.inputs).toContain('username');
  });

  it('lets nobody wait who begins after that', async () => {
    await server.admin('POST', `/out/users/${userId}/logout`);
    const finish = await halfSignedIn();
    expect((await finish('new-pw')).location?.searchParams.get('code')).toBeTruthy();
  });
});
