import type { Clock, IdSource, Log } from '@anteroom/core';
import type { Middleware } from 'koa';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request an id (echoed as `x-request-id`) and one line in the log: never a query, a body or a header value. */
export function koaRequestLog({ log, clock, ids }: { readonly log: Log; readonly clock: Clock; readonly ids: IdSource }): Middleware {
  return async (ctx, next) => {
    const given = ctx.req.headers['x-request-id'];
    ctx.state.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : ids.token(9);
    ctx.set('x-request-id', ctx.state.requestId);
    const started = clock.now().getTime();
    await next();
    log.debug('http.request', {
      requestId: ctx.state.requestId,
      method: ctx.method,
      path: ctx.path,
      status: ctx.status,
      ms: clock.now().getTime() - started,
    });
  };
}
