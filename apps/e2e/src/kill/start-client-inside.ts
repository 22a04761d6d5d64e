import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { InsideOrder } from './client-inside.ts';
import type { LoadResult } from './load.ts';
import type { PromiseCounts } from './verify-promises.ts';

interface Results {
  readonly 'set-up': null;
  readonly load: LoadResult;
  readonly end: null;
  readonly verify: PromiseCounts;
}

export interface ClientInside {
  /** Resolves when the order was obeyed; several may be under way. */
  order<K extends InsideOrder['kind']>(order: Extract<InsideOrder, { kind: K }>): Promise<Results[K]>;
  stop(): void;
}

/** A client of a node, as a process of its own in the namespace of the node. */
export function startClientInside(namespace: string, local: string): ClientInside {
  const script = join(import.meta.dirname, 'client-inside.ts');
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '--no-warnings', script, local], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let next = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on('message', ({ number, result, error }: { number: number; result?: unknown; error?: string }) => {
    const call = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  child.once('exit', () => {
    for (const call of waiting.values()) call.reject(new Error('the client ended by itself'));
  });
  return {
    order: (order) =>
      new Promise((resolve, reject) => {
        const number = next++;
        waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ number, order });
      }),
    stop: () => void child.kill('SIGKILL'),
  };
}
