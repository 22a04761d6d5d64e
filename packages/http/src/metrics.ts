import type { Middleware } from 'koa';
import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Counters other parts raise through this interface; no user id is ever a label. */
export interface Metrics {
  readonly middleware: Middleware;
  /** This process's metrics in Prometheus' text. */
  text(): Promise<string>;
  /** The same as plain data, for `aggregateMetrics` in another process. */
  data(): Promise<unknown>;
  countTransientLogin(realm: string): void;
  /** A refusal of the protocol library that the table of texts does not know. */
  countUnmappedError(route: string): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'anteroom_' });
  const requests = new Histogram({
    name: 'anteroom_http_request_seconds',
    help: 'HTTP requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const transientLogins = new Counter({
    name: 'anteroom_transient_logins_total',
    help: 'Logins that left nothing behind',
    labelNames: ['realm'],
    registers: [registry],
  });
  const unmappedErrors = new Counter({
    name: 'anteroom_unmapped_errors_total',
    help: 'Protocol errors without a row in the table of texts',
    labelNames: ['route'],
    registers: [registry],
  });
  return {
    middleware: async (ctx, next) => {
      const end = requests.startTimer();
      try {
        await next();
      } finally {
        end({ route: ctx.state.route ?? routeOf(ctx.path, ctx.status), method: ctx.method, status: String(ctx.status) });
      }
    },
    text: () => registry.metrics(),
    data: () => registry.getMetricsAsJSON(),
    countTransientLogin: (realm) => transientLogins.inc({ realm }),
    countUnmappedError: (route) => unmappedErrors.inc({ route }),
  };
}

/** Serves `/metrics`. */
export function koaMetrics(text: () => Promise<string>): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/metrics') return next();
    ctx.type = Registry.PROMETHEUS_CONTENT_TYPE;
    ctx.body = await text();
  };
}

/** The metrics of several processes (`Metrics.data`) as one text: sums, where a metric does not say otherwise. */
export function aggregateMetrics(processes: readonly unknown[]): Promise<string> {
  return AggregatorRegistry.aggregate(processes as Parameters<typeof AggregatorRegistry.aggregate>[0]).metrics();
}

/**
 * A bounded set of labels: names of realms, users and ids are left out, and words that lead nowhere, which anybody can make up. The Admin
 * REST names its route itself (`ctx.state.route`), because names stand between its words.
 */
function routeOf(path: string, status: number): string {
  const [, first, , ...rest] = path.split('/');
  if (first === 'realms') {
    const words = status === 404 ? [] : rest.filter((part) => /^[a-z.-]{1,40}$/.test(part)).slice(0, 3);
    return `/realms/{realm}/${words.join('/')}`;
  }
  if (first === 'admin') return rest[0] === 'console' ? '/admin/{realm}/console' : '/admin';
  return first === 'resources' || first === 'dev' || first === 'health' ? `/${first}` : '/other';
}
