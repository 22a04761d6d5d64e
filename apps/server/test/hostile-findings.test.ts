import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sendRaw } from './hostile/raw-http.ts';
import { createWatchingLog } from './hostile/watching-log.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

/** What the generator of `hostile.test.ts` found, each by itself. */
describe('what hostile requests have found', () => {
  const log = createWatchingLog();
  let server: InProcessServer;
  beforeAll(async () => {
    server = await startInProcess({ log });
  }, 60_000);
  afterAll(() => server.stop());

  const send = async (lines: readonly string[], body: string, hangUp = false) => {
    const { host, port } = new URL(server.base);
    const [request = '', ...headers] = lines;
    const head = [`${request} HTTP/1.1`, `host: ${host}`, 'connection: close', ...headers];
    log.take();
    const answer = await sendRaw(Number(port), Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`), { from: '127.0.0.1', hangUp });
    return { answer, ...log.take() };
  };
  const FORM = 'content-type: application/x-www-form-urlencoded';
  const TOKEN = '/realms/master/protocol/openid-connect/token';

  it('D105: a form that breaks off half-way is no failure of the server', async () => {
    for (const path of [TOKEN, '/realms/master/login-actions/action-token', '/realms/master/protocol/openid-connect/revoke']) {
      const { answer, errors } = await send(
        [`POST ${path}`, FORM, 'content-length: 500'],
        'client_id=admin-cli&password=half-a-pass',
        true,
      );
      expect([path, answer.status < 500, errors]).toEqual([path, true, []]);
    }
  });

  it('D105: a body of the Admin REST that breaks off half-way is none either', async () => {
    const bearer = `authorization: Bearer ${await server.token()}`;
    const { answer, errors } = await send(['POST /admin/realms/master/users', bearer, 'content-length: 500'], '{"username":', true);
    expect([answer.status < 500, errors]).toEqual([true, []]);
  });

  it('D105: bytes after the end of a request are not logged, whatever is in them', async () => {
    const { errors, text } = await send([`POST ${TOKEN}`, FORM, 'content-length: 4'], 'a=b&password=told-too-late');
    expect([errors, text.includes('told-too-late')]).toEqual([[], false]);
  });

  it('D105: a token or a flood in the place of a client name is not logged whole', async () => {
    const name = `eyJhbGciOiJIUzUxMiJ9.${'x'.repeat(5_000)}`;
    const body = `grant_type=client_credentials&client_id=${name}`;
    const { answer, text } = await send([`POST ${TOKEN}`, FORM, `content-length: ${body.length}`], body);
    expect([answer.status, text.includes(name.slice(0, 80))]).toEqual([401, false]);
    expect(text).toContain('client.refused');
  });

  it('B194: bad input that Keycloak answers with 500 is answered with what is wrong', async () => {
    const asked = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json' };
      const answer = await fetch(`${server.base}/admin/realms/master${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      return [answer.status, await answer.json()];
    };
    expect(await asked('POST', '/client-scopes', { protocol: 'openid-connect' })).toEqual([
      400,
      { errorMessage: 'Client scope name is missing' },
    ]);
    expect(await asked('GET', '/events?type=NOPE')).toEqual([400, { error: 'Unknown event type' }]);
    expect(await asked('POST', '/users', { username: 'zoe', groups: ['/nope'] })).toEqual([
      400,
      { errorMessage: 'Group not found: /nope' },
    ]);
    // An end beyond every calendar was once taken for a store that is away: 503.
    for (const expiration of [1e300, 2 ** 53, '99999999999'])
      expect((await asked('POST', '/clients-initial-access', { count: 1, expiration }))[0]).toBe(400);
    expect(await asked('PUT', '', { browserFlow: 'nope' })).toEqual([400, { errorMessage: 'Failed to update realm' }]);
    expect(await asked('POST', '/testSMTPConnection', {})).toEqual([400, expect.objectContaining({ errorMessage: expect.any(String) })]);
  });
});
