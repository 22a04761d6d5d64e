import type { Middleware } from 'koa';
import type { BaseUrl } from './base-url.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?$/;

/**
 * Pins host and protocol to the configured ones before anything else looks at them: an issuer, a link or an endpoint address never
 * follows a request header. In development a foreign Host is refused (421), so that DNS rebinding reaches no page of this machine;
 * a GET by another loopback name is sent to the right one.
 */
export function koaHostPin({ base, strict }: { readonly base: BaseUrl; readonly strict: boolean }): Middleware {
  return async (ctx, next) => {
    const asked = ctx.req.headers.host ?? '';
    if (strict && asked.toLowerCase() !== base.host.toLowerCase()) {
      if (LOOPBACK_HOST.test(asked) && (ctx.method === 'GET' || ctx.method === 'HEAD')) {
        ctx.redirect(`${base.protocol}://${base.host}${ctx.req.url ?? '/'}`);
        return;
      }
      ctx.status = 421;
      ctx.body = { error: 'misdirected_request', error_description: `This server answers as ${base.text} only` };
      return;
    }
    ctx.req.headers.host = base.host;
    for (const name of Object.keys(ctx.req.headers))
      if (name === 'forwarded' || name.startsWith('x-forwarded-')) delete ctx.req.headers[name];
    // From here on these headers are ours: the protocol library reads the scheme from them.
    ctx.req.headers['x-forwarded-proto'] = base.protocol;
    ctx.req.headers['x-forwarded-host'] = base.host;
    Object.defineProperty(ctx.request, 'protocol', { value: base.protocol });
    await next();
  };
}
