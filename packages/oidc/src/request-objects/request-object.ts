import { createSecretKey } from 'node:crypto';
import { acceptedSecrets, type Client, type Clock, clientRules, isSecureAlgorithm, type RealmSnapshot, type Urls } from '@anteroom/core';
import { compactDecrypt } from 'jose';
import type { ClientKeySource } from '../clients/client-key-source.ts';
import { verifyWithKeys } from '../clients/verify-with-keys.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { splitJws } from '../signed/compact-jws.ts';
import { verifyBytes } from '../signed/jws-signature.ts';
import { splitUnsecured } from './unsecured-jwt.ts';

export interface RequestObjectDependencies {
  readonly keys: ClientKeySource;
  readonly urls: Urls;
  readonly clock: Clock;
}

/** Client attribute: `any` (also when absent), `none` or one algorithm. */
const ALGORITHM = 'request.object.signature.alg';
const HMAC = ['HS256', 'HS384', 'HS512'];
const SKEW_SECONDS = 15;
const DECRYPTION = ['RSA-OAEP', 'RSA-OAEP-256'];

/** Claims of the object itself, which are no parameters of the request. */
const OWN_CLAIMS = ['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', 'sub', 'typ'];

export type RequestObject =
  | { readonly kind: 'ok'; readonly parameters: Readonly<Record<string, string>>; readonly signed: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): RequestObject => ({ kind: 'refused', reason });

/**
 * RFC 9101 and OpenID Connect Core §6: signature by the client's own keys (or secret), audience and times where they are given. An
 * encrypted object is opened with the realm's encryption key first. Which algorithms count is the client's configuration.
 */
export async function readRequestObject(
  { keys, urls, clock }: RequestObjectDependencies,
  realm: RealmSnapshot,
  client: Client,
  text: string,
): Promise<RequestObject> {
  const { signedRequest, secureAlgorithms } = clientRules({ realm, client, source: null, grantType: null }).requests;
  const token = text.split('.').length === 5 ? await opened(realm, text) : text;
  if (token === null) return refused('cannot be decrypted');
  const wanted = client.attributes[ALGORITHM] || 'any';
  const unsecured = splitUnsecured(token);
  if (unsecured !== null) {
    if ((wanted !== 'any' && wanted !== 'none') || signedRequest !== null || secureAlgorithms) return refused('not signed');
    return check(unsecured, false);
  }
  const jws = splitJws(token);
  if (jws === null) return refused('not a JWT');
  const { alg, kid, crit } = jws.header;
  if (crit !== undefined) return refused('critical header parameters are not supported');
  if (typeof alg !== 'string' || (wanted !== 'any' && wanted !== alg))
    return refused('another algorithm than the client is registered with');
  if (secureAlgorithms && !isSecureAlgorithm(alg)) return refused('an algorithm that the client policies do not allow');
  const valid = HMAC.includes(alg)
    ? !client.publicClient &&
      acceptedSecrets(client, clock.now()).some((secret) =>
        verifyBytes(
          { algorithm: alg, publicKey: null, privateKey: null, secretKey: createSecretKey(Buffer.from(secret)) },
          jws.signed,
          jws.signature,
        ),
      )
    : await verifyWithKeys(client, jws, alg, typeof kid === 'string' ? kid : undefined, keys);
  return valid ? check(jws.payload, true) : refused('wrong signature or unknown key');

  function check(claims: Readonly<Record<string, unknown>>, signed: boolean): RequestObject {
    const now = clock.now().getTime() / 1000;
    const { iss, aud, exp, nbf, client_id } = claims;
    if (iss !== undefined && iss !== client.clientId) return refused('of another issuer');
    if (client_id !== undefined && client_id !== client.clientId) return refused('of another client');
    const issuer = urls.issuer(realm.name);
    if (aud !== undefined && !(Array.isArray(aud) ? aud : [aud]).includes(issuer)) return refused('not meant for this realm');
    if (exp !== undefined && (typeof exp !== 'number' || exp <= now)) return refused('expired');
    if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + SKEW_SECONDS)) return refused('not valid yet');
    if (signedRequest !== null) {
      // FAPI 2.0 Message Signing §5.3.1: `nbf` not too long ago, and an end not too far from it.
      const begun = typeof nbf === 'number' ? nbf : signedRequest.needsNbf ? null : now;
      if (begun === null || typeof exp !== 'number' || aud === undefined) return refused('without nbf, exp or aud');
      if (exp - begun > signedRequest.availableSeconds || now - begun > signedRequest.availableSeconds)
        return refused('valid for too long');
    }
    // RFC 9101 §4
    if ('request' in claims || 'request_uri' in claims) return refused('a request object inside a request object');
    return { kind: 'ok', parameters: parametersOf(claims), signed };
  }
}

function parametersOf(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (OWN_CLAIMS.includes(name) || value === null || value === undefined) continue;
    parameters[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return parameters;
}

async function opened(realm: RealmSnapshot, text: string): Promise<string | null> {
  for (const key of realmKeys(realm).all) {
    if (key.use !== 'ENC' || key.status === 'DISABLED' || key.privateKey === null || !DECRYPTION.includes(key.algorithm)) continue;
    try {
      const { plaintext } = await compactDecrypt(text, key.privateKey, { keyManagementAlgorithms: DECRYPTION });
      return Buffer.from(plaintext).toString('utf8');
    } catch {
      // another key
    }
  }
  return null;
}
