import { isAnteroomError, type Log } from '@anteroom/core';
import type { Context, Middleware } from 'koa';
import type { UnavailablePage } from './unavailable-page.ts';

export interface ErrorDependencies {
  readonly log: Log;
  /** What a browser is shown instead of JSON while a store does not answer; absent where no browser comes. */
  readonly unavailablePage?: UnavailablePage;
}

/** The last net: no stack trace and no framework page ever reaches a caller. Shapes as Keycloak's framework errors. */
export function koaError({ log, unavailablePage }: ErrorDependencies): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        ctx.status = 404;
        sendJson(ctx, { error: 'HTTP 404 Not Found' });
      }
    } catch (error) {
      const { status, body, retryAfter } = answerFor(error);
      const about = { requestId: ctx.state.requestId, method: ctx.method, path: ctx.path };
      // Being full or cut off is a state, not a fault here: it must not fill the log with traces.
      if (isAnteroomError(error, 'busy')) log.warn('http.busy', { ...about, reason: error.message });
      else if (isAnteroomError(error, 'store_unavailable')) log.warn('http.store_unavailable', { ...about, reason: error.message });
      else if (status >= 500) log.error('http.failed', { ...about, error });
      if (retryAfter !== null) ctx.set('retry-after', String(retryAfter));
      ctx.status = status;
      ctx.set('cache-control', 'no-store');
      if (status === 503 && unavailablePage !== undefined && isForEyes(ctx)) {
        const { headers, html } = unavailablePage(ctx);
        ctx.set(headers);
        ctx.body = html;
      } else sendJson(ctx, body);
    }
  };
}

/** A page was asked for: programs that call an endpoint do not name HTML. */
function isForEyes(ctx: Context): boolean {
  return ctx.req.headers.accept?.includes('text/html') === true;
}

/** As Keycloak: JSON without a charset parameter (RFC 8259 §11 knows none). */
function sendJson(ctx: Context, body: object): void {
  ctx.set('content-type', 'application/json');
  ctx.body = JSON.stringify(body);
}

function answerFor(error: unknown): { readonly status: number; readonly body: object; readonly retryAfter: number | null } {
  if (isAnteroomError(error, 'busy') || isAnteroomError(error, 'store_unavailable')) {
    return {
      status: 503,
      body: { error: 'temporarily_unavailable', error_description: 'Try again in a moment' },
      retryAfter: error.retryAfter ?? 1,
    };
  }
  if (isAnteroomError(error, 'invalid_input')) {
    const tooLarge = error.publicText === 'Request body too large';
    return {
      status: tooLarge ? 413 : 400,
      body: { error: 'invalid_request', error_description: error.publicText ?? 'Invalid request' },
      retryAfter: null,
    };
  }
  return {
    status: 500,
    body: { error: 'unknown_error', error_description: 'For more on this error consult the server log.' },
    retryAfter: null,
  };
}
