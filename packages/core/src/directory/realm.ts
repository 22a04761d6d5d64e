import type { ProtocolMapper } from './client-scope.ts';

/**
 * Keycloak's RealmRepresentation without its collections, in Keycloak's spelling. Durations are seconds.
 * Keys the model does not know are kept verbatim (the index signature) and are exported again.
 */
export interface Realm {
  readonly id: string;
  readonly realm: string;
  readonly enabled: boolean;
  readonly displayName?: string;
  readonly displayNameHtml?: string;
  /** Epoch seconds; 0 when never set. */
  readonly notBefore: number;
  readonly defaultSignatureAlgorithm: string;
  readonly revokeRefreshToken: boolean;
  readonly refreshTokenMaxReuse: number;
  readonly accessTokenLifespan: number;
  readonly accessTokenLifespanForImplicitFlow: number;
  readonly ssoSessionIdleTimeout: number;
  readonly ssoSessionMaxLifespan: number;
  readonly ssoSessionIdleTimeoutRememberMe: number;
  readonly ssoSessionMaxLifespanRememberMe: number;
  readonly offlineSessionIdleTimeout: number;
  readonly offlineSessionMaxLifespanEnabled: boolean;
  readonly offlineSessionMaxLifespan: number;
  readonly clientSessionIdleTimeout: number;
  readonly clientSessionMaxLifespan: number;
  readonly clientOfflineSessionIdleTimeout: number;
  readonly clientOfflineSessionMaxLifespan: number;
  readonly accessCodeLifespan: number;
  readonly accessCodeLifespanUserAction: number;
  readonly accessCodeLifespanLogin: number;
  readonly actionTokenGeneratedByAdminLifespan: number;
  readonly actionTokenGeneratedByUserLifespan: number;
  readonly sslRequired: string;
  readonly registrationAllowed: boolean;
  readonly registrationEmailAsUsername: boolean;
  readonly rememberMe: boolean;
  readonly verifyEmail: boolean;
  readonly loginWithEmailAllowed: boolean;
  readonly duplicateEmailsAllowed: boolean;
  readonly resetPasswordAllowed: boolean;
  readonly editUsernameAllowed: boolean;
  readonly bruteForceProtected: boolean;
  readonly permanentLockout: boolean;
  readonly maxTemporaryLockouts: number;
  readonly bruteForceStrategy: 'MULTIPLE' | 'LINEAR';
  readonly maxFailureWaitSeconds: number;
  readonly minimumQuickLoginWaitSeconds: number;
  readonly waitIncrementSeconds: number;
  readonly quickLoginCheckMilliSeconds: number;
  readonly maxDeltaTimeSeconds: number;
  readonly failureFactor: number;
  readonly passwordPolicy?: string;
  readonly otpPolicyType: 'totp' | 'hotp';
  readonly otpPolicyAlgorithm: 'HmacSHA1' | 'HmacSHA256' | 'HmacSHA512';
  readonly otpPolicyInitialCounter: number;
  readonly otpPolicyDigits: number;
  readonly otpPolicyLookAheadWindow: number;
  readonly otpPolicyPeriod: number;
  readonly otpPolicyCodeReusable: boolean;
  readonly browserSecurityHeaders: Readonly<Record<string, string>>;
  /** Secrets inside (`SMTP_SECRETS`) are sealed at rest, clear in memory, `**********` in answers. */
  readonly smtpServer: Readonly<Record<string, string>>;
  readonly eventsEnabled: boolean;
  readonly adminEventsEnabled: boolean;
  readonly internationalizationEnabled: boolean;
  readonly supportedLocales?: readonly string[];
  readonly defaultLocale?: string;
  readonly localizationTexts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Bindings hold flow aliases. */
  readonly browserFlow: string;
  readonly registrationFlow: string;
  readonly directGrantFlow: string;
  readonly resetCredentialsFlow: string;
  readonly clientAuthenticationFlow: string;
  readonly dockerAuthenticationFlow: string;
  readonly firstBrokerLoginFlow: string;
  /** Role id of `default-roles-<realm>`. */
  readonly defaultRoleId: string;
  /** Client scope names given to a new client. */
  readonly defaultDefaultClientScopes: readonly string[];
  readonly defaultOptionalClientScopes: readonly string[];
  /** Group ids a new user joins. */
  readonly defaultGroups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Keys of a realm that hold the alias of a flow. */
export const FLOW_BINDINGS = [
  'browserFlow',
  'registrationFlow',
  'directGrantFlow',
  'resetCredentialsFlow',
  'clientAuthenticationFlow',
  'dockerAuthenticationFlow',
  'firstBrokerLoginFlow',
] as const;

/** Keys of `smtpServer` that are secrets; those of a second server have `fallback.` in front. */
export const SMTP_SECRETS = ['password', 'authTokenClientSecret', 'fallback.password', 'fallback.authTokenClientSecret'] as const;

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly clientRole: boolean;
  /** Realm id, or the id of the client that owns the role. */
  readonly containerId: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Ids of the roles this one contains; empty when it is not composite. */
  readonly composites: readonly string[];
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly parentId: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Role ids, realm and client roles alike. */
  readonly roles: readonly string[];
}

/** Keycloak's component: key providers, user profile, registration policies. Secret config values are sealed at rest, clear in memory. */
export interface Component {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly providerType: string;
  readonly subType?: string;
  readonly parentId: string;
  readonly config: Readonly<Record<string, readonly string[]>>;
}

/** Brokering arrives later; the representation is kept whole so that nothing of an import is lost. */
export interface IdentityProvider {
  readonly alias: string;
  readonly internalId: string;
  readonly providerId: string;
  readonly enabled: boolean;
  readonly mappers?: readonly ProtocolMapper[];
  readonly [key: string]: unknown;
}
