import { setTimeout as wait } from 'node:timers/promises';
import type { SessionStore } from '@anteroom/core';
import { wrapStore } from './wrap-store.ts';

export interface Latency {
  /** Milliseconds. */
  readonly min: number;
  readonly max: number;
  readonly random: () => number;
}

/** The same store behind a network: a delay before each call reaches it and another before its answer is back. */
export function withLatency(store: SessionStore, { min, max, random }: Latency): SessionStore {
  const delay = () => wait(min + random() * (max - min));
  return wrapStore(store, async (_verb, call) => {
    await delay();
    const answer = await call();
    await delay();
    return answer;
  });
}
