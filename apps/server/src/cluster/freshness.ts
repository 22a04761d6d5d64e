/** How often a primary says that it has passed on everything it received. */
const BEAT_MS = 50;
/** A process that was not told so for as long may have missed a change. */
const TRUSTED_MS = 150;
/** How long who changed something waits for the others. Longer than `TRUSTED_MS` and a beat, on purpose: see `createFreshness`. */
export const SPREAD_LIMIT_MS = 200;

/** Milliseconds of a clock that all processes of the machine share and that nobody sets. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/**
 * Whether this process may trust its copies (settled 23). A change that another process was told to pass on and that this one did not
 * acknowledge is answered after `SPREAD_LIMIT_MS` all the same. Beats come over the same line as changes and in order, and a beat of the
 * time `at` says that everything that reached the primary before `at` was passed on before it. So whoever has a beat younger than
 * `TRUSTED_MS` has seen every change that was answered without it; whoever has none (it hung, or the primary did) asks the database.
 */
export function createFreshness(now: () => number = monotonicMs): { beat(at: number): void; isFresh(): boolean } {
  let last = Number.NEGATIVE_INFINITY;
  return {
    beat(at) {
      last = Math.max(last, at);
    },
    isFresh: () => now() - last < TRUSTED_MS,
  };
}

/**
 * Calls `send` with beats. The time is taken before the event loop looks for what was received, and sent after it has dealt with that,
 * so that the beat follows the changes it speaks of.
 */
export function startBeats(send: (at: number) => void): { stop(): void } {
  const timer = setInterval(() => {
    const at = monotonicMs();
    setImmediate(() => send(at));
  }, BEAT_MS);
  return { stop: () => clearInterval(timer) };
}
