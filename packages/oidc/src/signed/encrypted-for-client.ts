import { AnteroomError, type Client } from '@anteroom/core';
import { CompactEncrypt } from 'jose';
import type { ClientKeySource } from '../clients/client-key-source.ts';

/** What a client may have encrypted for itself, and the attributes that ask for it. */
const ATTRIBUTES = {
  'id-token': 'id.token.encrypted.response',
  userinfo: 'user.info.encrypted.response',
  'authorization-response': 'authorization.encrypted.response',
} as const;

export const KEY_ENCRYPTION: readonly string[] = [
  'ECDH-ES+A256KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A128KW',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
];
export const CONTENT_ENCRYPTION: readonly string[] = ['A256GCM', 'A192GCM', 'A128GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];

/**
 * Encrypts what we signed for the client that asked for it (OpenID Connect Core §10.2, nested JWT); gives it back as it is where the
 * client did not. Rejects when the client has no key for it: what was to be secret is not sent in the clear.
 */
export type EncryptForClient = (client: Client, what: keyof typeof ATTRIBUTES, jwt: string) => Promise<string>;

const unusable = ({ clientId }: Client, reason: string) =>
  new AnteroomError('invalid_input', `client ${clientId} ${reason}`, { publicText: 'Nothing can be encrypted for this client' });

export function createEncryptForClient({ keys }: { readonly keys: ClientKeySource }): EncryptForClient {
  return async (client, what, jwt) => {
    const alg = client.attributes[`${ATTRIBUTES[what]}.alg`];
    if (!alg) return jwt;
    const enc = client.attributes[`${ATTRIBUTES[what]}.enc`] || 'A128CBC-HS256';
    if (!KEY_ENCRYPTION.includes(alg) || !CONTENT_ENCRYPTION.includes(enc)) throw unusable(client, `asks for ${alg} with ${enc}`);
    const type = alg.startsWith('RSA') ? 'rsa' : 'ec';
    const held = await keys.keysOf(client, { use: 'enc' });
    const key = held.find((one) => one.key.asymmetricKeyType === type && (one.alg === null || one.alg === alg));
    if (key === undefined) throw unusable(client, `has no key for ${alg}`);
    const header = { alg, enc, cty: 'JWT', ...(key.kid === null ? {} : { kid: key.kid }) };
    return new CompactEncrypt(Buffer.from(jwt)).setProtectedHeader(header).encrypt(key.key);
  };
}
