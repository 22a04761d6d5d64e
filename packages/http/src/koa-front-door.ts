import type { Middleware } from 'koa';
import type { BaseUrl } from './base-url.ts';

/**
 * `/` leads to `/admin/`, as in Keycloak. Where the console is not built, that page says how to administer instead of being a dead end.
 */
export function koaFrontDoor({
  base,
  resources,
  csp,
}: {
  readonly base: BaseUrl;
  readonly resources: string;
  readonly csp: string;
}): Middleware {
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Anteroom</title>
<link rel="stylesheet" href="${resources}/style.css">
<link rel="icon" href="${resources}/icon.svg" type="image/svg+xml">
</head>
<body>
<div class="page page-wide">
<header id="kc-header"><img class="mark" src="${resources}/icon.svg" alt="" width="40" height="40"><div id="kc-header-wrapper">Anteroom</div></header>
<main id="kc-content">
<h1>This server is running</h1>
<p>It is administered through Keycloak's Admin REST, for example with kcadm or an admin client.</p>
<p><a href="${base.path}/admin/openapi.json">What the Admin REST offers (OpenAPI)</a></p>
<p><a href="${base.path}/realms/master/.well-known/openid-configuration">Discovery document of realm master</a></p>
</main>
</div>
</body>
</html>
`;
  return async (ctx, next) => {
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (reads && ctx.path === '/') {
      ctx.status = 302;
      ctx.set('location', `${base.text}/admin/`);
      ctx.body = '';
      return;
    }
    if (!reads || (ctx.path !== '/admin/' && ctx.path !== '/admin')) return next();
    ctx.set({
      'content-security-policy': csp,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    ctx.type = 'html';
    ctx.body = page;
  };
}
