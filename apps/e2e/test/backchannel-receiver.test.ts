import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A relying party that wants to hear of logouts, on a port of its own that it gives up and takes again. */
class Receiver {
  readonly heard: string[] = [];
  private server: Server | null = null;
  private port = 0;

  async up(): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        this.heard.push(new URLSearchParams(body).get('logout_token') ?? '');
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return `http://127.0.0.1:${this.port}/logout`;
  }

  async down(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  async hears(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe('a client that hears of logouts', () => {
  let server: RunningServer;
  const receiver = new Receiver();

  beforeAll(async () => {
    server = await startServer();
    const admin = new AdminClient(server);
    await createDemoRealm(admin);
    const shop = await admin.findClient(DEMO, SHOP.client_id);
    const attributes = { ...(shop.attributes as object), 'backchannel.logout.url': await receiver.up() };
    await admin.must('PUT', `/${DEMO}/clients/${shop.id}`, { ...shop, attributes });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await receiver.down();
    removeDataDir(server.dataDir);
  });

  const signInAndOut = async () => {
    const { json } = await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, SHOP);
    const form = new URLSearchParams({ ...SHOP, refresh_token: String(json.refresh_token) });
    const answer = await fetch(`${server.base}/realms/${DEMO}/protocol/openid-connect/logout`, { method: 'POST', body: form });
    expect(answer.status).toBe(204);
    return String(json.session_state);
  };
  const told = async (token: string) => {
    const keys = createRemoteJWKSet(new URL(`${server.base}/realms/${DEMO}/protocol/openid-connect/certs`));
    const options = { issuer: `${server.base}/realms/${DEMO}`, audience: SHOP.client_id, typ: 'logout+jwt' };
    const { payload } = await jwtVerify(token, keys, options);
    expect(payload.events).toEqual({ [EVENT]: {} });
    return payload.sid;
  };

  it('B153: that was down is told when it is up again, though the server was killed in between', async () => {
    const first = await signInAndOut();
    await receiver.hears(1);
    expect(await told(receiver.heard[0]!)).toBe(first);

    await receiver.down();
    const missed = await signInAndOut();
    await server.kill();
    const port = Number(new URL(server.local).port);
    server = await startServer({ dataDir: server.dataDir, port });
    expect(receiver.heard).toHaveLength(1);
    await receiver.up();
    await receiver.hears(2);
    expect(await told(receiver.heard[1]!)).toBe(missed);
  }, 90_000);
});
