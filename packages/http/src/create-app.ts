import type { Clock, IdSource, Log } from '@anteroom/core';
import Koa, { type Middleware } from 'koa';
import type { BaseUrl } from './base-url.ts';
import type { ProxyTrust } from './client-address.ts';
import { koaClientAddress } from './koa-client-address.ts';
import { koaError } from './koa-error.ts';
import { koaHostPin } from './koa-host-pin.ts';
import { koaRequestLog } from './koa-request-log.ts';
import type { UnavailablePage } from './unavailable-page.ts';

/** The Koa application, for those who may not name Koa. */
export type Application = Koa;

export interface AppDependencies {
  readonly base: BaseUrl;
  /** Refuse foreign Host headers instead of overriding them (development). */
  readonly strictHost: boolean;
  readonly proxy: ProxyTrust | null;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  /** For browsers that ask while a store does not answer. */
  readonly unavailablePage?: UnavailablePage;
  /** Before host pinning: health checks come from inside, by any name. */
  readonly unpinned: readonly Middleware[];
  /** The rooms, in order; each answers or passes on. */
  readonly rooms: readonly Middleware[];
}

/**
 * The order of middleware is the security model: id and log, errors, caller address, health, host pinning, then the rooms.
 */
export function createApp({ base, strictHost, proxy, clock, ids, log, unavailablePage, unpinned, rooms }: AppDependencies): Koa {
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!isOfTheCaller(error)) log.error('http.response_failed', { error });
  });
  app.use(koaRequestLog({ log, clock, ids }));
  app.use(koaError({ log, ...(unavailablePage === undefined ? {} : { unavailablePage }) }));
  app.use(koaClientAddress({ proxy, log }));
  for (const middleware of unpinned) app.use(middleware);
  app.use(koaHostPin({ base, strict: strictHost }));
  for (const middleware of rooms) app.use(middleware);
  return app;
}

const OF_THE_CALLER = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_HTTP_REQUEST_TIMEOUT']);

/**
 * A connection that was cut, a body that never came, or bytes that are no HTTP: anybody can do that, as often as they like, and the error
 * has what was sent, passwords too.
 */
function isOfTheCaller({ code = '' }: NodeJS.ErrnoException): boolean {
  return OF_THE_CALLER.has(code) || code.startsWith('HPE_');
}
