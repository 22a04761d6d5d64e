import type { Log } from '@anteroom/core';
import type { Middleware } from 'koa';
import { createClientAddress, type ProxyTrust } from './client-address.ts';

/** Puts the caller's address into `ctx.ip`. Without proxy settings the first forwarded header is reported with the line to set. */
export function koaClientAddress({ proxy, log }: { readonly proxy: ProxyTrust | null; readonly log: Log }): Middleware {
  const addressOf = createClientAddress(proxy);
  let reported = proxy !== null;
  return async (ctx, next) => {
    ctx.request.ip = addressOf(ctx.req.headers, ctx.req.socket.remoteAddress ?? '');
    if (!reported && (ctx.req.headers['x-forwarded-for'] !== undefined || ctx.req.headers.forwarded !== undefined)) {
      reported = true;
      const header = ctx.req.headers.forwarded === undefined ? 'xforwarded' : 'forwarded';
      log.warn('proxy.headers_ignored', { hint: `a proxy is in front: set ANTEROOM_PROXY_HEADERS=${header} to use its client addresses` });
    }
    await next();
  };
}
