import type { Server as HttpServer, RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { AnteroomError } from '@anteroom/core';
import type { Lifecycle } from '@anteroom/http';
import { createHttpServer } from './http-server.ts';

export interface Listening {
  readonly server: HttpServer;
  readonly port: number;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
}

/** Takes the port first, so that a taken one stops the start with one line; the handler comes when everything else is ready. */
export async function listen({
  handler,
  lifecycle = null,
  ...place
}: Place & { readonly handler: RequestListener; readonly lifecycle?: Pick<Lifecycle, 'stopping'> | null }): Promise<Listening> {
  const server = createHttpServer(handler, lifecycle);
  return { server, port: await listenOn(server, place) };
}

/** The port that was taken: the one asked for, or any free one when that is 0. */
export function listenOn(server: Server, place: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, place)));
    server.listen(place.port, place.host, () => resolve((server.address() as AddressInfo).port));
  });
}

function explain(error: NodeJS.ErrnoException, { host, port, setting }: Place): Error {
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
