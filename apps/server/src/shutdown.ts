import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@anteroom/core';
import { closeIdleUntil } from './http-server.ts';

export interface ShutdownSteps {
  /** At once: not ready. */
  readonly begin: () => void;
  /** Seconds between "not ready" and the end of accepting, for load balancers to notice. */
  readonly delaySeconds: number;
  /** After that, in order: no new connections, the requests under way, the stores. */
  readonly steps: readonly (() => Promise<unknown>)[];
  /** Before the process ends without waiting any longer. */
  readonly abort?: () => void;
  readonly log: Log;
}

const DRAIN_LIMIT_MS = 25_000;

/** SIGTERM: not ready first, then no new connections, then the requests under way, then the stores. A second signal ends at once. */
export function shutdownOnSignal({ begin, delaySeconds, steps, abort = () => undefined, log }: ShutdownSteps): void {
  let stopping = false;
  const end = (code: number) => {
    if (code !== 0) abort();
    process.exit(code);
  };
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return end(1);
    stopping = true;
    begin();
    log.info('server.stopping', { signal });
    setTimeout(() => end(1), delaySeconds * 1000 + DRAIN_LIMIT_MS).unref();
    (async () => {
      await delay(delaySeconds * 1000);
      for (const step of steps) await step();
    })().then(
      () => end(0),
      (error) => {
        log.error('server.stop_failed', { error });
        end(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** No new connections; resolves when the requests under way are answered. */
export async function closeServer(server: Server): Promise<void> {
  await closeIdleUntil(server, new Promise<void>((resolve) => server.close(() => resolve())));
}
