import type { TraceStep } from '@anteroom/core';

/** A step on its way: decided when its work is done. */
export type OpenStep = { -readonly [K in keyof TraceStep]: TraceStep[K] };

/** What this login has decided so far, this request last. */
export interface Trace {
  readonly steps: OpenStep[];
  /** Where the steps of this request begin. */
  readonly from: number;
  readonly request: number;
  /** The step that is asking, of each need of this request; null: none of them. */
  readonly askers: (number | null)[];
  running: number | null;
  level: number;
  /** Something is only looked at, to find out which ways there are. */
  looking: boolean;
}

/** A login that goes round in circles keeps its beginning and its end. */
const MOST_STEPS = 200;

export function openTrace(stored: readonly TraceStep[]): Trace {
  const steps = stored.length < MOST_STEPS ? [...stored] : [...stored.slice(0, MOST_STEPS / 4), ...stored.slice(-MOST_STEPS / 2)];
  return { steps, from: steps.length, request: (steps.at(-1)?.request ?? 0) + 1, askers: [], running: null, level: 0, looking: false };
}

/** The steps with the time that the answers of this request took, in milliseconds. */
export function timedSteps({ steps, askers }: Trace, waits: readonly number[]): readonly TraceStep[] {
  const spent = new Map<number, number>();
  askers.forEach((asker, index) => {
    if (asker !== null) spent.set(asker, (spent.get(asker) ?? 0) + (waits[index] ?? 0));
  });
  return steps.map((step, index) => ({ ...step, ms: step.ms + (spent.get(index) ?? 0) }));
}
