import type { Clock, RealmSnapshot, SignedTokens } from '@anteroom/core';
import { realmKeys } from '../keys/realm-keys.ts';
import type { EncryptForClient } from '../signed/encrypted-for-client.ts';
import type { AuthorizationResponse } from './authorization-answer.ts';

/** JARM §4.3: an answer is for this moment. */
const LIFESPAN_SECONDS = 60;

/** The answer as it is sent: its parameters, or for a `.jwt` mode the one token that holds them (JARM §2). */
export type SignResponse = (realm: RealmSnapshot, response: AuthorizationResponse) => Promise<AuthorizationResponse>;

export function createSignResponse(dependencies: {
  readonly signed: SignedTokens;
  readonly encrypt: EncryptForClient;
  readonly clock: Clock;
}): SignResponse {
  const { signed, encrypt, clock } = dependencies;
  return async (realm, response) => {
    if (!response.responseMode.endsWith('.jwt')) return response;
    const { client, parameters } = response;
    const iat = Math.floor(clock.now().getTime() / 1000);
    const algorithm = realmKeys(realm).signingAlgorithm(client.attributes['authorization.signed.response.alg']);
    const claims = { ...parameters, aud: client.clientId, iat, exp: iat + LIFESPAN_SECONDS };
    const jwt = await signed.sign(realm, 'authorization-response', claims, algorithm === null ? {} : { algorithm });
    return { ...response, parameters: { response: await encrypt(client, 'authorization-response', jwt) } };
  };
}
