import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, claimsOf, LOGOUT, logIn, post, redeem } from '../test-rig/walks.ts';

const until = async (ready: () => boolean) => {
  while (!ready()) await new Promise((resolve) => setImmediate(resolve));
};

describe('adapters of Keycloak in applications', () => {
  let rig: FullRig;
  let receiver: Server;
  let base = '';
  let status = 200;
  const received: { readonly path: string; readonly claims: Readonly<Record<string, unknown>>; readonly token: string }[] = [];

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      let token = '';
      for await (const chunk of request) token += chunk;
      if (status === 200) received.push({ path: request.url ?? '', token, claims: claimsOf(token) });
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/app`;
    rig = await startFullRig({
      oidc: { outgoing: createOutgoingRequests({ allowed: ['http://127.0.0.1'] }) },
      client: (client) => (client.clientId === 'acme-api' ? { ...client, adminUrl: `${base}/` } : client),
    });
  });
  afterAll(async () => {
    await rig.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  afterEach(() => {
    received.length = 0;
    status = 200;
  });

  const client = () => rig.clients.get('acme-api')!;

  it('are told of the end of their own session (k_logout), which they named when they redeemed the code', async () => {
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, code, { client_session_state: 'express-1', client_session_host: 'node-1' });
    await post(rig, { refresh_token: body.refresh_token, ...API }, LOGOUT);
    await until(() => received.length > 0);
    expect(received[0]).toMatchObject({
      path: '/app/k_logout',
      claims: {
        action: 'LOGOUT',
        resource: 'acme-api',
        adapterSessionIds: ['express-1'],
        keycloakSessionIds: [claimsOf(body.access_token).sid],
      },
    });
    await expect(rig.signed.verify(rig.realm(), 'adapter-action', received[0]?.token ?? '')).resolves.toMatchObject({ iss: rig.issuer });
  });

  it('get their logout later when they were away', async () => {
    status = 503;
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, code, { client_session_state: 'express-2' });
    await post(rig, { refresh_token: body.refresh_token, ...API }, LOGOUT);
    const { sid } = claimsOf(body.access_token) as { sid: string };
    for (let outcome: string | null = null; outcome === null; ) {
      outcome = (await rig.oidc.logoutNotices.listBySession(sid))[0]?.outcome ?? null;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const notices = await rig.oidc.logoutNotices.listByRealm(rig.realm().id);
    expect(notices.find(({ session }) => session === sid)).toMatchObject({ state: 'queued', outcome: 'answered 503' });
    status = 200;
    rig.clock.advance(60);
    await rig.oidc.deliverLogouts();
    expect(received.map(({ path }) => path)).toEqual(['/app/k_logout']);
    expect((await rig.oidc.logoutNotices.listBySession(sid))[0]).toMatchObject({ state: 'sent' });
  });

  it('are not told of sessions that they never named', async () => {
    const { code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    await post(rig, { refresh_token: body.refresh_token, ...API }, LOGOUT);
    expect(await rig.oidc.logoutNotices.listBySession(String(claimsOf(body.access_token).sid))).toEqual([]);
  });

  it('are told of a not-before mark and asked whether they are there, and who did not hear is named', async () => {
    const tell = (kind: 'push-not-before' | 'test-available') =>
      rig.oidc.adapters.tellAll(rig.realm(), [client(), rig.clients.get('acme-spa')!], () =>
        kind === 'test-available' ? { kind } : { kind, notBefore: 42 },
      );
    expect(await tell('push-not-before')).toEqual({ successRequests: [base] });
    expect(received[0]).toMatchObject({ path: '/app/k_push_not_before', claims: { action: 'PUSH_NOT_BEFORE', notBefore: 42 } });
    expect(await tell('test-available')).toEqual({ successRequests: [base] });
    expect(received[1]).toMatchObject({ path: '/app/k_test_available', claims: { action: 'TEST_AVAILABILITY' } });
    status = 500;
    expect(await tell('push-not-before')).toEqual({ failedRequests: [base] });
  });

  it('are called through the guard: an address inside that nobody listed is not', async () => {
    const inside = { ...client(), adminUrl: 'http://10.0.0.1/' };
    expect(await rig.oidc.adapters.tell(rig.realm(), inside, { kind: 'test-available' })).toMatchObject({ hopeless: true });
    expect(
      await rig.oidc.adapters.tell(rig.realm(), { ...client(), adminUrl: `$\{authAdminUrl}/x` }, { kind: 'test-available' }),
    ).toBeNull();
  });
});
