/** What the console reads and writes of Keycloak's representations. Unknown keys travel along: a PUT sends back what a GET brought. */
export interface Realm {
  readonly id: string;
  readonly realm: string;
  readonly displayName?: string;
  readonly enabled: boolean;
}

export interface ProfileAttribute {
  readonly name: string;
  readonly displayName?: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly multivalued: boolean;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly enabled: boolean;
  readonly emailVerified: boolean;
  /** Milliseconds. */
  readonly createdTimestamp: number;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly requiredActions: readonly string[];
  readonly userProfileMetadata?: { readonly attributes: readonly ProfileAttribute[] };
}

export interface Credential {
  readonly id: string;
  readonly type: string;
  readonly userLabel?: string;
  /** Milliseconds. */
  readonly createdDate?: number;
}

export interface RequiredAction {
  readonly alias: string;
  readonly name: string;
  readonly enabled: boolean;
}

export interface Client {
  readonly id: string;
  readonly clientId: string;
  readonly name?: string;
  readonly description?: string;
  readonly rootUrl?: string;
  readonly baseUrl?: string;
  readonly enabled: boolean;
  readonly bearerOnly: boolean;
  readonly publicClient: boolean;
  readonly standardFlowEnabled: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly serviceAccountsEnabled: boolean;
  readonly clientAuthenticatorType: string;
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly protocol: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Ids of flows, by `browser` and `direct_grant`. */
  readonly authenticationFlowBindingOverrides?: Readonly<Record<string, string>>;
}

export interface Who {
  readonly userId: string;
  readonly realm: string;
  readonly displayName: string;
  readonly locale: string;
  readonly createRealm: boolean;
  readonly realm_access: Readonly<Record<string, readonly string[]>>;
}

export interface StoreRef {
  readonly tag: string;
  readonly kind: string;
}

export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly clients: readonly { readonly id: string; readonly clientId: string }[];
  readonly ipAddress: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly lastAccessAt: string;
  /** Authentication methods (RFC 8176) with a blank between them; may be empty. */
  readonly method: string;
  readonly store: StoreRef;
  readonly offline: boolean;
  readonly rememberMe: boolean;
}

export interface SessionPage {
  readonly total: number;
  /** False when there are more sessions than the server looks through at once. */
  readonly complete: boolean;
  readonly sessions: readonly SessionRow[];
}

/** What becomes of an acknowledged write; `none`: there is no such thing with this store. */
export type Kept = 'kept' | 'lost' | 'depends' | 'none' | 'unknown';

export interface StoreInfo extends StoreRef {
  readonly primary: boolean;
  /** By what happens: `processKill`, `machineLoss`, `partition`, `failOver`, `betweenNodes`. */
  readonly promise: Readonly<Record<string, Kept>>;
  /** Null when the store does not answer. */
  readonly counts: Readonly<Record<string, number>> | null;
  readonly healthy: boolean;
}

export interface NodeInfo {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly workers: number;
  readonly version: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  /** It reported within the last seconds. */
  readonly alive: boolean;
}

export interface Drain {
  /** Tags with a blank between them. */
  readonly from: string;
  readonly to: string;
  readonly state: 'asking' | 'moving' | 'finished';
  readonly moved: number;
  /** Null while it is not known. */
  readonly remaining: number | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface ServerInfo {
  readonly version: string;
  readonly startedAt: string;
  readonly database: { readonly kind: string };
  readonly stores: readonly StoreInfo[];
  readonly nodes: readonly NodeInfo[];
  readonly drain: Drain | null;
}
