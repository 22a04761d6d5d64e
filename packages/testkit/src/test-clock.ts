import type { Clock } from '@anteroom/core';

export interface TestClock extends Clock {
  advance(milliseconds: number): void;
  set(time: Date): void;
}

/** A clock that stands still until told otherwise. */
export function createTestClock(start: Date = new Date('2030-01-01T00:00:00.000Z')): TestClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
    set: (to) => {
      time = to.getTime();
    },
  };
}
