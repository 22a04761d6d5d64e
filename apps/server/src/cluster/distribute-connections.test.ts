import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createDistributor } from './distribute-connections.ts';

const socket = {} as Socket;

describe('connections', () => {
  it('are given to the takers in turn', () => {
    const given: string[] = [];
    const taker = (name: string) => ({ waiting: 0, give: () => given.push(name) });
    const takers = [taker('one'), taker('two'), taker('three')];
    const { give } = createDistributor(() => takers);
    for (let index = 0; index < 6; index += 1) give(socket);
    expect([...given].sort()).toEqual(['one', 'one', 'three', 'three', 'two', 'two']);
    expect(new Set(given.slice(0, 3)).size).toBe(3);
  });

  it('pass over a taker that does not take what it was given', () => {
    const given: string[] = [];
    const takers = [
      { waiting: 1, give: () => given.push('frozen') },
      { waiting: 0, give: () => given.push('well') },
    ];
    const { give } = createDistributor(() => takers);
    for (let index = 0; index < 4; index += 1) give(socket);
    expect(given).toEqual(['well', 'well', 'well', 'well']);
  });

  it('are told to come back in a second while nobody serves, and are gone after that', async () => {
    const { server } = createDistributor(() => []);
    const accepted: Promise<unknown>[] = [];
    server.on('connection', (socket: Socket) => accepted.push(once(socket, 'close')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
    caller.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await text(caller)).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 1\r\n/);
    await Promise.all(accepted);
    expect(accepted).toHaveLength(1);
    server.close();
  });
});
