import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credential } from '@anteroom/core';

/** Keycloak's figures: twelve characters of 36 are 62 bits, so one round of a fast hash keeps them (NIST SP 800-63B §3.1.2.2). */
export const CODE_COUNT = 12;
export const CODE_LENGTH = 12;
const HASHES: Readonly<Record<string, string>> = { RS512: 'sha512', RS256: 'sha256' };
const ALGORITHM = 'RS512';

export interface RecoveryCode {
  /** As the person's list counts. */
  readonly number: number;
  readonly hash: string;
}

/** The codes that are left, the next one first; null for data that cannot be used. */
export function remainingCodes({ secretData, credentialData }: Credential): readonly RecoveryCode[] | null {
  if (!Object.hasOwn(HASHES, String(credentialData.algorithm ?? ALGORITHM)) || !Array.isArray(secretData.codes)) return null;
  return secretData.codes.flatMap((entry) => {
    const { number, encodedHashedValue } = (entry ?? {}) as { readonly number?: unknown; readonly encodedHashedValue?: unknown };
    return typeof number === 'number' && typeof encodedHashedValue === 'string' ? [{ number, hash: encodedHashedValue }] : [];
  });
}

export function hashCode(code: string, algorithm: unknown = ALGORITHM): string {
  return createHash(HASHES[String(algorithm)] ?? 'sha512')
    .update(code)
    .digest('base64');
}

/** Codes may be typed as they were shown, in groups, or in small letters. */
export function matchesCode(typed: string, { hash }: RecoveryCode, { credentialData }: Credential): boolean {
  const given = Buffer.from(hashCode(typed.replaceAll(/[\s-]/g, '').toUpperCase(), credentialData.algorithm ?? ALGORITHM));
  const wanted = Buffer.from(hash);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Keycloak's secret and credential data of a new list. */
export function newList(hashes: readonly string[]): Pick<Credential, 'secretData' | 'credentialData'> {
  return {
    secretData: { codes: hashes.map((encodedHashedValue, index) => ({ number: index + 1, encodedHashedValue })) },
    credentialData: { hashIterations: 1, algorithm: ALGORITHM, totalCodes: hashes.length, remainingCodes: hashes.length },
  };
}

/** The list without the code that was used. */
export function withoutFirst(credential: Credential): Credential {
  const left = (credential.secretData.codes as unknown[]).slice(1);
  return {
    ...credential,
    secretData: { ...credential.secretData, codes: left as never },
    credentialData: { ...credential.credentialData, remainingCodes: left.length },
  };
}
