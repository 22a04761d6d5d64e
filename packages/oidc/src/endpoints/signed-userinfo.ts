import type { Client, Clock, RealmSnapshot, SignedTokens } from '@anteroom/core';
import { realmKeys } from '../keys/realm-keys.ts';
import type { EncryptForClient } from '../signed/encrypted-for-client.ts';

/** Client attribute: the algorithm a client wants its answers signed with. */
const ALGORITHM = 'user.info.response.signature.alg';
const ENCRYPTION = 'user.info.encrypted.response.alg';
const LIFESPAN_SECONDS = 300;

/** OpenID Connect Core §5.3.2: user info as a signed (and encrypted) token for a client that asked for it; null for all others. */
export function createSignUserinfo(dependencies: {
  readonly signed: SignedTokens;
  readonly encrypt: EncryptForClient;
  readonly clock: Clock;
}): (realm: RealmSnapshot, client: Client, claims: object) => Promise<string | null> {
  const { signed, encrypt, clock } = dependencies;
  return async (realm, client, claims) => {
    const asked = client.attributes[ALGORITHM] || 'unsigned';
    // Whoever asked for encryption alone is not answered in the clear: it is signed with the realm's algorithm as well.
    if (asked === 'unsigned' && !client.attributes[ENCRYPTION]) return null;
    const iat = Math.floor(clock.now().getTime() / 1000);
    const algorithm = realmKeys(realm).signingAlgorithm(asked);
    const payload = { ...claims, aud: client.clientId, iat, exp: iat + LIFESPAN_SECONDS };
    return encrypt(client, 'userinfo', await signed.sign(realm, 'userinfo', payload, algorithm === null ? {} : { algorithm }));
  };
}
