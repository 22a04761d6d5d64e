import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant, tokenRequest } from '../src/tokens.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await createDemoRealm(new AdminClient(server));
}, 60_000);
afterAll(async () => {
  await server?.stop();
  removeDataDir(server.dataDir);
});

const at = (path: string) => `${server.local}/realms/${DEMO}/protocol/openid-connect/${path}`;

describe('bad input', () => {
  it('answers an unknown user like a wrong password', async () => {
    const [unknown, wrong] = [await passwordGrant(server, DEMO, 'nobody', 'x', SHOP), await passwordGrant(server, DEMO, 'ann', 'x', SHOP)];
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
    expect(wrong.json).toEqual({ error: 'invalid_grant', error_description: 'Invalid user credentials' });
  });

  it('refuses a disabled client', async () => {
    const admin = new AdminClient(server);
    const desk = await admin.findClient(DEMO, 'desk');
    await admin.must('PUT', `/${DEMO}/clients/${desk.id}`, { ...desk, enabled: false });
    const answer = await tokenRequest(server, DEMO, { grant_type: 'client_credentials', client_id: 'desk', client_secret: 'desk-secret' });
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
  });

  it('refuses broken tokens everywhere without a failure', async () => {
    const tokens = ['', 'x', 'a.b.c', '..', `${'A'.repeat(3000)}.e30.x`, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', '\u0000', '%00%ff'];
    for (const token of tokens) {
      expect((await send(at('userinfo'), { headers: { authorization: `Bearer ${encodeURIComponent(token)}` } })).status).toBe(401);
      expect((await send(at('token/introspect'), { method: 'POST', form: { token, ...SHOP } })).status).toBeLessThan(500);
      expect((await send(at('revoke'), { method: 'POST', form: { token, ...SHOP } })).status).toBeLessThan(500);
      expect((await tokenRequest(server, DEMO, { grant_type: 'refresh_token', refresh_token: token, ...SHOP })).status).toBe(400);
      expect((await send(`${at('logout')}?id_token_hint=${encodeURIComponent(token)}`)).status).toBeLessThan(500);
      expect((await send(`${server.local}/realms/${DEMO}/login-actions/action-token?key=${encodeURIComponent(token)}`)).status).toBe(400);
    }
  });

  it('refuses a huge body with a client error', async () => {
    for (const path of ['token', 'revoke', 'token/introspect', 'auth', 'logout']) {
      const answer = await send(at(path), {
        method: 'POST',
        body: `a=${'x'.repeat(200_000)}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('refuses duplicated parameters', async () => {
    const answer = await send(at('token'), {
      method: 'POST',
      form: { grant_type: ['password', 'password'], username: 'ann', password: DEMO_PASSWORD, ...SHOP },
    });
    expect([answer.status, answer.json]).toEqual([400, { error: 'invalid_request', error_description: 'duplicated parameter' }]);
  });

  it('survives strange paths, methods and headers', async () => {
    const paths = [
      '/realms/%',
      '/realms/%00/protocol/openid-connect/token',
      '/realms/../admin',
      '//',
      '/realms/demo/login-actions/authenticate',
      '/realms/demo/login-actions/authenticate?session_code=x&execution=y&client_id=z&tab_id=q',
      '/admin/realms/%ff',
      '/realms/demo/protocol/openid-connect/auth?client_id=%00',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        expect((await send(`${server.local}${path}`, { method })).status).toBeLessThan(500);
      }
    }
    const headers = {
      authorization: 'Basic %%%',
      cookie: 'AUTH_SESSION_ID=%; KEYCLOAK_IDENTITY=..; KC_RESTART=x.y.z',
      origin: 'null',
      'x-forwarded-for': '<script>',
    };
    for (const path of ['token', 'auth?client_id=shop&response_type=code&redirect_uri=http://localhost:9999/cb', 'userinfo', 'logout']) {
      expect((await send(at(path), { headers })).status).toBeLessThan(500);
    }
  });

  it('answers no request with a stack trace or a server failure in the log', () => {
    expect(server.output()).not.toMatch(/http\.failed/);
  });
});
