import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { RealmCertificate } from './realm-key.ts';

/** Base64 of an export, with or without PEM armour and line breaks. */
function derOf(text: string): Buffer {
  const body = text.replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+=*$/.test(body)) throw new Error('not base64');
  return Buffer.from(body, 'base64');
}

/** Keycloak writes RSA keys as PKCS#1; keys that people paste are often PKCS#8, EC keys sometimes SEC 1. */
export function readPrivateKey(text: string): KeyObject {
  const der = derOf(text);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // the next encoding
    }
  }
  throw new Error('the private key is neither PKCS#8, PKCS#1 nor SEC 1');
}

export function readPublicKey(text: string): KeyObject {
  return createPublicKey({ key: derOf(text), format: 'der', type: 'spki' });
}

export function readCertificate(text: string): RealmCertificate {
  const der = derOf(text);
  const validTo = new Date(new X509Certificate(der).validTo);
  return { der, validTo: Number.isNaN(validTo.getTime()) ? null : validTo };
}

/** Keycloak's key id: SHA-256 over the DER of the public key. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64url');
}
