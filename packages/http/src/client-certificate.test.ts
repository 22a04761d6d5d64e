import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientCertificateOf } from './client-certificate.ts';

const proxy = { headers: 'xforwarded', trusted: ['10.0.0.0/8'], clientCertificateHeader: 'ssl-client-cert' } as const;

describe('certificates of clients', () => {
  let folder: string;
  let pem: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anteroom-certificate-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const what = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=client'];
    execFileSync('openssl', [...what, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    pem = readFileSync(cert, 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
