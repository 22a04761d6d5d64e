import 'reflect-metadata';
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { AnteroomError, type Clock, type GeneratedKeys, type IdSource } from '@anteroom/core';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }>;

const base64 = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki'): string =>
  key.export({ format: 'der', type: type as 'spki' }).toString('base64');

type Settings = Readonly<Record<string, string>>;
type Make = (realmName: string, given: Settings) => Promise<Settings>;

/** Keycloak's `*-generated` key providers, by provider. RSA keys are found in the thread pool. */
export function createGeneratedKeys({ ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): GeneratedKeys {
  const rsa: Make = async (realmName, given) => {
    const modulusLength = Number(oneOf(given, 'keySize', ['2048', '3072', '4096']));
    const { privateKey } = await generate('rsa', { modulusLength });
    return { privateKey: base64(privateKey, 'pkcs1'), certificate: await selfSignedCertificate(privateKey, realmName, clock.now(), ids) };
  };
  const secret =
    (standard: string, sizes: readonly string[]): Make =>
    async (_, given) => ({ kid: ids.uuid(), secret: ids.token(Number(oneOf(given, 'secretSize', [standard, ...sizes]))) });
  const kinds: Readonly<Record<string, Make>> = {
    'rsa-generated': rsa,
    'rsa-enc-generated': rsa,
    async 'ecdsa-generated'(_, given) {
      const ecdsaEllipticCurveKey = oneOf(given, 'ecdsaEllipticCurveKey', ['P-256', 'P-384', 'P-521']);
      const { privateKey, publicKey } = await generate('ec', { namedCurve: ecdsaEllipticCurveKey });
      return { ecdsaPrivateKey: base64(privateKey, 'pkcs8'), ecdsaPublicKey: base64(publicKey, 'spki'), ecdsaEllipticCurveKey };
    },
    async 'eddsa-generated'(_, given) {
      const eddsaEllipticCurveKey = oneOf(given, 'eddsaEllipticCurveKey', ['Ed25519']);
      const { privateKey, publicKey } = await generate('ed25519', {});
      return { eddsaPrivateKey: base64(privateKey, 'pkcs8'), eddsaPublicKey: base64(publicKey, 'spki'), eddsaEllipticCurveKey };
    },
    'hmac-generated': secret('128', ['16', '24', '32', '64', '256', '512']),
    'aes-generated': secret('32', ['16', '24']),
  };
  return {
    async make(realmName, providerId, given) {
      const make = Object.hasOwn(kinds, providerId) ? kinds[providerId] : undefined;
      return make === undefined ? null : { ...given, ...(await make(realmName, given)) };
    },
  };
}

/** The first is what is made when nothing is said. */
function oneOf(given: Settings, name: string, values: readonly string[]): string {
  const value = given[name] ?? values[0]!;
  if (values.includes(value)) return value;
  throw new AnteroomError('invalid_input', `${name} is ${value}`, { publicText: `'${name}' must be one of ${values.join(', ')}` });
}
