import type { Middleware } from 'koa';

export interface HealthCheck {
  readonly name: string;
  /** Rejects when the dependency cannot be used. */
  check(): Promise<void>;
}

/** What the process says of itself; flips to not ready before it stops accepting. */
export interface Lifecycle {
  started: boolean;
  stopping: boolean;
}

const TIMEOUT_MS = 2000;

/** `/health/live`, `/health/ready`, `/health/started`, `/health`, in Keycloak's shape. */
export function koaHealth({ checks, lifecycle }: { readonly checks: readonly HealthCheck[]; readonly lifecycle: Lifecycle }): Middleware {
  return async (ctx, next) => {
    if (!/^\/health(\/(live|ready|started))?\/?$/.test(ctx.path) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    const kind = /\/(live|ready|started)/.exec(ctx.path)?.[1] ?? 'ready';
    const results = kind === 'ready' ? await Promise.all(checks.map(run)) : [];
    if (kind === 'started') results.push({ name: 'started', status: lifecycle.started ? 'UP' : 'DOWN' });
    if (kind === 'ready' && lifecycle.stopping) results.push({ name: 'shutdown', status: 'DOWN' });
    const up = results.every((result) => result.status === 'UP');
    ctx.status = up ? 200 : 503;
    ctx.set('cache-control', 'no-store');
    ctx.body = { status: up ? 'UP' : 'DOWN', checks: results };
  };
}

async function run({ name, check }: HealthCheck): Promise<{ name: string; status: 'UP' | 'DOWN' }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { name, status: 'UP' };
  } catch {
    return { name, status: 'DOWN' };
  } finally {
    clearTimeout(timer);
  }
}
