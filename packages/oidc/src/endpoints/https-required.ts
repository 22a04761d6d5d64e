import { BlockList, isIP } from 'node:net';
import type { RealmSnapshot, Urls } from '@anteroom/core';
import type { Pages } from '../browser/pages.ts';
import { visitOf } from '../browser/visit.ts';
import { refusalAnswer } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { forAnyOrigin } from './cors.ts';

/** What Keycloak calls local: loopback and private addresses, of IPv6 link-local and unique-local ones too. */
const local = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['0.0.0.0', 32],
] as const)
  local.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
] as const)
  local.addSubnet(net, prefix, 'ipv6');

/** What tells nothing about anybody, and what a person leaves by. */
const OPEN = /^(\/account|\/protocol\/openid-connect\/(login-status-iframe\.html(\/init)?|3p-cookies\/step[12]\.html))?\/?$/;
const PAGES =
  /^\/(login-actions|device|authentication-requests|protocol\/openid-connect\/(auth|registrations|forgot-credentials|logout\/logout-confirm))(\/(?!device)|$)/;
const LOGOUT = /^\/protocol\/openid-connect\/logout\/?$/;

/** Whether the realm wants https of a caller at this address (Keycloak's `SslRequired`). What is no address is not local. */
export function requiresHttps(sslRequired: string, ip: string): boolean {
  switch (sslRequired.toLowerCase()) {
    case 'none':
      return false;
    case 'all':
      return true;
    default:
      return isIP(ip) === 0 || !local.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
  }
}

/**
 * The answer to a request that the realm wants by https only; null when it may go on. What counts is the server's public address, as in
 * Keycloak: below an https one the proxy in front has ended TLS. The caller is who the trusted proxies say.
 */
export function createHttpsGuard({ urls, pages }: { readonly urls: Urls; readonly pages: Pick<Pages, 'error'> }) {
  const secure = new URL(urls.base).protocol === 'https:';
  return (ctx: HttpContext, realm: RealmSnapshot, path: string): HttpAnswer | null => {
    if (secure || ctx.method === 'OPTIONS' || OPEN.test(path) || !requiresHttps(realm.realm.sslRequired, ctx.ip)) return null;
    // Who is signed in may sign out.
    if (LOGOUT.test(path) && ctx.method === 'GET') return null;
    if (PAGES.test(path)) return pages.error(visitOf(ctx, realm, urls, {}), 400, { key: 'httpsRequiredMessage' });
    return forAnyOrigin(ctx, refusalAnswer({ status: 403, error: 'invalid_request', description: 'HTTPS required' }));
  };
}
