import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, headerOf, LOGOUT, logIn, post, redeem } from '../test-rig/walks.ts';

const textOf = async (request: IncomingMessage) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};
const until = async (ready: () => boolean | Promise<boolean>) => {
  while (!(await ready())) await new Promise((resolve) => setImmediate(resolve));
};

describe('back-channel logout', () => {
  let rig: FullRig;
  let receiver: Server;
  let received: string[] = [];
  let status = 200;
  let hold: Promise<void> | null = null;

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const text = await textOf(request);
      await hold;
      if (status === 200) received.push(new URLSearchParams(text).get('logout_token') ?? '');
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/logout`;
    rig = await startFullRig({
      oidc: { outgoing: createOutgoingRequests({ allowed: ['http://127.0.0.1'] }) },
      client: (client) =>
        client.clientId === 'acme-api'
          ? {
              ...client,
              attributes: { ...client.attributes, 'backchannel.logout.url': url, 'backchannel.logout.session.required': 'true' },
            }
          : client,
    });
  });
  afterAll(async () => {
    await rig.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  afterEach(() => {
    received = [];
    status = 200;
    hold = null;
  });

  const session = async () => {
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    return { browser, body };
  };
  const logOut = (refreshToken: string) => post(rig, { refresh_token: refreshToken, ...API }, LOGOUT);
  const outcomes = (sid: string) => rig.oidc.logoutNotices.listBySession(sid);

  it('B151: tells each client with a signed token of its own kind', async () => {
    const { body } = await session();
    expect((await logOut(body.refresh_token)).status).toBe(204);
    await until(() => received.length === 1);
    const [token = ''] = received;
    expect(headerOf(token)).toMatchObject({ typ: 'logout+jwt', alg: 'RS256' });
    const claims = await rig.signed.verify(rig.realm(), 'logout-token', token);
    expect(claims).toMatchObject({
      iss: rig.issuer,
      aud: 'acme-api',
      sid: body.session_state,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(120);
    expect(claims.nonce).toBeUndefined();
    await until(async () => (await outcomes(body.session_state)).every(({ state }) => state === 'sent'));
  });

  it('B152: keeps nobody waiting for a slow client', async () => {
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const { body } = await session();
    expect((await logOut(body.refresh_token)).status).toBe(204);
    expect(received).toEqual([]);
    release();
    await until(() => received.length === 1);
  });

  it('B153: is tried again until the client answers, and what came of it is kept', async () => {
    status = 503;
    const { body } = await session();
    await logOut(body.refresh_token);
    await until(async () => (await outcomes(body.session_state))[0]?.outcome === 'answered 503');
    expect(await rig.oidc.deliverLogouts()).toBe(0);
    rig.clock.advance(3);
    await rig.oidc.deliverLogouts();
    expect(await outcomes(body.session_state)).toMatchObject([{ state: 'queued', attempts: 2, outcome: 'answered 503' }]);
    status = 200;
    rig.clock.advance(11);
    expect(await rig.oidc.deliverLogouts()).toBe(1);
    expect(received).toHaveLength(1);
    expect(await outcomes(body.session_state)).toMatchObject([{ state: 'sent', attempts: 3 }]);
    rig.clock.advance(3600);
    expect(await rig.oidc.deliverLogouts()).toBe(0);
  });

  it('B153: is told after a crash between the end of the session and the first attempt', async () => {
    const { body } = await session();
    const live = await rig.sessions.get(rig.realm(), body.session_state);
    const [notice] = await rig.oidc.backchannel.announce(live!);
    expect(notice?.notice.state).toBe('queued');
    await rig.sessions.end(rig.realm(), body.session_state);
    await rig.oidc.deliverLogouts();
    expect(received).toHaveLength(1);
  });

  it('is not told of a session that did not end', async () => {
    const { body } = await session();
    const live = await rig.sessions.get(rig.realm(), body.session_state);
    await rig.oidc.backchannel.announce(live!);
    await rig.oidc.deliverLogouts();
    rig.clock.advance(61);
    await rig.oidc.deliverLogouts();
    expect(received).toEqual([]);
    expect(await outcomes(body.session_state)).toEqual([]);
  });

  it('B154: calls no address inside, and says so once', async () => {
    const { attributes } = rig.clients.get('acme-api')!;
    rig.changeRealm({ eventsEnabled: true });
    rig.changeClient('acme-api', { attributes: { ...attributes, 'backchannel.logout.url': 'http://169.254.169.254/latest' } });
    const { body } = await session();
    await logOut(body.refresh_token);
    await until(async () => (await outcomes(body.session_state))[0]?.state === 'failed');
    expect(await outcomes(body.session_state)).toMatchObject([{ attempts: 1, outcome: expect.stringContaining('not called') }]);
    await until(() => rig.loginEvents.some(({ type, error }) => type === 'LOGOUT_ERROR' && error === 'backchannel_logout_failed'));
    rig.changeClient('acme-api', { attributes });
  });

  it('lets two processes that find the same notice tell it once', async () => {
    status = 503;
    const { body } = await session();
    await logOut(body.refresh_token);
    await until(async () => (await outcomes(body.session_state))[0]?.outcome === 'answered 503');
    status = 200;
    rig.clock.advance(3);
    await Promise.all([rig.oidc.deliverLogouts(), rig.oidc.deliverLogouts(), rig.oidc.deliverLogouts()]);
    expect(received).toHaveLength(1);
  });
});
