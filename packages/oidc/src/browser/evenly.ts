import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@anteroom/core';

const STEP_MS = 300;

/** Answers after a whole number of steps, so that the time of an answer does not tell what was done for it. */
export async function evenly<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const started = clock.now().getTime();
  const result = await work();
  const spent = Math.max(0, clock.now().getTime() - started);
  await delay(STEP_MS * Math.max(1, Math.ceil(spent / STEP_MS)) - spent);
  return result;
}
