import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestClock } from '@anteroom/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const REALM = 'clients';
const DAY = 86_400_000;
const PASSWORD = 'A-password-of-this-test-1';

interface Received {
  readonly path: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

describe('a client', () => {
  const clock = createTestClock();
  const received: Received[] = [];
  let status = 204;
  let application: Server;
  let home: string;
  let server: InProcessServer;

  beforeAll(async () => {
    application = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const token = new URLSearchParams(body).get('logout_token') ?? body;
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}');
        received.push({ path: request.url ?? '', claims });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => {
      application.listen(0, '127.0.0.1', resolve);
    });
    home = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
    server = await startInProcess({ clock });
    await server.admin('POST', '', {
      realm: REALM,
      enabled: true,
      passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
      clients: [
        { clientId: 'api', secret: 'first-secret', serviceAccountsEnabled: true },
        {
          clientId: 'shop',
          secret: 'shop-secret',
          directAccessGrantsEnabled: true,
          adminUrl: `${home}/app`,
          attributes: { 'backchannel.logout.url': `${home}/logout`, 'backchannel.logout.session.required': 'true' },
        },
      ],
      users: [
        {
          ...{ username: 'ann', enabled: true, email: 'ann@clients.test', firstName: 'A', lastName: 'C' },
          credentials: [{ type: 'password', value: PASSWORD }],
        },
      ],
    });
  }, 60_000);
  afterEach(() => {
    received.length = 0;
    status = 204;
  });
  afterAll(async () => {
    await server.stop();
    application.close();
  });

  const admin = (method: string, path: string, body?: unknown) => server.admin(method, `/${REALM}${path}`, body);
  const idOf = async (clientId: string) => ((await admin('GET', `/clients?clientId=${clientId}`)).json as { readonly id: string }[])[0]?.id;
  const token = async (form: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${server.base}/realms/${REALM}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return { status: answer.status, json: (await answer.json()) as Readonly<Record<string, string>> };
  };
  const proves = async (secret: string) =>
    (await token({ grant_type: 'client_credentials', client_id: 'api', client_secret: secret })).status === 200;

  describe('whose secrets rotate', () => {
    const rotate = async () =>
      ((await admin('POST', `/clients/${await idOf('api')}/client-secret`)).json as { readonly value: string }).value;

    beforeAll(async () => {
      const configuration = {
        'expiration-period': 30 * 86_400,
        'rotated-expiration-period': 2 * 86_400,
        'remaining-rotation-period': 10 * 86_400,
      };
      await admin('PUT', '/client-policies/profiles', {
        profiles: [{ name: 'rotating', executors: [{ executor: 'secret-rotation', configuration }] }],
      });
      await admin('PUT', '/client-policies/policies', {
        policies: [
          {
            name: 'all',
            enabled: true,
            conditions: [{ condition: 'client-access-type', configuration: { type: ['confidential'] } }],
            profiles: ['rotating'],
          },
        ],
      });
    });

    it('is proven by both for as long as the policy says, by the new one until that ends, and by what was rotated out no more', async () => {
      const second = await rotate();
      expect([await proves('first-secret'), await proves(second)]).toEqual([true, true]);
      const rotated = (await admin('GET', `/clients/${await idOf('api')}/client-secret/rotated`)).json;
      expect(rotated).toEqual({ type: 'secret', value: 'first-secret' });
      clock.advance(2 * DAY - 1_000);
      expect(await proves('first-secret')).toBe(true);
      clock.advance(1_000);
      expect([await proves('first-secret'), await proves(second)]).toEqual([false, true]);
      await expect(admin('GET', `/clients/${await idOf('api')}/client-secret/rotated`)).rejects.toThrow(/404/);
      clock.advance(28 * DAY);
      expect(await proves(second)).toBe(false);

      const [third, fourth] = [await rotate(), await rotate()];
      expect([await proves(second), await proves(third), await proves(fourth)]).toEqual([false, true, true]);
      await admin('DELETE', `/clients/${await idOf('api')}/client-secret/rotated`);
      expect([await proves(third), await proves(fourth)]).toEqual([false, true]);
    }, 30_000);

    it('is proven by the new one alone where no policy says otherwise', async () => {
      await admin('PUT', '/client-policies/policies', { policies: [] });
      const [one, another] = [await rotate(), await rotate()];
      expect([await proves(one), await proves(another)]).toEqual([false, true]);
    });
  });

  const login = async () => {
    const form = {
      grant_type: 'password',
      client_id: 'shop',
      client_secret: 'shop-secret',
      username: 'ann',
      password: PASSWORD,
      scope: 'openid',
    };
    return String((await token(form)).json.session_state);
  };
  const notices = async (query = '') =>
    (await server.admin('GET', `/../anteroom/realms/${REALM}/logout-notices${query}`)).json as readonly Readonly<Record<string, unknown>>[];
  const noticeOf = async (session: string) => {
    for (;;) {
      const [notice] = await notices(`?session=${session}`);
      if (notice?.outcome != null || notice?.state === 'sent') return notice;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is told of the end of a session; the list says whether it heard', async () => {
    const heard = await login();
    await admin('DELETE', `/sessions/${heard}`);
    expect(await noticeOf(heard)).toMatchObject({ client: { clientId: 'shop' }, sessionId: heard, state: 'sent', nextAttemptAt: null });
    expect(received).toEqual([{ path: '/logout', claims: expect.objectContaining({ sid: heard, typ: 'Logout' }) }]);

    status = 503;
    clock.advance(1_000);
    const missed = await login();
    await admin('DELETE', `/sessions/${missed}`);
    expect(await noticeOf(missed)).toMatchObject({ sessionId: missed, state: 'queued', attempts: 1, outcome: 'answered 503' });
    expect((await notices('?state=queued')).map(({ sessionId }) => sessionId)).toEqual([missed]);
    expect((await notices()).map(({ sessionId }) => sessionId)).toEqual([missed, heard]);
    expect((await notices('?max=1&first=1')).map(({ sessionId }) => sessionId)).toEqual([heard]);
  }, 30_000);

  it('is told of a not-before mark, its own or the realm’s, whichever is later', async () => {
    const id = await idOf('shop');
    const mark = Math.floor(clock.now().getTime() / 1000);
    await admin('PUT', `/clients/${id}`, { notBefore: mark });
    expect((await admin('POST', `/clients/${id}/push-revocation`)).json).toEqual({ successRequests: [`${home}/app`] });
    expect(received.at(-1)).toMatchObject({
      path: '/app/k_push_not_before',
      claims: { action: 'PUSH_NOT_BEFORE', notBefore: mark, resource: 'shop' },
    });
    await admin('PUT', '', { notBefore: mark + 60 });
    expect((await admin('POST', '/push-revocation')).json).toEqual({ successRequests: [`${home}/app`] });
    expect(received.at(-1)).toMatchObject({ claims: { notBefore: mark + 60 } });
    status = 500;
    expect((await admin('POST', `/clients/${id}/push-revocation`)).json).toEqual({ failedRequests: [`${home}/app`] });
  }, 30_000);
});
