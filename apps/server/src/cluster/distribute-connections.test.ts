import type { Socket } from 'node:net';
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

  it('are told to come back in a second while nobody serves', () => {
    const said: string[] = [];
    const { give } = createDistributor(() => []);
    give({ on: () => undefined, end: (text: string) => said.push(text) } as unknown as Socket);
    expect(said[0]).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 1\r\n/);
  });
});
