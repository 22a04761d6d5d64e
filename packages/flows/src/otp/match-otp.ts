import type { Credential } from '@anteroom/core';
import { HOTP, Secret, TOTP } from 'otpauth';

export type OtpMatch =
  | { readonly kind: 'totp'; readonly step: number; readonly period: number }
  | { readonly kind: 'hotp'; readonly counter: number };

const ALGORITHMS: Readonly<Record<string, string>> = { HmacSHA1: 'SHA1', HmacSHA256: 'SHA256', HmacSHA512: 'SHA512' };

/**
 * The step or counter a code belongs to, null when it is none of the device's. Parameters are the device's own. TOTP looks `window`
 * steps both ways, HOTP ahead only.
 */
export function matchOtp(
  device: Credential,
  code: string,
  { at, window }: { readonly at: Date; readonly window: number },
): OtpMatch | null {
  const data = device.credentialData;
  const secret = readSecret(device);
  const digits = Number(data.digits ?? 6);
  const algorithm = ALGORITHMS[String(data.algorithm ?? 'HmacSHA1')];
  if (secret === null || algorithm === undefined || !(digits >= 4 && digits <= 10) || !/^\d+$/.test(code) || code.length !== digits)
    return null;
  if (data.subType === 'hotp') {
    const counter = Number(data.counter ?? 0);
    if (!Number.isSafeInteger(counter) || counter < 0) return null;
    for (let ahead = 0; ahead <= window; ahead += 1) {
      if (new HOTP({ secret, algorithm, digits }).validate({ token: code, counter: counter + ahead, window: 0 }) !== null) {
        return { kind: 'hotp', counter: counter + ahead };
      }
    }
    return null;
  }
  const period = Number(data.period ?? 30);
  if (!Number.isSafeInteger(period) || period < 1) return null;
  const delta = new TOTP({ secret, algorithm, digits, period }).validate({ token: code, timestamp: at.getTime(), window });
  return delta === null ? null : { kind: 'totp', step: Math.floor(at.getTime() / 1000 / period) + delta, period };
}

/** Keycloak keeps the raw text as UTF-8 unless it says BASE32. */
function readSecret({ secretData, credentialData }: Credential): Secret | null {
  const { value } = secretData;
  if (typeof value !== 'string' || value === '') return null;
  try {
    return credentialData.secretEncoding === 'BASE32' ? Secret.fromBase32(value) : Secret.fromUTF8(value);
  } catch {
    return null;
  }
}
