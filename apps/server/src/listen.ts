import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnteroomError } from '@anteroom/core';

export interface Listening {
  readonly server: Server;
  readonly port: number;
}

/** Largest head of a request; a longer one is refused by Node before any of our code sees it. */
const MAX_HEADER_BYTES = 32 * 1024;

/** Takes the port first, so that a taken one stops the start with one line; the handler comes when everything else is ready. */
export function listen(input: {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
  readonly handler: RequestListener;
}): Promise<Listening> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 },
    input.handler,
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, input)));
    server.listen(input.port, input.host, () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

function explain(
  error: NodeJS.ErrnoException,
  { host, port, setting }: { readonly host: string; readonly port: number; readonly setting: string },
): Error {
  if (error.code === 'EADDRINUSE')
    return new AnteroomError('configuration', `port ${port} is taken: stop what listens there, or set ${setting} to another port`, {
      cause: error,
    });
  if (error.code === 'EACCES')
    return new AnteroomError('configuration', `port ${port} may not be used by this user: set ${setting} to a port above 1023`, {
      cause: error,
    });
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new AnteroomError('configuration', `ANTEROOM_HTTP_HOST ${host} is no address of this machine`, { cause: error });
  return error;
}
