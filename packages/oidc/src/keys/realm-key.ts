import type { KeyObject } from 'node:crypto';

/** Keycloak's three states: ACTIVE signs and verifies, PASSIVE only verifies (an older key), DISABLED does nothing. */
export type KeyStatus = 'ACTIVE' | 'PASSIVE' | 'DISABLED';

export interface RealmCertificate {
  readonly der: Buffer;
  readonly validTo: Date | null;
}

/** One key of a realm, parsed once per snapshot. */
export interface RealmKey {
  readonly kid: string;
  /** Id of the component that provides it. */
  readonly providerId: string;
  readonly priority: number;
  readonly status: KeyStatus;
  readonly use: 'SIG' | 'ENC';
  readonly type: 'RSA' | 'EC' | 'OKP' | 'OCT';
  /** JWA name (`RS256`, `HS512`, `RSA-OAEP` …) or Keycloak's `AES`. */
  readonly algorithm: string;
  readonly publicKey: KeyObject | null;
  readonly privateKey: KeyObject | null;
  readonly secretKey: KeyObject | null;
  readonly certificate: RealmCertificate | null;
}

/** A key provider that is configured but cannot be used here; shown to the operator, never skipped in silence. */
export interface UnusableProvider {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly reason: string;
}
