import { AnteroomError } from '@anteroom/core';

export interface HashLane {
  /** Runs the task when a slot is free; throws `busy` at once when the queue of its class is full. */
  run<T>(weight: 'light' | 'heavy', expectedMs: number, task: () => Promise<T>): Promise<T>;
  /** Tasks that run or wait, for metrics. */
  readonly depth: number;
}

interface Waiting {
  readonly weight: 'light' | 'heavy';
  readonly expectedMs: number;
  readonly start: () => void;
}

/**
 * At most `concurrency` hashes at once, of which at most `heavyShare` are heavy: an attack on accounts with expensive imported hashes
 * cannot keep the others from signing in. Queues are bounded; beyond them the caller is told to come back.
 */
export function createHashLane(limits: {
  readonly concurrency: number;
  readonly heavyShare: number;
  readonly maxQueue: number;
  readonly maxHeavyQueue: number;
}): HashLane {
  const queue: Waiting[] = [];
  const running = { light: 0, heavy: 0 };

  const waiting = (weight: Waiting['weight']) => queue.reduce((count, task) => count + (task.weight === weight ? 1 : 0), 0);
  const hasSlot = (weight: Waiting['weight']) =>
    running.light + running.heavy < limits.concurrency && (weight === 'light' || running.heavy < limits.heavyShare);

  function startNext() {
    for (;;) {
      const index = queue.findIndex((task) => hasSlot(task.weight));
      if (index < 0) return;
      const [task] = queue.splice(index, 1);
      task?.start();
    }
  }

  function admit(weight: Waiting['weight'], expectedMs: number): Promise<void> {
    if (hasSlot(weight)) {
      running[weight] += 1;
      return Promise.resolve();
    }
    const bound = weight === 'heavy' ? limits.maxHeavyQueue : limits.maxQueue;
    if (waiting(weight) >= bound) {
      const slots = weight === 'heavy' ? limits.heavyShare : limits.concurrency;
      const retryAfter = Math.max(1, Math.ceil((bound * expectedMs) / slots / 1000));
      throw new AnteroomError('busy', `the password lane is full (${weight})`, {
        retryAfter,
        publicText: 'The server is busy. Please try again.',
      });
    }
    return new Promise((resolve) => {
      const start = () => {
        running[weight] += 1;
        resolve();
      };
      queue.push({ weight, expectedMs, start });
    });
  }

  return {
    async run(weight, expectedMs, task) {
      await admit(weight, expectedMs);
      try {
        return await task();
      } finally {
        running[weight] -= 1;
        startNext();
      }
    },
    get depth() {
      return queue.length + running.light + running.heavy;
    },
  };
}
