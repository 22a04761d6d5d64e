import type { Credential } from '@anteroom/core';
import type { NewKey, PublicKey } from './webauthn-verifier.ts';

/**
 * Keycloak's credential data of a key: the id in base64, the COSE public key in base64url, the signature counter, and what the
 * authenticator said about itself. Null for data that cannot be used.
 */
export function readKey({ credentialData }: Credential): PublicKey | null {
  const { credentialId, credentialPublicKey, counter = 0, transports } = credentialData;
  if (typeof credentialId !== 'string' || typeof credentialPublicKey !== 'string' || typeof counter !== 'number') return null;
  return {
    id: toBase64Url(credentialId),
    publicKey: toBase64Url(credentialPublicKey),
    counter,
    transports: Array.isArray(transports) ? transports.filter((item) => typeof item === 'string') : [],
  };
}

export function writeKey(key: NewKey): Credential['credentialData'] {
  return {
    aaguid: key.aaguid,
    credentialId: Buffer.from(key.id, 'base64url').toString('base64'),
    counter: key.counter,
    attestationStatement: null,
    credentialPublicKey: key.publicKey,
    attestationStatementFormat: key.format,
    transports: [...key.transports],
  };
}

/** Either alphabet, with padding or without. */
function toBase64Url(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('base64url');
}
