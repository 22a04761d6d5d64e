import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { baseUrl } from './base-url.ts';
import { koaHostPin } from './koa-host-pin.ts';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function serve(base: string, strict: boolean): Promise<number> {
  const app = new Koa();
  app.use(koaHostPin({ base: baseUrl(base), strict }));
  app.use((ctx) => {
    ctx.body = { href: ctx.href, secure: ctx.secure };
  });
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function get(port: number, headers: Record<string, string>): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/realms/a?x=1', headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('koaHostPin', () => {
  it('builds addresses from the configured host, whatever the request says', async () => {
    const port = await serve('https://login.example.org', false);
    const { body } = await get(port, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    });
    expect(JSON.parse(body)).toEqual({ href: 'https://login.example.org/realms/a?x=1', secure: true });
  });

  it('refuses a foreign host in development', async () => {
    const port = await serve('http://localhost:8080', true);
    const { status, body } = await get(port, { host: 'rebound.example:8080' });
    expect(status).toBe(421);
    expect(JSON.parse(body)).toMatchObject({ error: 'misdirected_request' });
  });

  it('sends a GET by another loopback name to the right one', async () => {
    const port = await serve('http://localhost:8080', true);
    const { status, headers } = await get(port, { host: '127.0.0.1:8080' });
    expect(status).toBe(302);
    expect(headers.location).toBe('http://localhost:8080/realms/a?x=1');
  });
});
