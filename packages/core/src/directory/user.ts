import type { JsonObject } from '../json.ts';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly requiredActions: readonly string[];
  /** Epoch seconds (Keycloak `notBefore`): tokens issued earlier are stale. 0 when never set. */
  readonly notBefore: number;
  /** Sessions started earlier are refused (a password change or a disabling raises it); null when never raised. */
  readonly sessionsNotBefore: Date | null;
  /** Counts changes of password and address; a mailed link is bound to the value it was made for. */
  readonly credentialVersion: number;
  /** Client id (UUID) this user is the service account of. */
  readonly serviceAccountClient: string | null;
  /** Directly mapped role ids, and ids of the groups the user is a member of. */
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** What an export held and the model does not know, kept verbatim. */
  readonly extra: JsonObject;
}

export type CredentialType = 'password' | 'otp' | 'password-history' | 'webauthn' | 'webauthn-passwordless' | 'recovery-authn-codes';

/** Keycloak's credential, its two JSON strings parsed. `secretData` is sealed at rest. */
export interface Credential {
  readonly id: string;
  readonly userId: string;
  readonly type: CredentialType | (string & {});
  readonly userLabel: string | null;
  readonly createdAt: Date;
  readonly priority: number;
  readonly secretData: JsonObject;
  readonly credentialData: JsonObject;
}

/** A user with everything that is theirs, as imports and exports carry it. */
export interface WholeUser {
  readonly user: User;
  readonly credentials: readonly Credential[];
  readonly consents: readonly Consent[];
}

export interface Consent {
  readonly userId: string;
  /** Client UUID. */
  readonly clientId: string;
  /** Client scope ids granted. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
