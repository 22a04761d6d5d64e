import { expect, it } from '@jest/globals';
import { restartDelay } from './restart-delay.ts';

it('starts a worker again at once, and then ever more slowly', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 80].map(restartDelay)).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});
