import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import type { ProxyTrust } from './client-address.ts';
import { koaClientAddress } from './koa-client-address.ts';

const NGINX: ProxyTrust = { headers: 'xforwarded', trusted: ['10.0.0.1'] };

/** Requests of peers with headers, and what was seen of them and logged. */
async function visits(proxy: ProxyTrust | null, requests: readonly (readonly [peer: string, headers: Readonly<Record<string, string>>])[]) {
  const log = createMemoryLog();
  const middleware = koaClientAddress({ proxy, log });
  const addresses: string[] = [];
  for (const [remoteAddress, headers] of requests) {
    const ctx = { req: { headers, socket: { remoteAddress } }, request: { ip: '' } };
    await middleware(ctx as never, async () => {});
    addresses.push(ctx.request.ip);
  }
  return { addresses, events: log.entries.map(({ event }) => event), text: log.text() };
}

describe('koaClientAddress', () => {
  it('reports forwarded headers once, with the line to set, where no proxy is set', async () => {
    const request = ['10.0.0.1', { 'x-forwarded-for': '203.0.113.9' }] as const;
    const { addresses, events, text } = await visits(null, [request, request]);
    expect(addresses).toEqual(['10.0.0.1', '10.0.0.1']);
    expect(events).toEqual(['proxy.headers_ignored']);
    expect(text).toContain('ANTEROOM_PROXY_HEADERS=xforwarded');
  });

  it('takes the word of a trusted proxy, and reports once that another peer is not believed', async () => {
    const { addresses, events } = await visits(NGINX, [
      ['10.0.0.1', { 'x-forwarded-for': '203.0.113.9' }],
      ['198.51.100.4', { 'x-forwarded-for': '203.0.113.9' }],
      ['198.51.100.4', { 'x-forwarded-for': '203.0.113.10' }],
      ['198.51.100.4', {}],
    ]);
    expect(addresses).toEqual(['203.0.113.9', '198.51.100.4', '198.51.100.4', '198.51.100.4']);
    expect(events).toEqual(['proxy.untrusted_peer']);
  });

  it('says that a proxy sends the other kind of header', async () => {
    const { addresses, text } = await visits(NGINX, [['10.0.0.1', { forwarded: 'for=203.0.113.9' }]]);
    expect(addresses).toEqual(['10.0.0.1']);
    expect(text).toContain('ANTEROOM_PROXY_HEADERS=forwarded');
  });
});
