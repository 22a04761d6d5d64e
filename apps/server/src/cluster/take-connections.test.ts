import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createConnectionServer } from './take-connections.ts';

const REQUEST = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server on connections that somebody else accepts, in this process. `answer` lets a request to `/slow` go on. */
async function openServer() {
  const slow = Promise.withResolvers<void>();
  const lifecycle = { started: true, stopping: false };
  const http = createConnectionServer(async (request, response) => {
    if (request.url === '/slow') await slow.promise;
    response.end('hello');
  }, lifecycle);
  const acceptor = createServer((socket) => http.take(socket));
  await new Promise<void>((resolve) => acceptor.listen(0, '127.0.0.1', resolve));
  closers.push(() => acceptor.close());
  const call = async (text: string) => {
    const socket = connect((acceptor.address() as AddressInfo).port, '127.0.0.1');
    closers.push(() => socket.destroy());
    socket.write(text);
    return socket;
  };
  return { http, lifecycle, call, answer: () => slow.resolve() };
}

async function readUntil(socket: Socket, ending: string): Promise<string> {
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    if (text.endsWith(ending)) break;
  }
  return text;
}

const waitFor = (socket: Socket, event: string) => once(socket, event);

describe('a server on connections of another process', () => {
  it('answers on them and keeps them', async () => {
    const { call } = await openServer();
    const socket = await call(REQUEST);
    const [first] = (await waitFor(socket, 'data')) as [Buffer];
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hello/);
    socket.write(REQUEST);
    const [second] = (await waitFor(socket, 'data')) as [Buffer];
    expect(String(second)).toMatch(/\r\nConnection: keep-alive\r\n/);
  });

  it('closes idle ones when it drains, and the others after their answer, which says so', async () => {
    const { http, call, answer } = await openServer();
    const idle = await call(REQUEST);
    await waitFor(idle, 'data');
    const slow = await call(REQUEST.replace('/', '/slow'));
    const silent = await call('');
    await waitFor(silent, 'connect');
    const drained = http.drain();
    await waitFor(idle, 'close');
    answer();
    expect(await readUntil(slow, 'hello')).toMatch(/\r\nconnection: close\r\n/i);
    await drained;
  });
});
