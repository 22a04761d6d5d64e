import {
  AnteroomError,
  type Claims,
  type Clock,
  type RealmSnapshot,
  SIGNED_KINDS,
  type SignedKindRule,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';
import type { RealmKey } from '../keys/realm-key.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { joinJws, splitJws } from './compact-jws.ts';
import { signBytes, verifyBytes } from './jws-signature.ts';
import { createVerifiedTokens, type VerifiedToken } from './verified-tokens.ts';

const REMEMBERED = 2_000;

const invalid = (message: string): AnteroomError => new AnteroomError('invalid_token', message);

/** The only signer and the only verifier of what this server signs (settled 12). */
export function createSignedTokens({ urls, clock }: { readonly urls: Urls; readonly clock: Clock }): SignedTokens {
  const remembered = createVerifiedTokens(REMEMBERED);

  return {
    async sign(realm, kind, claims, options = {}) {
      const rule: SignedKindRule = SIGNED_KINDS[kind];
      const key = signingKey(realm, rule, options.algorithm);
      const payload = { ...claims, iss: urls.issuer(realm.name), typ: rule.typ };
      const signed = joinJws({ alg: key.algorithm, typ: options.headerType ?? 'JWT', kid: key.kid }, payload);
      const signature = await signBytes(key, Buffer.from(signed));
      return `${signed}.${signature.toString('base64url')}`;
    },

    async verify(realm, kind, token, options = {}) {
      const rule: SignedKindRule = SIGNED_KINDS[kind];
      let verified = remembered.get(realm, token);
      if (verified === null) {
        verified = checkSignature(realm, rule, token);
        remembered.add(realm, token, verified);
      }
      if (!fits(rule, verified.key)) throw invalid(`a ${rule.typ} token is not signed with ${verified.key.algorithm}`);
      const { claims } = verified;
      checkClaims(claims, rule, urls.issuer(realm.name));
      if (options.ignoreExpiry !== true) checkTimes(claims, rule, clock.now().getTime() / 1000);
      return claims;
    },
  };
}

function signingKey(realm: RealmSnapshot, rule: SignedKindRule, wanted: string | undefined): RealmKey {
  const keys = realmKeys(realm);
  if (rule.algorithm === 'HS512') {
    const key = keys.active('HS512');
    if (key === null) throw new AnteroomError('configuration', `realm ${realm.name} has no active HS512 key`);
    return key;
  }
  const algorithm = wanted ?? keys.signingAlgorithm();
  const key = algorithm === null ? null : keys.active(algorithm);
  if (key === null || key.type === 'OCT')
    throw new AnteroomError('configuration', `realm ${realm.name} has no active key for ${algorithm ?? 'signing'}`);
  return key;
}

/**
 * RFC 8725 §3.1: the algorithm comes from the key that `kid` names and from the kind, never from the header alone; the header must
 * only agree. Keys inside the header (`jwk`, `jku`, `x5u`, `x5c`) are not looked at.
 */
function checkSignature(realm: RealmSnapshot, rule: SignedKindRule, token: string): VerifiedToken {
  const jws = splitJws(token);
  if (jws === null) throw invalid('not a compact JWS');
  const { alg, kid, crit } = jws.header;
  if (crit !== undefined) throw invalid('critical header parameters are not supported'); // RFC 7515 §4.1.11
  if (typeof alg !== 'string' || typeof kid !== 'string') throw invalid('header without alg or kid');
  const key = realmKeys(realm).byId(kid);
  if (key === null || key.use !== 'SIG') throw invalid('signed with a key this realm does not have');
  if (!fits(rule, key)) throw invalid(`a ${rule.typ} token is not signed with ${key.algorithm}`);
  if (alg !== key.algorithm) throw invalid(`header says ${alg}, the key is for ${key.algorithm}`);
  if (!verifyBytes(key, jws.signed, jws.signature)) throw invalid('wrong signature');
  return { key, claims: jws.payload };
}

function fits(rule: SignedKindRule, key: RealmKey): boolean {
  return rule.algorithm === 'HS512' ? key.type === 'OCT' && key.algorithm === 'HS512' : key.type !== 'OCT';
}

function checkClaims(claims: Claims, rule: SignedKindRule, issuer: string): void {
  if (claims.iss !== issuer) throw invalid('of another issuer');
  if (claims.typ !== rule.typ) throw invalid(`not of kind ${rule.typ}`);
  for (const name of rule.requiredClaims) {
    const value = claims[name];
    if (value === undefined || value === null || value === '') throw invalid(`claim ${name} is missing`);
  }
  if (rule.audience === 'issuer' && claims.aud !== issuer) throw invalid('not meant for this realm');
  if (typeof claims.iat !== 'number' || !Number.isFinite(claims.iat)) throw invalid('iat is not a number');
}

function checkTimes(claims: Claims, rule: SignedKindRule, now: number): void {
  const { exp, nbf } = claims;
  if (exp === undefined || exp === null) {
    if (rule.expires === 'always') throw invalid('claim exp is missing');
  } else if (typeof exp !== 'number' || !Number.isFinite(exp)) {
    throw invalid('exp is not a number');
  } else if (exp <= now) {
    throw invalid('expired');
  }
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now)) throw invalid('not valid yet');
}
