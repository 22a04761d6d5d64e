import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '@anteroom/core';
import type { Middleware } from 'koa';
import { createClientAddress, type ProxyTrust } from './client-address.ts';
import { clientCertificateOf } from './client-certificate.ts';

/**
 * Puts the caller's address into `ctx.ip` and the certificate it showed into `ctx.state.clientCertificate`. Forwarded headers that are not used (no proxy is set, it is none of the trusted, or it sends
 * the other kind) are reported once each, with the line to set.
 */
export function koaClientAddress({ proxy, log }: { readonly proxy: ProxyTrust | null; readonly log: Log }): Middleware {
  const addressOf = createClientAddress(proxy);
  const reported = new Set<string>();
  const report = (event: string, fields: Readonly<Record<string, string>>) => {
    if (reported.has(event)) return;
    reported.add(event);
    log.warn(event, fields);
  };
  return async (ctx, next) => {
    const { headers, socket } = ctx.req;
    const peer = socket.remoteAddress ?? '';
    ctx.request.ip = addressOf(headers, peer);
    const certificate = clientCertificateOf(ctx.req, { proxy, trusted: addressOf.trusts(peer) });
    if (certificate !== null) ctx.state.clientCertificate = certificate;
    const given = kindOf(headers);
    if (given !== null) {
      if (proxy === null) {
        report('proxy.headers_ignored', { hint: `a proxy is in front: set ANTEROOM_PROXY_HEADERS=${given} to use its client addresses` });
      } else if (!addressOf.trusts(peer)) {
        report('proxy.untrusted_peer', {
          peer,
          hint: 'its forwarded headers are ignored: if it is a proxy of yours, name it in ANTEROOM_PROXY_TRUSTED_ADDRESSES',
        });
      } else if (!has(headers, proxy.headers)) {
        report('proxy.other_headers', { peer, hint: `it sends the other kind of header: set ANTEROOM_PROXY_HEADERS=${given}` });
      }
    }
    await next();
  };
}

function kindOf(headers: IncomingHttpHeaders): ProxyTrust['headers'] | null {
  if (has(headers, 'forwarded')) return 'forwarded';
  return has(headers, 'xforwarded') ? 'xforwarded' : null;
}

function has(headers: IncomingHttpHeaders, kind: ProxyTrust['headers']): boolean {
  return headers[kind === 'forwarded' ? 'forwarded' : 'x-forwarded-for'] !== undefined;
}
