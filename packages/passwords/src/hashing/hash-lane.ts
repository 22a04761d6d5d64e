import { AnteroomError } from '@anteroom/core';
import { createFairQueue, type Waiter } from './fair-queue.ts';

type Weight = 'light' | 'heavy';

/** What is to be hashed, for whom, and how long it is expected to take (milliseconds). */
export interface HashTask extends Waiter {
  readonly weight: Weight;
  readonly expectedMs: number;
}

export interface HashLane {
  /** Throws `busy` when such a task would be refused now: a look, before anything else is done for it. */
  check(task: HashTask): void;
  /** Runs the work when a slot is free and it is this caller's turn; `busy` when the queue is full and nobody has more waiting. */
  run<T>(task: HashTask, work: () => Promise<T>): Promise<T>;
  /** Tasks that run or wait, for metrics. */
  readonly depth: number;
}

interface Waiting extends HashTask {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * At most `concurrency` hashes at once, of which at most `heavyShare` are heavy: an attack on accounts with expensive imported hashes
 * cannot keep the others from signing in. Queues are bounded and fair (`fair-queue.ts`): when one is full, the youngest task of whoever
 * has most of it is told to come back, be it the one that just came.
 */
export function createHashLane(limits: {
  readonly concurrency: number;
  readonly heavyShare: number;
  readonly maxQueue: number;
  readonly maxHeavyQueue: number;
}): HashLane {
  const queues = { light: createFairQueue<Waiting>(), heavy: createFairQueue<Waiting>() };
  const bounds = { light: limits.maxQueue, heavy: limits.maxHeavyQueue };
  const slots = { light: limits.concurrency, heavy: limits.heavyShare };
  const running = { light: 0, heavy: 0 };

  const hasSlot = (weight: Weight) =>
    running.light + running.heavy < limits.concurrency && (weight === 'light' || running.heavy < limits.heavyShare);

  function startNext(weight: Weight) {
    while (queues[weight].size > 0 && hasSlot(weight)) queues[weight].shift()?.start();
  }

  function admit(task: HashTask): Promise<void> {
    const { weight } = task;
    if (hasSlot(weight)) {
      running[weight] += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, refuse) => {
      const start = () => {
        running[weight] += 1;
        resolve();
      };
      queues[weight].push({ ...task, start, refuse });
      if (queues[weight].size > bounds[weight]) queues[weight].evict()?.refuse(full(task));
    });
  }

  function full({ weight, expectedMs }: HashTask): AnteroomError {
    const retryAfter = Math.max(1, Math.ceil((bounds[weight] * expectedMs) / slots[weight] / 1000));
    return new AnteroomError('busy', `the password lane is full (${weight})`, {
      retryAfter,
      publicText: 'The server is busy. Please try again.',
    });
  }

  return {
    check(task) {
      const queue = queues[task.weight];
      if (!hasSlot(task.weight) && queue.size >= bounds[task.weight] && queue.givesWay(task)) throw full(task);
    },
    async run(task, work) {
      await admit(task);
      try {
        return await work();
      } finally {
        running[task.weight] -= 1;
        // The other kind first, so that of one slot both have half.
        startNext(task.weight === 'heavy' ? 'light' : 'heavy');
        startNext(task.weight);
      }
    },
    get depth() {
      return queues.light.size + queues.heavy.size + running.light + running.heavy;
    },
  };
}
