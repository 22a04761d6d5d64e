import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A self-signed certificate and its key; the name as parts, `{ CN: 'rp.test' }`. */
export async function testCertificate(name: Readonly<Record<string, string>>) {
  const keys = await webcrypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: Object.entries(name).map(([key, value]) => ({ [key]: [value] })),
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 86_400_000),
      signingAlgorithm: ES256,
      keys: keys as never,
    },
    webcrypto as never,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const armoured = (label: string, body: string) => `-----BEGIN ${label}-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
  const der = Buffer.from(certificate.rawData);
  return { key: armoured('PRIVATE KEY', pkcs8), cert: armoured('CERTIFICATE', der.toString('base64')), der };
}
