import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, IdSource } from '@anteroom/core';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(seconds: number): void;
}

export function createTestClock(start = new Date('2026-11-22T12:00:00Z')): TestClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(seconds) {
      now += seconds * 1000;
    },
  };
}

export const randomIds: IdSource = { uuid: () => randomUUID(), token: (bytes) => randomBytes(bytes).toString('base64url') };
