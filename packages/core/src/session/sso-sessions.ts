import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { SessionPersistence } from '../flow/outcome.ts';
import type { ClientEntry, SessionRecord } from './records.ts';
import type { ClientLifespanSource } from './session-lifespans.ts';

/** `sid` is public (tokens, `session_state`); the identity cookie is `<sid>.<secret>` and only the secret's hash is stored (settled 3). */
export interface LiveSession {
  /** The realm it was read in. */
  readonly realm: RealmSnapshot;
  readonly sid: string;
  readonly offline: boolean;
  readonly version: number;
  readonly record: SessionRecord;
  readonly expiresAt: Date;
}

export interface NewSession {
  /** Given when the id had to be known earlier; otherwise a new tagged one. */
  readonly sid?: string;
  /** Which of several stores a new id is made for; absent or null: the first one. */
  readonly persistence?: SessionPersistence | null;
  readonly userId: string;
  readonly username: string;
  readonly authTime: Date;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly rememberMe: boolean;
  readonly ipAddress: string;
  readonly authMethod: string;
  readonly notes: Readonly<Record<string, string>>;
  /** True when a browser will hold it: an identity secret is made. */
  readonly browser: boolean;
  /** First client entry, written with the session in one write. */
  readonly client?: NewClientEntry;
}

export interface NewClientEntry {
  /** Client UUID. */
  readonly client: string;
  readonly redirectUri: string | null;
  readonly scope: string;
  readonly authTime: Date;
  readonly acr: string;
  readonly notes?: Readonly<Record<string, string>>;
  /** Id of a refresh family to start in the same write (the first refresh token carries counter 0). */
  readonly family?: string;
}

export interface SessionOptions {
  readonly offline?: boolean;
}

/** `client` gives the entry's own lifespans (`client.session.idle.timeout` …); without it the realm's hold. */
export interface ClientEntryOptions extends SessionOptions {
  readonly client?: ClientLifespanSource;
}

export type RotationResult =
  /** The presented counter was the current one; the successor carries `counter`. */
  | { readonly kind: 'rotated'; readonly counter: number; readonly session: LiveSession }
  /** Within the grace: the successor is minted again, nothing was stored. */
  | { readonly kind: 'grace'; readonly counter: number; readonly session: LiveSession }
  /** An old counter outside the grace: the family (or, without a grace, the client entry) was ended. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'gone' };

/**
 * The SSO session as a document with an entry per client. Every change is read → change → compare-and-set, merged per client and tried
 * again on conflict, so concurrent single sign-ons lose nothing and a write to an ended session is refused. Reads give null for a session
 * that is missing, ended, idle too long or over its maximum (realm and client lifespans, remember-me and offline variants as Keycloak).
 * `sessionsNotBefore` and `notBefore` of the user are the caller's check: it reads the user anyway.
 */
export interface SsoSessions {
  newSid(persistence?: SessionPersistence | null): string;
  /** One write. `secret` is null unless `browser`. Fails with `conflict` when a given `sid` is taken or was ended (an ended id never comes back). */
  create(realm: RealmSnapshot, input: NewSession): Promise<{ readonly session: LiveSession; readonly secret: string | null }>;
  get(realm: RealmSnapshot, sid: string, options?: SessionOptions): Promise<LiveSession | null>;
  /** The session named by an identity cookie whose secret matches (constant time). */
  findByCookie(realm: RealmSnapshot, cookie: string): Promise<LiveSession | null>;
  /** Re-authentication or remember-me change: a new identity secret and new authentication facts. */
  renew(
    realm: RealmSnapshot,
    sid: string,
    facts: Pick<NewSession, 'authTime' | 'acr' | 'amr' | 'notes'>,
  ): Promise<{ readonly session: LiveSession; readonly secret: string } | null>;
  /** Adds or refreshes the entry of a client; a new entry gets a new generation, an existing one keeps its own. Touches the session. `known` (read a moment ago) saves a read. */
  attachClient(
    realm: RealmSnapshot,
    sid: string,
    entry: NewClientEntry,
    options?: ClientEntryOptions & { readonly known?: LiveSession },
  ): Promise<{ readonly session: LiveSession; readonly entry: ClientEntry } | null>;
  /** The offline twin of a session for a client (same sid, key `(sid, offline)`); created or merged. It may come again after it was ended. */
  attachOffline(
    realm: RealmSnapshot,
    from: LiveSession,
    entry: NewClientEntry,
    options?: Pick<ClientEntryOptions, 'client'>,
  ): Promise<{ readonly session: LiveSession; readonly entry: ClientEntry }>;
  /**
   * Marks use of session and client entry; writes only when the last one is older than a grace period: 60 s, or a tenth of the shortest
   * idle time that applies when that is less. False when session or entry ended meanwhile.
   */
  touch(session: LiveSession, clientUuid: string, options?: Pick<ClientEntryOptions, 'client'>): Promise<boolean>;
  /** A new refresh family in a client entry (at most 16, oldest dropped): for the first refresh token of a code or password grant. */
  startFamily(
    realm: RealmSnapshot,
    sid: string,
    clientUuid: string,
    familyId: string,
    options?: SessionOptions,
  ): Promise<LiveSession | null>;
  /** One use of a refresh token of a family. `gone` also when the entry has another generation or the family is not known (any more). */
  rotate(
    realm: RealmSnapshot,
    sid: string,
    clientUuid: string,
    use: {
      readonly family: string;
      readonly counter: number;
      readonly graceSeconds: number;
      readonly maxReuse: number;
      readonly generation: string;
    },
    options?: ClientEntryOptions,
  ): Promise<RotationResult>;
  /** An offline session ends with its last client. */
  removeClient(realm: RealmSnapshot, sid: string, clientUuid: string, options?: SessionOptions): Promise<boolean>;
  /** Remembers a revoked access token in its client entry until `exp` (epoch seconds). */
  revokeToken(
    realm: RealmSnapshot,
    sid: string,
    clientUuid: string,
    token: { readonly jti: string; readonly exp: number },
    options?: SessionOptions,
  ): Promise<boolean>;
  /** Ends the session (tombstone until its maximum); true when it was there. Nothing of it works once this resolved. */
  end(realm: RealmSnapshot, sid: string, options?: SessionOptions): Promise<boolean>;
  /** Ends all sessions of a user (online, and offline when asked); resolves with the ended ones. `except` keeps one. */
  endAllOfUser(
    realm: RealmSnapshot,
    userId: string,
    options?: { readonly offline?: boolean; readonly except?: string },
  ): Promise<readonly LiveSession[]>;
  listByUser(realm: RealmSnapshot, userId: string, options?: SessionOptions): Promise<readonly LiveSession[]>;
  listByClient(
    realm: RealmSnapshot,
    clientUuid: string,
    options?: { readonly offline?: boolean; readonly first?: number; readonly max?: number },
  ): Promise<readonly LiveSession[]>;
  countByClient(realm: RealmSnapshot, clientUuid: string, options?: SessionOptions): Promise<number>;
  /** All sessions of a realm, page by page in order of id; fewer than `limit` means the end. */
  list(
    realm: RealmSnapshot,
    options: { readonly offline?: boolean; readonly after?: string; readonly limit: number },
  ): Promise<readonly LiveSession[]>;
}
