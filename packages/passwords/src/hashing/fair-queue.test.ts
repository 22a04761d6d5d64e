import { expect, test } from '@jest/globals';
import { createFairQueue, type Waiter } from './fair-queue.ts';

interface Named extends Waiter {
  readonly name: string;
}

function queueOf(...tasks: readonly (readonly [realm: string, caller: string, count: number])[]) {
  const queue = createFairQueue<Named>();
  for (const [realm, caller, count] of tasks)
    for (let at = 1; at <= count; at += 1) queue.push({ realm, caller, name: `${realm} ${caller}${at}` });
  const all = () => Array.from({ length: queue.size }, () => queue.shift()?.name);
  return { queue, all };
}

test('callers of a realm take turns, each in the order of coming', () => {
  const { queue, all } = queueOf(['shop', 'a', 3], ['shop', 'b', 1], ['shop', 'c', 2]);
  expect(all()).toEqual(['shop a1', 'shop b1', 'shop c1', 'shop a2', 'shop c2', 'shop a3']);
  expect(queue.shift()).toBeUndefined();
});

test('realms take turns, however many callers one of them has', () => {
  const { all } = queueOf(['busy', 'a', 2], ['busy', 'b', 2], ['busy', 'c', 1], ['quiet', 'a', 2]);
  expect(all()).toEqual(['busy a1', 'quiet a1', 'busy b1', 'quiet a2', 'busy c1', 'busy a2', 'busy b2']);
});

test('who has most waiting gives way, with the youngest, in the realm that has most', () => {
  const { queue, all } = queueOf(['shop', 'a', 3], ['shop', 'b', 4], ['other', 'c', 5]);
  expect([queue.evict()?.name, queue.evict()?.name]).toEqual(['shop b4', 'shop b3']);
  // Equal now: the one that came last.
  expect([queue.evict()?.name, queue.evict()?.name]).toEqual(['other c5', 'shop a3']);
  expect(queue.size).toBe(8);
  expect(all()).toHaveLength(8);
  expect(queue.evict()).toBeUndefined();
});
