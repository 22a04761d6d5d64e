import { codeFlow } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, DESK, SHOP } from '../demo-realm.ts';
import { type Request, send } from '../http-client.ts';
import type { RunningServer } from '../server.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

interface Step {
  readonly path: string;
  readonly request?: Request;
  /** Answered without any store: by what is kept in memory, or because the request is wrong anyhow. */
  readonly needsNone?: true;
}

/**
 * One request to every kind of place, while the database does not answer. Gives what was neither an answer that needs no store nor a
 * `503` with `Retry-After`, in words.
 */
export async function walkEverywhere(
  server: RunningServer,
  tokens: { readonly access: string; readonly refresh: string; readonly admin: string },
): Promise<readonly string[]> {
  const realm = `/realms/${DEMO}`;
  const openid = `${realm}/protocol/openid-connect`;
  const post = (form: Readonly<Record<string, string>>, headers = {}): Request => ({ method: 'POST', form, headers });
  const asAdmin = { authorization: `Bearer ${tokens.admin}` };
  const authorization = new URL(codeFlow(server, DEMO, { id: DESK.client_id }).url);
  const steps: readonly Step[] = [
    { path: '/realms/never-heard-of', request: { headers: HTML } },
    { path: '/realms/never-heard-of-either/.well-known/openid-configuration' },
    { path: `${realm}/.well-known/openid-configuration`, needsNone: true },
    { path: `${openid}/certs`, needsNone: true },
    { path: `${authorization.pathname}${authorization.search}`, request: { headers: HTML } },
    { path: `${openid}/registrations?client_id=unknown`, request: { headers: HTML } },
    { path: `${openid}/token`, request: post({ grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, ...SHOP }) },
    { path: `${openid}/token`, request: post({ grant_type: 'refresh_token', refresh_token: tokens.refresh, ...SHOP }) },
    { path: `${openid}/token`, request: post({ grant_type: 'client_credentials', ...SHOP }) },
    { path: `${openid}/token`, request: post({ grant_type: 'client_credentials', client_id: 'nobody-yet', client_secret: 'x' }) },
    {
      path: `${openid}/token`,
      request: post({ grant_type: 'authorization_code', code: 's.none', redirect_uri: 'http://localhost:9999/cb', ...SHOP }),
    },
    { path: `${openid}/token/introspect`, request: post({ token: tokens.access, ...SHOP }) },
    { path: `${openid}/revoke`, request: post({ token: tokens.access, ...SHOP }) },
    { path: `${openid}/userinfo`, request: { headers: { authorization: `Bearer ${tokens.access}` } } },
    { path: `${openid}/logout`, request: post({ refresh_token: tokens.refresh, ...SHOP }) },
    { path: `${openid}/logout`, request: { headers: HTML }, needsNone: true },
    { path: `${realm}/login-actions/authenticate?client_id=shop&tab_id=AAAAAAAAAAA`, request: { headers: HTML }, needsNone: true },
    { path: `${realm}/login-actions/reset-credentials?client_id=shop`, request: { headers: HTML }, needsNone: true },
    { path: `${realm}/login-actions/action-token?key=none`, request: { headers: HTML }, needsNone: true },
    { path: '/admin/realms', request: { headers: asAdmin } },
    { path: `/admin/realms/${DEMO}`, request: { headers: asAdmin } },
    { path: `/admin/realms/${DEMO}/users`, request: { headers: asAdmin } },
    { path: `/admin/realms/${DEMO}/users`, request: { method: 'POST', json: { username: 'new' }, headers: asAdmin } },
    { path: `/admin/realms/${DEMO}/clients`, request: { headers: asAdmin } },
    { path: `/admin/realms/${DEMO}/events`, request: { headers: asAdmin } },
    { path: '/admin/realms/never-heard-of-at-all', request: { headers: asAdmin } },
    { path: '/', needsNone: true },
    { path: '/health/live', needsNone: true },
    { path: '/metrics', needsNone: true },
  ];
  const wrong: string[] = [];
  for (const { path, request, needsNone = false } of steps) {
    const { status, headers, text } = await send(`${server.local}${path}`, request);
    const isRefused = status === 503 && headers.has('retry-after');
    if (!isRefused && !(needsNone && status < 500)) wrong.push(`${request?.method ?? 'GET'} ${path}: ${status} ${text.slice(0, 160)}`);
    const wantsPage = (request?.headers as Record<string, string> | undefined)?.accept === HTML.accept;
    if (isRefused && wantsPage && !text.includes('<!')) wrong.push(`${path}: no page: ${text.slice(0, 160)}`);
  }
  return wrong;
}
