import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import type { IdSource } from '@anteroom/core';
import { X509CertificateGenerator } from '@peculiar/x509';

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** A certificate for a realm key as Keycloak makes it: `CN=<realm>`, ten years. Node itself cannot make one (settled 30). */
export async function selfSignedCertificate(privateKey: KeyObject, realmName: string, now: Date, ids: IdSource): Promise<string> {
  const { subtle } = webcrypto;
  const keys = {
    privateKey: await subtle.importKey('pkcs8', privateKey.export({ format: 'der', type: 'pkcs8' }), RS256, true, ['sign']),
    publicKey: await subtle.importKey('spki', createPublicKey(privateKey).export({ format: 'der', type: 'spki' }), RS256, true, ['verify']),
  };
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + 10);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      // Positive and never zero (RFC 5280 §4.1.2.2).
      serialNumber: `01${Buffer.from(ids.token(8), 'base64url').toString('hex')}`,
      name: [{ CN: [realmName] }],
      notBefore: now,
      notAfter,
      signingAlgorithm: RS256,
      keys: keys as never,
    },
    webcrypto as never,
  );
  return Buffer.from(certificate.rawData).toString('base64');
}
