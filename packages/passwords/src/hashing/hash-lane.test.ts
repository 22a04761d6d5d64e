import { expect, test } from '@jest/globals';
import { createHashLane } from './hash-lane.ts';

const of = (weight: 'light' | 'heavy') => (expectedMs: number) => ({ realm: 'shop', caller: 'a', weight, expectedMs });
const light = of('light');
const heavy = of('heavy');

function gate() {
  const open: (() => void)[] = [];
  const started: string[] = [];
  const task = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => open.push(resolve));
  };
  return {
    started,
    task,
    finishOne: async () => {
      open.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('heavy hashes never take more than their share, and light ones pass them', async () => {
  const lane = createHashLane({ concurrency: 2, heavyShare: 1, maxQueue: 10, maxHeavyQueue: 10 });
  const { started, task, finishOne } = gate();
  const all = [
    lane.run(heavy(500), task('h1')),
    lane.run(heavy(500), task('h2')),
    lane.run(light(20), task('l1')),
    lane.run(light(20), task('l2')),
  ];
  await Promise.resolve();
  expect(started).toEqual(['h1', 'l1']);
  await finishOne();
  expect(started).toEqual(['h1', 'l1', 'l2']);
  await finishOne();
  expect(started).toEqual(['h1', 'l1', 'l2', 'h2']);
  await finishOne();
  await finishOne();
  await Promise.all(all);
  expect(lane.depth).toBe(0);
});

test('a full heavy queue refuses heavy hashes only', async () => {
  const lane = createHashLane({ concurrency: 2, heavyShare: 1, maxQueue: 1, maxHeavyQueue: 1 });
  const { task, finishOne } = gate();
  const running = [lane.run(heavy(4000), task('h1')), lane.run(heavy(4000), task('h2'))];
  await expect(lane.run(heavy(4000), task('h3'))).rejects.toMatchObject({ code: 'busy', retryAfter: 4 });
  expect(await lane.run(light(20), async () => 'done')).toBe('done');
  await finishOne();
  await finishOne();
  await Promise.all(running);
});

test('a task that throws gives its slot back', async () => {
  const lane = createHashLane({ concurrency: 1, heavyShare: 1, maxQueue: 1, maxHeavyQueue: 1 });
  await expect(lane.run(light(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lane.run(light(1), async () => 1)).toBe(1);
});

test('of one slot, both kinds have half while both wait', async () => {
  const lane = createHashLane({ concurrency: 1, heavyShare: 1, maxQueue: 9, maxHeavyQueue: 9 });
  const { started, task, finishOne } = gate();
  const all = ['1', '2', '3'].flatMap((n) => [lane.run(heavy(500), task(`h${n}`)), lane.run(light(20), task(`l${n}`))]);
  await Promise.resolve();
  for (const _ of all) await finishOne();
  await Promise.all(all);
  expect(started).toEqual(['h1', 'l1', 'h2', 'l2', 'h3', 'l3']);
});
