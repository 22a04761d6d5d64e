import type { IdSource, RealmCache } from '@anteroom/core';
import type { Context, Middleware } from 'koa';
import type { BaseUrl } from '../base-url.ts';
import type { ConsoleFiles } from './console-files.ts';
import { CONSOLE_ASSETS } from './koa-console-assets.ts';

export interface ConsoleDependencies extends Pick<ConsoleFiles, 'index'> {
  readonly base: BaseUrl;
  readonly realms: Pick<RealmCache, 'byName'>;
  readonly ids: Pick<IdSource, 'token'>;
}

/** `/admin/realms/console` is realm "console" of the Admin REST. */
const REALM_CONSOLE = /^\/admin\/(?!realms\/)([^/]+)\/console(\/.*)?$/;
const CONSOLE = /^\/admin\/console(\/.*)?$/;
/** Part of the Admin REST, although it lives below the console (Keycloak). */
const WHO_AM_I = '/whoami';
/** Bytes of a nonce (CSP Level 3 §7.1 asks for 128 bits). */
const NONCE_BYTES = 16;

/**
 * The admin console's page at Keycloak's addresses: `/admin/` leads to master's, `/admin/{realm}/console/` and every path below it is the
 * page itself, since the application reads the rest of the address. Only the page is dynamic: it gets a nonce with which its style sheets
 * come in, and nothing inline runs.
 */
export function koaConsole({ index, base, realms, ids }: ConsoleDependencies): Middleware {
  const page = index.replace(/((?:src|href)=")\.\//g, `$1${base.path}${CONSOLE_ASSETS}`);

  function showPage(ctx: Context): void {
    const nonce = ids.token(NONCE_BYTES);
    ctx.status = 200;
    ctx.set({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': consoleCsp(nonce),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'x-robots-tag': 'noindex, nofollow',
    });
    ctx.body = page.replaceAll('__CSP_NONCE__', nonce);
  }

  return async (ctx, next) => {
    const [, segment, rest] = REALM_CONSOLE.exec(ctx.path) ?? [];
    const ofNoRealm = segment === undefined ? CONSOLE.exec(ctx.path) : null;
    const isDoor = ctx.path === '/admin' || ctx.path === '/admin/';
    if ((segment === undefined && ofNoRealm === null && !isDoor) || rest === WHO_AM_I) return next();
    ctx.set('cache-control', 'no-store');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.status = 405;
      ctx.set('allow', 'GET, HEAD');
      ctx.body = { error: 'HTTP 405 Method Not Allowed' };
      return;
    }
    if (segment === undefined) return redirect(ctx, `${base.text}/admin/master/console${ofNoRealm?.[1] ?? '/'}`);
    if ((await realms.byName(decoded(segment))) === null) {
      ctx.status = 404;
      ctx.body = { error: 'Realm not found.' };
      return;
    }
    if (rest === undefined) return redirect(ctx, `${base.text}/admin/${segment}/console/`);
    showPage(ctx);
  };
}

/** Everything from here, by script and style sheets that carry the nonce; framed by nobody. */
function consoleCsp(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The query goes along: a sign-in may be on its way back. The address is ours in front, so that no path can lead to another host. */
function redirect(ctx: Context, location: string): void {
  ctx.status = 302;
  ctx.set('location', `${location}${ctx.search}`);
  ctx.body = '';
}

/** A path segment; one that is not well-formed names no realm. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
