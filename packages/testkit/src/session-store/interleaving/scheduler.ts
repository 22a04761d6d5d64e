/** Decides, the same way for the same seed, which of many waiting callers goes on next. */
export interface Scheduler {
  /** Resolves when it is this caller's turn. */
  turn(): Promise<void>;
  /** Lets the callers take turns until the work is done. */
  until<T>(work: Promise<T>): Promise<T>;
}

export function createScheduler(random: () => number): Scheduler {
  const waiting: (() => void)[] = [];
  return {
    turn: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    until: async (work) => {
      let done = false;
      const ended = work.finally(() => {
        done = true;
      });
      ended.catch(() => undefined);
      let idle = 0;
      while (!done) {
        // Whoever was let go runs until it waits again.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
        next?.();
        idle = next === undefined ? idle + 1 : 0;
        if (idle > 1000) throw new Error('nobody waits for a turn and the work does not end');
      }
      return ended;
    },
  };
}
