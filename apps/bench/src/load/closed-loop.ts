import { latencyOf, type Outcome } from './outcome.ts';

/** One caller: does its operation once; rejects when an answer is not what it must be. */
export type Caller = () => Promise<void>;

/** Callers that begin their next operation when the last one is answered. */
export async function closedLoop(callers: readonly Caller[], seconds: number): Promise<Outcome> {
  const took: number[] = [];
  let errors = 0;
  let firstError: string | null = null;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const loop = async (call: Caller) => {
    for (let at = performance.now(); at < end; ) {
      try {
        await call();
        const now = performance.now();
        took.push(now - at);
        at = now;
      } catch (error) {
        errors += 1;
        firstError ??= String(error);
        at = performance.now();
      }
    }
  };
  await Promise.all(callers.map(loop));
  return { requests: took.length, errors, seconds: (performance.now() - begun) / 1000, latency: latencyOf(took), firstError };
}
