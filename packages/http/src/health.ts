import type { Middleware } from 'koa';
import type { CheckResult, Readiness } from './readiness.ts';

/** What the process says of itself; flips to not ready before it stops accepting. */
export interface Lifecycle {
  started: boolean;
  stopping: boolean;
}

/** `/health/live`, `/health/ready`, `/health/started`, `/health`, in Keycloak's shape. */
export function koaHealth({ readiness, lifecycle }: { readonly readiness: Readiness; readonly lifecycle: Lifecycle }): Middleware {
  return async (ctx, next) => {
    if (!/^\/health(\/(live|ready|started))?\/?$/.test(ctx.path) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    const kind = /\/(live|ready|started)/.exec(ctx.path)?.[1] ?? 'ready';
    const results: CheckResult[] = kind === 'ready' ? [...(await readiness())] : [];
    if (kind === 'started') results.push({ name: 'started', status: lifecycle.started ? 'UP' : 'DOWN' });
    if (kind === 'ready' && lifecycle.stopping) results.push({ name: 'shutdown', status: 'DOWN' });
    const up = results.every((result) => result.status === 'UP');
    ctx.status = up ? 200 : 503;
    ctx.set('cache-control', 'no-store');
    ctx.body = { status: up ? 'UP' : 'DOWN', checks: results };
  };
}
