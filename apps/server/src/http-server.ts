import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Lifecycle } from '@anteroom/http';

/** Largest head of a request; a longer one is refused by Node before any of our code sees it. */
const MAX_HEADER_BYTES = 32 * 1024;
const IDLE_LOOK_MS = 50;

/** An HTTP server with our limits. While the process stops, every answer is the last one on its connection. */
export function createHttpServer(handler: RequestListener, lifecycle: Pick<Lifecycle, 'stopping'> | null = null): Server {
  return createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 },
    (request, response) => {
      if (lifecycle !== null) closeWhenStopping(response, lifecycle);
      handler(request, response);
    },
  );
}

/** Decided when the head of the answer is written: a request may have been under way for long. */
function closeWhenStopping(response: ServerResponse, lifecycle: Pick<Lifecycle, 'stopping'>): void {
  const writeHead = response.writeHead.bind(response) as (...values: readonly unknown[]) => ServerResponse;
  response.writeHead = (...values: readonly unknown[]) => {
    if (lifecycle.stopping) response.setHeader('connection', 'close');
    return writeHead(...values);
  };
}

/** Closes what is idle, now and as it becomes so, until `ended`. */
export async function closeIdleUntil(server: Server, ended: Promise<unknown>): Promise<void> {
  server.closeIdleConnections();
  const timer = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  await ended.finally(() => clearInterval(timer));
}
