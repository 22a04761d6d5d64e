import type { ProtocolMapper } from './client-scope.ts';

/** Keycloak's ClientRepresentation. Unknown keys are kept verbatim. `secret` is sealed at rest and clear in memory. */
export interface Client {
  readonly id: string;
  readonly clientId: string;
  readonly name?: string;
  readonly description?: string;
  readonly rootUrl?: string;
  readonly baseUrl?: string;
  readonly adminUrl?: string;
  readonly enabled: boolean;
  readonly clientAuthenticatorType: string;
  readonly secret?: string;
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly notBefore: number;
  readonly bearerOnly: boolean;
  readonly consentRequired: boolean;
  readonly standardFlowEnabled: boolean;
  readonly implicitFlowEnabled: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly serviceAccountsEnabled: boolean;
  readonly publicClient: boolean;
  readonly frontchannelLogout: boolean;
  readonly protocol: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** `browser` and `direct_grant` hold flow ids. */
  readonly authenticationFlowBindingOverrides: Readonly<Record<string, string>>;
  readonly fullScopeAllowed: boolean;
  readonly protocolMappers: readonly ProtocolMapper[];
  /** Client scope names. */
  readonly defaultClientScopes: readonly string[];
  readonly optionalClientScopes: readonly string[];
  /** Role ids the client may put into tokens when `fullScopeAllowed` is off. */
  readonly scopeMappings: readonly string[];
  readonly [key: string]: unknown;
}

/** The client switch of transient sessions (design: transient sessions). */
export const TRANSIENT_SWITCH = 'client.session.transient.enabled';
