import { createPublicKey, createSecretKey } from 'node:crypto';
import type { Component } from '@anteroom/core';
import { keyIdOf, readCertificate, readPrivateKey, readPublicKey } from './read-key-material.ts';
import type { KeyStatus, RealmKey } from './realm-key.ts';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const RSA_SIGNING = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const RSA_ENCRYPTION = ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5'];
const HMAC = ['HS256', 'HS384', 'HS512'];

/** Reads the key of one component. Throws an error that says what is wrong with it. */
export function readKeyProvider(component: Component): RealmKey {
  const config = (name: string): string | null => component.config[name]?.[0] ?? null;
  const required = (name: string): string => {
    const value = config(name);
    if (value === null || value === '') throw new Error(`config "${name}" is missing`);
    return value;
  };
  const oneOf = (allowed: readonly string[], fallback: string): string => {
    const algorithm = config('algorithm') ?? fallback;
    if (!allowed.includes(algorithm)) throw new Error(`algorithm "${algorithm}" does not fit ${component.providerId}`);
    return algorithm;
  };
  const status: KeyStatus = config('enabled') === 'false' ? 'DISABLED' : config('active') === 'false' ? 'PASSIVE' : 'ACTIVE';
  const shared = { providerId: component.id, priority: Number(config('priority') ?? 0) || 0, status };

  switch (component.providerId) {
    case 'rsa':
    case 'rsa-generated':
    case 'rsa-enc':
    case 'rsa-enc-generated': {
      const encrypts = component.providerId.startsWith('rsa-enc') || (config('keyUse') ?? 'SIG').toUpperCase() === 'ENC';
      const privateKey = readPrivateKey(required('privateKey'));
      if (privateKey.asymmetricKeyType !== 'rsa') throw new Error('the private key is not an RSA key');
      const publicKey = createPublicKey(privateKey);
      const certificate = config('certificate');
      return {
        ...shared,
        kid: config('kid') ?? keyIdOf(publicKey),
        use: encrypts ? 'ENC' : 'SIG',
        type: 'RSA',
        algorithm: encrypts ? oneOf(RSA_ENCRYPTION, 'RSA-OAEP') : oneOf(RSA_SIGNING, 'RS256'),
        publicKey,
        privateKey,
        secretKey: null,
        certificate: certificate === null ? null : readCertificate(certificate),
      };
    }
    case 'ecdsa-generated': {
      const privateKey = readPrivateKey(required('ecdsaPrivateKey'));
      const publicKey = config('ecdsaPublicKey') === null ? createPublicKey(privateKey) : readPublicKey(required('ecdsaPublicKey'));
      const algorithm = CURVES[privateKey.asymmetricKeyDetails?.namedCurve ?? ''];
      if (algorithm === undefined) throw new Error('the curve is not P-256, P-384 or P-521');
      const certificate = config('certificate');
      return {
        ...shared,
        kid: config('kid') ?? keyIdOf(publicKey),
        use: 'SIG',
        type: 'EC',
        algorithm,
        publicKey,
        privateKey,
        secretKey: null,
        certificate: certificate === null ? null : readCertificate(certificate),
      };
    }
    case 'eddsa-generated': {
      const privateKey = readPrivateKey(required('eddsaPrivateKey'));
      if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('only Ed25519 is supported');
      const publicKey = createPublicKey(privateKey);
      return {
        ...shared,
        kid: config('kid') ?? keyIdOf(publicKey),
        use: 'SIG',
        type: 'OKP',
        algorithm: 'EdDSA',
        publicKey,
        privateKey,
        secretKey: null,
        certificate: null,
      };
    }
    case 'hmac-generated':
    case 'hmac-generated-hs512': {
      const secret = Buffer.from(required('secret'), 'base64url');
      const algorithm = oneOf(HMAC, component.providerId === 'hmac-generated-hs512' ? 'HS512' : 'HS256');
      // RFC 7518 §3.2: the key must be at least as long as the hash output.
      if (secret.length * 8 < Number(algorithm.slice(2))) throw new Error(`the secret is too short for ${algorithm}`);
      return {
        ...shared,
        kid: required('kid'),
        use: 'SIG',
        type: 'OCT',
        algorithm,
        publicKey: null,
        privateKey: null,
        secretKey: createSecretKey(secret),
        certificate: null,
      };
    }
    case 'aes-generated':
      return {
        ...shared,
        kid: required('kid'),
        use: 'ENC',
        type: 'OCT',
        algorithm: 'AES',
        publicKey: null,
        privateKey: null,
        secretKey: createSecretKey(Buffer.from(required('secret'), 'base64url')),
        certificate: null,
      };
    case 'java-keystore':
      throw new Error('its key is in a Java keystore on the old machine; add an "rsa" provider with the exported key instead');
    default:
      throw new Error('this kind of key provider is not known here');
  }
}
