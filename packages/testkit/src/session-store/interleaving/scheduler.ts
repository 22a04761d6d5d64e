/** Decides, the same way for the same seed, which of many waiting callers goes on next. */
export interface Scheduler {
  /** Resolves when it is this caller's turn. */
  turn(): Promise<void>;
  /** Lets the callers take turns until the work is done. */
  until<T>(work: Promise<T>): Promise<T>;
}

export function createScheduler(random: () => number): Scheduler {
  const waiting: { readonly go: () => void; readonly sleeps: boolean }[] = [];
  /** Some sleep while the others do many things. */
  const pick = () => {
    const awake = waiting.filter(({ sleeps }) => !sleeps);
    const among = awake.length === 0 || random() < 0.02 ? waiting : awake;
    const [next] = among.slice(Math.floor(random() * among.length));
    if (next !== undefined) waiting.splice(waiting.indexOf(next), 1);
    return next;
  };
  return {
    turn: () =>
      new Promise((go) => {
        waiting.push({ go, sleeps: random() < 0.05 });
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
        const next = pick();
        next?.go();
        idle = next === undefined ? idle + 1 : 0;
        if (idle > 1000) throw new Error('nobody waits for a turn and the work does not end');
      }
      return ended;
    },
  };
}
