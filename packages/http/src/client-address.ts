import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface ProxyTrust {
  readonly headers: 'forwarded' | 'xforwarded';
  /** Addresses or CIDR ranges whose headers are believed. */
  readonly trusted: readonly string[];
  /** Header in which the proxy passes on the certificate that a client showed it in TLS; absent or null: none does. */
  readonly clientCertificateHeader?: string | null;
}

export interface ClientAddress {
  (headers: IncomingHttpHeaders, socketAddress: string): string;
  /** Whether headers that come from this address are believed. */
  trusts(socketAddress: string): boolean;
}

/**
 * The caller's address. A forwarded header counts only when it came from a trusted proxy; the list is walked from the right and ends at
 * the first address that is not a trusted proxy. Anything that is no address ends the walk: garbage is never believed (D021, D105).
 */
export function createClientAddress(proxy: ProxyTrust | null): ClientAddress {
  const trusted = blockList(proxy?.trusted ?? []);
  const trusts = (socketAddress: string) => proxy !== null && contains(trusted, plain(socketAddress));
  const addressOf = (headers: IncomingHttpHeaders, socketAddress: string) => {
    const peer = plain(socketAddress);
    if (proxy === null || !trusts(peer)) return peer;
    const hops = proxy.headers === 'xforwarded' ? xForwardedFor(headers) : forwardedFor(headers);
    let address = peer;
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) break;
      address = hop;
      if (!contains(trusted, hop)) break;
    }
    return address;
  };
  return Object.assign(addressOf, { trusts });
}

function xForwardedFor(headers: IncomingHttpHeaders): string[] {
  return String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .slice(-20)
    .map((part) => plain(part.trim()));
}

/** RFC 7239 §4: `for=192.0.2.60;proto=http, for="[2001:db8::1]:4711"` */
function forwardedFor(headers: IncomingHttpHeaders): string[] {
  return String(headers.forwarded ?? '')
    .split(',')
    .slice(-20)
    .map((element) => {
      const value = /(?:^|;)\s*for=("?)([^";]*)\1/i.exec(element.trim())?.[2] ?? '';
      return plain(value.replace(/^\[([^\]]*)\](:\d+)?$/, '$1'));
    });
}

/** IPv4-mapped IPv6 addresses are the IPv4 address; a port behind an IPv4 address is dropped. */
function plain(address: string): string {
  return address.replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
