import { createHash, createHmac, createPublicKey, timingSafeEqual } from 'node:crypto';
import type { Clock, RealmSnapshot, SessionStore } from '@anteroom/core';
import { fitsAlgorithm } from '../clients/verify-with-keys.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { splitJws } from '../signed/compact-jws.ts';
import { verifyBytes } from '../signed/jws-signature.ts';

/** Asymmetric only (RFC 9449 §4.2). */
export const DPOP_ALGORITHMS: readonly string[] = [
  'PS384',
  'RS384',
  'EdDSA',
  'ES384',
  'ES256',
  'RS256',
  'ES512',
  'PS256',
  'PS512',
  'RS512',
];

export type ProofResult =
  | { readonly kind: 'ok'; readonly jkt: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** RFC 9449 §8: to be sent again with this nonce. */
  | { readonly kind: 'nonce' };

export interface ProofRequest {
  readonly method: string;
  /** The address that was called, without query. */
  readonly url: string;
  readonly proof: string;
  /** The access token that comes with it, at a resource. */
  readonly accessToken: string | null;
  readonly nonceRequired: boolean;
}

export interface DpopProofs {
  /** Checks a proof and remembers it: a second one with the same `jti` is refused wherever it comes in (one write). */
  check(realm: RealmSnapshot, request: ProofRequest): Promise<ProofResult>;
  /** The nonce of this moment: every node of the realm makes and accepts the same one. */
  nonce(realm: RealmSnapshot): string;
}

const PAST_SECONDS = 60;
const AHEAD_SECONDS = 15;
const NONCE_SECONDS = 300;

const refused = (reason: string): ProofResult => ({ kind: 'refused', reason });

/** DPoP proofs (RFC 9449 §4.3). */
export function createDpopProofs({ store, clock }: { readonly store: Pick<SessionStore, 'create'>; readonly clock: Clock }): DpopProofs {
  const seconds = () => clock.now().getTime() / 1000;

  const nonceOf = (realm: RealmSnapshot, slot: number): string => {
    const key = realmKeys(realm).active('HS512')?.secretKey;
    if (key === null || key === undefined) throw new Error(`realm ${realm.name} has no key for nonces`);
    return createHmac('sha256', key).update(`dpop-nonce\n${realm.id}\n${slot}`).digest('base64url');
  };
  const slotNow = () => Math.floor(seconds() / NONCE_SECONDS);

  const isNonce = (realm: RealmSnapshot, nonce: unknown): boolean => {
    if (typeof nonce !== 'string') return false;
    const given = Buffer.from(nonce);
    return [0, 1].some((back) => {
      const known = Buffer.from(nonceOf(realm, slotNow() - back));
      return known.length === given.length && timingSafeEqual(known, given);
    });
  };

  return {
    nonce: (realm) => nonceOf(realm, slotNow()),
    async check(realm, { method, url, proof, accessToken, nonceRequired }) {
      const jws = splitJws(proof);
      if (jws === null) return refused('not exactly one compact JWS');
      const { typ, alg, jwk, crit } = jws.header;
      if (typ !== 'dpop+jwt' || crit !== undefined) return refused('not a DPoP proof');
      if (typeof alg !== 'string' || !DPOP_ALGORITHMS.includes(alg)) return refused('unsupported algorithm');
      const key = publicKeyOf(jwk);
      if (key === null || !fitsAlgorithm(key, alg)) return refused('no public key that fits the algorithm');
      if (!verifyBytes({ algorithm: alg, publicKey: key, privateKey: null, secretKey: null }, jws.signed, jws.signature))
        return refused('wrong signature');

      const { htm, htu, iat, jti, ath, nonce } = jws.payload;
      if (htm !== method) return refused('for another method');
      if (typeof htu !== 'string' || plain(htu) !== plain(url)) return refused('for another address');
      if (typeof iat !== 'number' || iat < seconds() - PAST_SECONDS || iat > seconds() + AHEAD_SECONDS)
        return refused('not of this moment');
      if (typeof jti !== 'string' || jti === '' || jti.length > 512) return refused('without jti');
      if (accessToken !== null && ath !== createHash('sha256').update(accessToken).digest('base64url'))
        return refused('for another access token');
      if ((nonceRequired || nonce !== undefined) && !isNonce(realm, nonce)) return { kind: 'nonce' };

      const jkt = thumbprint(jwk as Record<string, unknown>);
      const id = createHash('sha256').update(`dpop-proof\n${jkt}\n${jti}`).digest('base64url');
      const expiresAt = new Date((iat + PAST_SECONDS + AHEAD_SECONDS) * 1000);
      const first = await store.create({ type: 'replay', realmId: realm.id, id }, { v: 1 }, { expiresAt });
      return first ? { kind: 'ok', jkt } : refused('used before');
    },
  };
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'];

function publicKeyOf(jwk: unknown) {
  if (typeof jwk !== 'object' || jwk === null || PRIVATE_MEMBERS.some((member) => member in jwk)) return null;
  try {
    return createPublicKey({ key: jwk as never, format: 'jwk' });
  } catch {
    return null;
  }
}

/** RFC 7638 §3.2: the required members, in order of their names. */
function thumbprint(jwk: Record<string, unknown>): string {
  const members = jwk.kty === 'RSA' ? ['e', 'kty', 'n'] : jwk.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : ['crv', 'kty', 'x'];
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}

/** RFC 9449 §4.3: compared without query and fragment, scheme and host in lower case; a slash at the end does not matter here. */
function plain(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname.replace(/\/$/, '')}`;
}
