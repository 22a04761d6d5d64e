import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { cbor } from './cbor.ts';

export const ORIGIN = 'https://login.acme.example';
const HOST = 'login.acme.example';

export interface KeyOptions {
  readonly id?: string;
  readonly aaguid?: string;
  readonly curve?: 'ES256' | 'ES384';
}

/** What an honest browser and authenticator would do, and where a dishonest one departs from it. */
export interface Ceremony {
  readonly challenge: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
}

const ALGORITHMS = {
  ES256: { alg: -7, crv: 1, curve: 'P-256', hash: 'sha256' },
  ES384: { alg: -35, crv: 2, curve: 'P-384', hash: 'sha384' },
};

/** An authenticator in software (WebAuthn §6): makes the fields that the pages' scripts post. */
export function createSoftKey({
  id = 'soft-key-000001',
  aaguid = '00000000-0000-0000-0000-000000000000',
  curve = 'ES256',
}: KeyOptions = {}) {
  const { alg, crv, curve: namedCurve, hash } = ALGORITHMS[curve];
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  const credentialId = Buffer.from(id);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, alg],
      [-1, crv],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );

  function authenticatorData({ rpId = HOST, userVerified = true, counter = 0 }: Ceremony, attested: Buffer | null): Buffer {
    const flags = 0x01 | (userVerified ? 0x04 : 0) | (attested === null ? 0 : 0x40);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }
  const clientData = ({ challenge, origin = ORIGIN, type = '' }: Ceremony, kind: string) =>
    Buffer.from(JSON.stringify({ type: type || `webauthn.${kind}`, challenge, origin, crossOrigin: false }));
  const signed = (key: KeyObject, data: Buffer, client: Buffer) =>
    sign(hash, Buffer.concat([data, createHash('sha256').update(client).digest()]), key);

  return {
    id: credentialId.toString('base64url'),
    publicKey: cose.toString('base64url'),
    /** Attestation `none`, or `self`: signed by the new key, which vouches for nothing. */
    register(ceremony: Ceremony, attestation: 'none' | 'self' = 'none'): Record<string, string> {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.from(aaguid.replaceAll('-', ''), 'hex'), length, credentialId, cose]);
      const data = authenticatorData(ceremony, attested);
      const client = clientData(ceremony, 'create');
      const statement =
        attestation === 'none'
          ? new Map()
          : new Map<string, unknown>([
              ['alg', alg],
              ['sig', signed(privateKey, data, client)],
            ]);
      const object = new Map<string, unknown>([
        ['fmt', attestation === 'none' ? 'none' : 'packed'],
        ['attStmt', statement],
        ['authData', data],
      ]);
      return {
        publicKeyCredentialId: credentialId.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        attestationObject: cbor(object).toString('base64url'),
        transports: 'internal',
        authenticatorAttachment: 'platform',
        discoverable: 'true',
        error: '',
      };
    },
    sign(ceremony: Ceremony, key: KeyObject = privateKey): Record<string, string> {
      const data = authenticatorData(ceremony, null);
      const client = clientData(ceremony, 'get');
      return {
        credentialId: credentialId.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signed(key, data, client).toString('base64url'),
        userHandle: ceremony.userHandle === undefined ? '' : Buffer.from(ceremony.userHandle).toString('base64url'),
        error: '',
      };
    },
    otherKey: createPrivateKey(generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'pem', type: 'pkcs8' })),
  };
}
