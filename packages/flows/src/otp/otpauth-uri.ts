import type { Realm } from '@anteroom/core';
import { HOTP, Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';

type OtpPolicy = Pick<
  Realm,
  'realm' | 'displayName' | 'otpPolicyType' | 'otpPolicyAlgorithm' | 'otpPolicyDigits' | 'otpPolicyPeriod' | 'otpPolicyInitialCounter'
>;

/** What an authenticator app scans: `otpauth://totp/<issuer>:<user>?secret=…`. */
export function otpauthUri({
  realm,
  username,
  secret,
}: {
  readonly realm: OtpPolicy;
  readonly username: string;
  readonly secret: string;
}): string {
  const common = {
    issuer: realm.displayName || realm.realm,
    label: username,
    algorithm: realm.otpPolicyAlgorithm.replace('Hmac', ''),
    digits: realm.otpPolicyDigits,
    secret: Secret.fromUTF8(secret),
  };
  return realm.otpPolicyType === 'hotp'
    ? new HOTP({ ...common, counter: realm.otpPolicyInitialCounter }).toString()
    : new TOTP({ ...common, period: realm.otpPolicyPeriod }).toString();
}

export function qrSvg(uri: string): string {
  return renderSVG(uri, { ecc: 'M', border: 2 });
}

/** Base32 in groups of four, for typing by hand. */
export function spacedBase32(secret: string): string {
  return Secret.fromUTF8(secret).base32.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
