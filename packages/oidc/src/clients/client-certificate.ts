import { X509Certificate } from 'node:crypto';
import type { Client } from '@anteroom/core';

/** Client attributes, as Keycloak: the subject of the client's certificate, word for word or as a regular expression. */
const SUBJECT = 'x509.subjectdn';
const IS_PATTERN = 'x509.allow.regex.pattern.comparison';
const MAX_PATTERN = 200;

/** Parts of a distinguished name, `CN=a` each; the order in which it was written does not matter. */
function partsOf(name: string, separator: RegExp): string {
  return name
    .split(separator)
    .map((part) => part.trim().replace(/\s*=\s*/, '='))
    .filter((part) => part !== '')
    .map((part) => part.replace(/^[^=]+/, (key) => key.toUpperCase()).replaceAll('\\,', ','))
    .sort()
    .join('\n');
}

/** Whether the certificate is the one that the client is registered with (RFC 8705 §2.1.2 `tls_client_auth_subject_dn`). */
export function isCertificateOf(client: Client, der: Buffer): boolean {
  const wanted = client.attributes[SUBJECT];
  if (!wanted) return false;
  const { subject } = new X509Certificate(der);
  if (client.attributes[IS_PATTERN] !== 'true') return partsOf(subject, /\n/) === partsOf(wanted, /(?<!\\),/);
  // Written by an administrator, and matched as a whole against a short text.
  if (wanted.length > MAX_PATTERN) return false;
  try {
    const lines = subject.split('\n');
    return [lines, [...lines].reverse()].some((order) => new RegExp(`^(?:${wanted})$`).test(order.join(',')));
  } catch {
    return false;
  }
}
