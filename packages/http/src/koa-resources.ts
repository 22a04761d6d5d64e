import type { Middleware } from 'koa';

export interface StaticResource {
  /** Path with the content's hash in it, so that it can be cached for ever. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** Style sheets, scripts and icons of the pages. */
export function koaResources({ resources }: { readonly resources: readonly StaticResource[] }): Middleware {
  const byPath = new Map(resources.map((resource) => [resource.path, resource]));
  return async (ctx, next) => {
    const resource = ctx.method === 'GET' || ctx.method === 'HEAD' ? byPath.get(ctx.path) : undefined;
    if (resource === undefined) return next();
    ctx.set('cache-control', 'public, max-age=31536000, immutable');
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('content-type', resource.contentType);
    ctx.body = typeof resource.body === 'string' ? resource.body : Buffer.from(resource.body);
  };
}
