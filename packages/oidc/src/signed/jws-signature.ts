import { constants, createHmac, type KeyObject, sign as signCallback, timingSafeEqual, verify as verifySync } from 'node:crypto';
import { promisify } from 'node:util';

const signInPool = promisify(signCallback) as (algorithm: string | null, data: Buffer, key: object) => Promise<Buffer>;

interface SignatureKey {
  readonly algorithm: string;
  readonly publicKey: KeyObject | null;
  readonly privateKey: KeyObject | null;
  readonly secretKey: KeyObject | null;
}

/** Node's name of the hash and the options of a JWA algorithm (RFC 7518 §3, RFC 8037 §3.1); null for one that is not a signature. */
function parametersOf(algorithm: string): { readonly hash: string | null; readonly options: object } | null {
  switch (algorithm) {
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return { hash: `sha${algorithm.slice(2)}`, options: { padding: constants.RSA_PKCS1_PADDING } };
    case 'PS256':
    case 'PS384':
    case 'PS512':
      return {
        hash: `sha${algorithm.slice(2)}`,
        options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      };
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return { hash: `sha${algorithm.slice(2)}`, options: { dsaEncoding: 'ieee-p1363' } };
    case 'EdDSA':
      return { hash: null, options: {} };
    default:
      return null;
  }
}

const hmac = (algorithm: string, key: KeyObject, data: Buffer): Buffer =>
  createHmac(`sha${algorithm.slice(2)}`, key)
    .update(data)
    .digest();

/** Asymmetric signatures are made in the thread pool, so that they never hold up the event loop; a MAC takes microseconds. */
export async function signBytes(key: SignatureKey, data: Buffer): Promise<Buffer> {
  if (key.secretKey !== null) return hmac(key.algorithm, key.secretKey, data);
  const parameters = parametersOf(key.algorithm);
  if (parameters === null || key.privateKey === null) throw new Error(`a key for ${key.algorithm} cannot sign`);
  // A bare key is handed over in a third of the time, and PKCS #1 v1.5 is what Node takes without options.
  const needsOptions = !key.algorithm.startsWith('RS') && key.algorithm !== 'EdDSA';
  return signInPool(parameters.hash, data, needsOptions ? { key: key.privateKey, ...parameters.options } : key.privateKey);
}

/** The algorithm is the key's, never the token's: what a header says has been compared with it before. */
export function verifyBytes(key: SignatureKey, data: Buffer, signature: Buffer): boolean {
  if (key.secretKey !== null) {
    const expected = hmac(key.algorithm, key.secretKey, data);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  const parameters = parametersOf(key.algorithm);
  if (parameters === null || key.publicKey === null) return false;
  return verifySync(parameters.hash, data, { key: key.publicKey, ...parameters.options }, signature);
}
