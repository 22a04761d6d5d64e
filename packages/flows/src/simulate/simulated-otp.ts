import type { Credential } from '@anteroom/core';
import { HOTP, Secret, TOTP } from 'otpauth';

/** Stands in for the secret of every device, so that a code can be typed that nobody has to know. */
export const SIMULATED_SECRET = 'simulated-device-secret';

const ALGORITHMS: Readonly<Record<string, string>> = { HmacSHA1: 'SHA1', HmacSHA256: 'SHA256', HmacSHA512: 'SHA512' };

/** The code that a device would show. */
export function simulatedCode({ credentialData: data }: Credential, at: Date): string {
  const secret = Secret.fromUTF8(SIMULATED_SECRET);
  const algorithm = ALGORITHMS[String(data.algorithm ?? 'HmacSHA1')] ?? 'SHA1';
  const digits = Number(data.digits ?? 6);
  if (data.subType === 'hotp') return new HOTP({ secret, algorithm, digits }).generate({ counter: Number(data.counter ?? 0) });
  return new TOTP({ secret, algorithm, digits, period: Number(data.period ?? 30) }).generate({ timestamp: at.getTime() });
}
