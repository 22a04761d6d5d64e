import { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { ProxyTrust } from './client-address.ts';

/** RFC 9440 §2.1 (`:<base64>:`), or PEM, also percent-encoded (nginx `$ssl_client_escaped_cert`), with or without its armour. */
function derOf(header: string): Buffer | null {
  try {
    const text = header.includes('%') ? decodeURIComponent(header) : header;
    const base64 = text.replace(/-----[A-Z ]+-----/g, '').replace(/[\s:]/g, '');
    const der = Buffer.from(base64, 'base64');
    return base64 === '' ? null : new X509Certificate(der).raw;
  } catch {
    return null;
  }
}

/**
 * DER of the certificate a client showed in TLS: to this server itself, or to a trusted proxy that passes it on. A header of anybody
 * else is nothing (CVE-2024-10039).
 */
export function clientCertificateOf(
  request: { readonly headers: IncomingHttpHeaders; readonly socket: object },
  { proxy, trusted }: { readonly proxy: ProxyTrust | null; readonly trusted: boolean },
): Buffer | null {
  const socket = request.socket as Partial<TLSSocket>;
  if (socket.authorized === true) return socket.getPeerCertificate?.()?.raw ?? null;
  const name = proxy?.clientCertificateHeader ?? null;
  const header = name === null || !trusted ? undefined : request.headers[name];
  return typeof header === 'string' ? derOf(header) : null;
}
