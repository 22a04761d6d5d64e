import { createPublicKey, X509Certificate } from 'node:crypto';
import { type Client, MASK } from '@anteroom/core';
import { bad } from '../http/failure.ts';

export const privateKeyName = (attribute: string) => `${attribute}.private.key`;
const certificateName = (attribute: string) => `${attribute}.certificate`;
const publicKeyName = (attribute: string) => `${attribute}.public.key`;

/** Keycloak's CertificateRepresentation; who may only look does not see the private key. */
export function certificateOf({ attributes }: Client, attribute: string, secrets: boolean): Readonly<Record<string, string>> {
  const privateKey = attributes[privateKeyName(attribute)];
  const publicKey = attributes[publicKeyName(attribute)];
  const certificate = attributes[certificateName(attribute)];
  const jwks = attributes['use.jwks.string'] === 'true' ? attributes['jwks.string'] : undefined;
  return {
    ...(privateKey === undefined ? {} : { privateKey: secrets ? privateKey : MASK }),
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(jwks === undefined ? {} : { jwks }),
  };
}

export type UploadedKey = { readonly certificate: string } | { readonly publicKey: string } | { readonly jwks: string };

/** The client with this key instead of what it had under the name. */
export function withKeys(client: Client, attribute: string, key: UploadedKey): Client {
  const {
    [privateKeyName(attribute)]: _private,
    [certificateName(attribute)]: _certificate,
    [publicKeyName(attribute)]: _public,
    'jwks.string': _jwks,
    'use.jwks.string': _use,
    ...rest
  } = client.attributes;
  if ('certificate' in key) return { ...client, attributes: { ...rest, [certificateName(attribute)]: key.certificate } };
  if ('publicKey' in key) return { ...client, attributes: { ...rest, [publicKeyName(attribute)]: key.publicKey } };
  return { ...client, attributes: { ...rest, 'use.jwks.string': 'true', 'use.jwks.url': 'false', 'jwks.string': key.jwks } };
}

/** The form of `upload`: `keystoreFormat` and `file`. Java key stores hold private keys in formats that Node does not read; they are refused. */
export async function readUploadedKey(form: FormData): Promise<UploadedKey> {
  const format = String(form.get('keystoreFormat') ?? '');
  const file = form.get('file');
  const text = file === null ? '' : typeof file === 'string' ? file : await file.text();
  if (text === '') throw bad('invalid_request', 'No file was sent');
  switch (format) {
    case 'Certificate PEM':
      return { certificate: read(() => new X509Certificate(armoured(text, 'CERTIFICATE')).raw.toString('base64')) };
    case 'Public Key PEM':
      return {
        publicKey: read(() => createPublicKey(armoured(text, 'PUBLIC KEY')).export({ type: 'spki', format: 'der' }).toString('base64')),
      };
    case 'JSON Web Key Set':
      read(() => checkKeySet(JSON.parse(text)));
      return { jwks: text };
    default:
      throw bad(
        'invalid_request',
        `Keystore format ${format === '' ? 'is missing' : 'is not supported'}; send a certificate, a public key or a key set`,
      );
  }
}

function read<T>(reader: () => T): T {
  try {
    return reader();
  } catch {
    throw bad('invalid_request', 'The file does not hold what the format says');
  }
}

const armoured = (text: string, label: string) =>
  text.includes('-----BEGIN') ? text : `-----BEGIN ${label}-----\n${text.trim()}\n-----END ${label}-----`;

function checkKeySet(value: unknown): void {
  const keys = (value as { readonly keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('no keys');
}
