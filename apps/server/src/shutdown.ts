import type { Server } from 'node:http';
import type { Log } from '@anteroom/core';
import type { Lifecycle } from '@anteroom/http';

export interface ShutdownSteps {
  readonly servers: readonly Server[];
  readonly lifecycle: Lifecycle;
  /** Seconds between "not ready" and the end of accepting, for load balancers to notice. */
  readonly delaySeconds: number;
  /** After the last request was answered, in order. */
  readonly close: readonly (() => Promise<void>)[];
  readonly log: Log;
}

const DRAIN_LIMIT_MS = 25_000;

/** SIGTERM: not ready first, then no new connections, then the requests under way, then the stores. A second signal ends at once. */
export function shutdownOnSignal(steps: ShutdownSteps): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    steps.lifecycle.stopping = true;
    steps.log.info('server.stopping', { signal });
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    drain(steps).then(
      () => process.exit(0),
      (error) => {
        steps.log.error('server.stop_failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function drain({ servers, delaySeconds, close }: ShutdownSteps): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delaySeconds * 1000));
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeIdleConnections();
        }),
    ),
  );
  for (const step of close) await step();
}
