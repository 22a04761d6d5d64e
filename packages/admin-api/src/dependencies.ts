import type { ActionLinks } from '@anteroom/action-tokens';
import type {
  AccessTokenVerifier,
  Change,
  ClientAdapters,
  ClientProof,
  Clock,
  Credential,
  Directory,
  FlowModule,
  GeneratedKeys,
  IdSource,
  Impersonation,
  InitialAccessTokens,
  KeyPairs,
  Log,
  LoginFailures,
  MailRenderer,
  MailTest,
  Realm,
  RealmCache,
  RealmImporter,
  RealmSnapshot,
  RegistrationTokens,
  SessionStore,
  SimulateLogin,
  SsoSessions,
  TokenPreviews,
  Urls,
  User,
} from '@anteroom/core';
import type { Installation } from './anteroom/ports.ts';
import type { Route } from './http/route.ts';

export interface PasswordViolation {
  /** Keycloak's message key, `invalidPasswordMinLengthMessage`. */
  readonly key: string;
  /** Its English text. */
  readonly text: string;
}

/** Password rules and hashing, as far as administrators need them. */
export interface AdminPasswords {
  /** Throws `invalid_input` (with a public text) when the policy names something that is not there. */
  checkPolicy(text: string): void;
  /** The first rule that the password breaks; null when it may be set. */
  violation(input: {
    readonly realm: Realm;
    readonly username: string;
    readonly email: string | null;
    readonly credentials: readonly Credential[];
    readonly password: string;
  }): Promise<PasswordViolation | null>;
  /** Hashes, and plans the changes that set the password and kill older mailed links. */
  planSet(input: {
    readonly realm: Realm;
    readonly user: Pick<User, 'id' | 'requiredActions' | 'credentialVersion'>;
    readonly credentials: readonly Credential[];
    readonly password: string;
    readonly temporary: boolean;
    readonly sessions: 'end' | 'keep';
  }): Promise<readonly Change[]>;
}

/** Rotation of the keys that a realm signs with. */
export interface SigningKeys {
  states(realm: RealmSnapshot): readonly object[];
  /** Publishes successors. `invalid_input` (with a public text) for an algorithm that the realm does not sign with. */
  begin(realmId: string, options: { readonly algorithms?: readonly string[]; readonly publishFor?: number }): Promise<readonly object[]>;
}

/** A client that was to be told of the end of a session; times are epoch milliseconds. */
export interface ShownLogoutNotice {
  readonly realm: string;
  readonly client: string;
  readonly session: string;
  readonly user: string;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly outcome: string | null;
}

export interface AdminApiDependencies {
  readonly directory: Directory;
  readonly realms: RealmCache;
  readonly store: Pick<SessionStore, 'deleteRealm'>;
  readonly sessions: SsoSessions;
  readonly failures: Pick<LoginFailures, 'get' | 'isLocked' | 'clear' | 'clearAll'>;
  readonly tokens: AccessTokenVerifier;
  readonly passwords: AdminPasswords;
  readonly links: Pick<ActionLinks, 'plan' | 'planResend' | 'mint'>;
  readonly mailTemplates: {
    readonly list: readonly { readonly name: string; readonly hasLink: boolean }[];
    /** Parameters for a preview. */
    readonly example: Readonly<Record<string, string>>;
    readonly renderer: MailRenderer;
  };
  readonly initialAccess: InitialAccessTokens;
  readonly requiredActions: { isKnown(realm: RealmSnapshot, action: string): boolean };
  readonly importer: Pick<RealmImporter, 'plan' | 'import' | 'planPartial'>;
  readonly tokenPreviews: TokenPreviews;
  readonly registrationTokens: RegistrationTokens;
  readonly clientProof: ClientProof;
  readonly impersonation: Impersonation;
  readonly keyPairs: KeyPairs;
  readonly generatedKeys: GeneratedKeys;
  readonly mailTest: MailTest;
  /** Keycloak's KeysMetadataRepresentation: what may be shown of a realm's keys. */
  readonly keysMetadata: (realm: RealmSnapshot) => object;
  /** What became of back-channel logouts; kept for a day. */
  readonly logoutNotices: {
    listByRealm(realmId: string): Promise<readonly ShownLogoutNotice[]>;
    listBySession(session: string): Promise<readonly ShownLogoutNotice[]>;
  };
  readonly signingKeys: SigningKeys;
  /** Keycloak's adapters in applications, told of revocations. */
  readonly adapters: Pick<ClientAdapters, 'tellAll'>;
  /** Stores, nodes and database, for who runs the installation. */
  readonly installation: Installation;
  /** Steps and required actions of somebody else's. */
  readonly custom?: FlowModule;
  /** Runs a flow for somebody without any effect. */
  readonly simulate: SimulateLogin;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly urls: Urls;
  readonly version: string;
  readonly startedAt: Date;
  /** What is served instead of the routes as they are: for tests that look at who may call what. */
  readonly routesFor?: (routes: readonly Route[]) => readonly Route[];
}
