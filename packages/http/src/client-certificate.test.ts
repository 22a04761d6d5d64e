import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { createKeyGenerator } from '@anteroom/oidc';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clientCertificateOf } from './client-certificate.ts';

const proxy = { headers: 'xforwarded', trusted: ['10.0.0.0/8'], clientCertificateHeader: 'ssl-client-cert' } as const;

describe('certificates of clients', () => {
  let pem: string;
  beforeAll(async () => {
    const ids = { uuid: () => randomUUID(), token: (bytes: number) => randomBytes(bytes).toString('base64url') };
    const made = await createKeyGenerator({ ids, clock: { now: () => new Date() } }).generate({ id: 'r', name: 'client' });
    const base64 = made.find(({ providerId }) => providerId === 'rsa-generated')?.config.certificate?.[0] ?? '';
    pem = new X509Certificate(Buffer.from(base64, 'base64')).toString();
  });

  const of = (header: string, trusted = true, trust: typeof proxy | null = proxy) =>
    clientCertificateOf({ headers: { 'ssl-client-cert': header }, socket: {} }, { proxy: trust, trusted });

  it('B117: come from a trusted proxy in each form that proxies use', () => {
    const { raw } = new X509Certificate(pem);
    const base64 = raw.toString('base64');
    for (const header of [encodeURIComponent(pem), pem.replaceAll('\n', ' '), base64, `:${base64}:`]) expect(of(header)).toEqual(raw);
    expect(of('nonsense')).toBeNull();
    expect(of('%')).toBeNull();
  });

  it('B016, D082: are not taken from anybody else, nor where no header is set', () => {
    expect(of(encodeURIComponent(pem), false)).toBeNull();
    expect(of(encodeURIComponent(pem), false, null)).toBeNull();
    expect(
      clientCertificateOf({ headers: { 'x-ssl-client-cert': encodeURIComponent(pem) }, socket: {} }, { proxy, trusted: true }),
    ).toBeNull();
  });
});
