import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpConnection } from './http-connection.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function connectionTo(listener: RequestListener): Promise<HttpConnection> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = new HttpConnection(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  open.push(() => {
    connection.close();
    server.closeAllConnections();
    server.close();
  });
  return connection;
}

describe('a connection of the load generator', () => {
  it('reads bodies by their length, one after the other on the same connection', async () => {
    const seen = new Set<number | undefined>();
    const connection = await connectionTo((request, response) => {
      seen.add(request.socket.remotePort);
      response.setHeader('content-length', String(request.url?.length)).end(request.url);
    });
    const replies = [await connection.send({ method: 'GET', path: '/one' }), await connection.send({ method: 'GET', path: '/second' })];
    expect({ bodies: replies.map(({ body }) => body), connections: seen.size }).toEqual({ bodies: ['/one', '/second'], connections: 1 });
  });

  it('reads bodies in chunks', async () => {
    const connection = await connectionTo((_, response) => {
      response.write('first ');
      setImmediate(() => response.end('second'));
    });
    expect((await connection.send({ method: 'GET', path: '/' })).body).toBe('first second');
  });

  it('sends forms and gives cookies and status', async () => {
    const connection = await connectionTo(async (request, response) => {
      const [body] = (await once(request, 'data')) as [Buffer];
      response.writeHead(302, { location: `/${body}`, 'set-cookie': ['a=1; Path=/', 'b=2'] }).end();
    });
    const { status, headers, cookies } = await connection.send({ method: 'POST', path: '/', body: 'x=y' });
    expect({ status, location: headers.get('location'), cookies }).toEqual({
      status: 302,
      location: '/x=y',
      cookies: ['a=1; Path=/', 'b=2'],
    });
  });

  it('fails when the server goes away instead of answering', async () => {
    const connection = await connectionTo((request) => request.socket.destroy());
    await expect(connection.send({ method: 'GET', path: '/' })).rejects.toThrow();
  });
});
