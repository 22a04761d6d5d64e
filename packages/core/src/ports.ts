import type { Client } from './directory/client.ts';
import type { Component, Realm } from './directory/realm.ts';
import type { RealmSnapshot } from './directory/realm-snapshot.ts';
import type { Credential, User } from './directory/user.ts';
import type { JsonObject } from './json.ts';
import type { ClientEntry } from './session/records.ts';
import type { LiveSession } from './session/sso-sessions.ts';
import type { Claims } from './signed-kinds.ts';

/** Hashing and checking of passwords. Runs in a bounded lane: `busy` (with `retryAfter`) when it is full, never a queue without end. */
export interface PasswordHasher {
  /** Throws `busy` when a password from this address would be refused now, so that nothing is read or counted for it in vain. */
  admit(realm: Realm, address: string): void;
  /** Hashes by the realm's policy into Keycloak's secretData / credentialData. */
  hash(realm: Realm, password: string): Promise<{ readonly secretData: JsonObject; readonly credentialData: JsonObject }>;
  /**
   * Checks against stored parameters, padded to the realm's slowest kind; `credential` null (unknown, disabled or password-less user)
   * does the same work on a dummy and answers `match: false`. `rehash` when the stored parameters differ from the policy. Networks take
   * turns: whoever asks from one `address` for more than the lane can do waits behind themselves.
   */
  verify(
    realm: Realm,
    credential: Credential | null,
    password: string,
    address: string,
  ): Promise<{ readonly match: boolean; readonly rehash: boolean }>;
  /** Checks equality with older passwords (history policy), in the same lane. */
  matchesAny(credentials: readonly Credential[], password: string): Promise<boolean>;
}

/** Makes the material of one key provider. */
export interface GeneratedKeys {
  /**
   * The whole configuration of a key of this kind (`rsa-generated` …), from the settings given (`keySize`, `ecdsaEllipticCurveKey` …); null for
   * a kind that is not generated. `invalid_input` (with a public text) for a setting that cannot be.
   */
  make(realmName: string, providerId: string, given: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>> | null>;
}

/** Makes key material for a realm that brings none: the components of a new realm (`rsa-generated`, `rsa-enc-generated`, `hmac-generated-hs512`, `aes-generated`). */
export interface KeyGenerator {
  generate(realm: { readonly id: string; readonly name: string }): Promise<readonly Component[]>;
}

/** Structured log; the implementation redacts. Never pass a secret, token, code or password. */
export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Subject and bodies of a mail, both bodies from one source. Implemented by `pages`. */
export interface MailRenderer {
  render(input: {
    readonly realm: Realm;
    readonly template: string;
    readonly parameters: Readonly<Record<string, string>>;
    /** The bearer link, minted just before. */
    readonly link: string | null;
    readonly linkExpiresInMinutes: number | null;
    readonly actions: readonly string[];
    readonly user: {
      readonly username: string;
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly email: string;
    } | null;
    readonly locale: string;
  }): { readonly subject: string; readonly text: string; readonly html: string };
}

/** Codes that are mailed. Computed from a random word, which is kept in their place: the same word always gives the same code. */
export interface MailedCodes {
  code(realm: RealmSnapshot, of: { readonly userId: string; readonly word: string; readonly expiresAt: Date }): Promise<string>;
}

/** Public URLs of a realm; the base comes from configuration only, never from a request header. */
export interface Urls {
  /** No trailing slash. */
  readonly base: string;
  /** `{base}/realms/{name}` */
  issuer(realmName: string): string;
}

/** Why an access token is not active; for the event log and the userinfo challenge, never for the caller's eyes as such. */
export type InactiveReason =
  | 'malformed' // not a token of this realm: form, signature, algorithm, issuer or kind
  | 'expired'
  | 'stale' // older than a not-before mark of realm, client or user
  | 'client_missing'
  | 'client_disabled'
  | 'user_missing'
  | 'user_disabled'
  | 'session_missing' // ended, expired, or this client has no entry in it
  | 'session_stale' // the session is older than the user's `sessionsNotBefore`, or the entry was made again since
  | 'revoked'
  | 'unproven' // bound to a key or a certificate that the presenter did not prove to hold
  | 'transient'; // token of a transient login: there is no session to check it against, so it is never active here

export type AccessTokenVerdict =
  | {
      readonly kind: 'active';
      readonly claims: Claims;
      readonly user: User;
      /** The client the token was issued to (`azp`). */
      readonly client: Client;
      /** Null for a service account (client credentials): it has no session. */
      readonly session: LiveSession | null;
      readonly entry: ClientEntry | null;
    }
  | { readonly kind: 'inactive'; readonly reason: InactiveReason; readonly detail: string };

/**
 * What whoever presents a token proved to hold: nothing but the token (also when absent), the key of a DPoP proof, a client certificate.
 * `irrelevant`: another party presents it and will check that itself (introspection).
 */
export type TokenPossession = 'irrelevant' | { readonly scheme: 'bearer' | 'dpop'; readonly jkt?: string; readonly 'x5t#S256'?: string };

/**
 * The one check of an access token of a realm: signature, kind, expiry, not-before marks, user, client, live session, revocations.
 * Audience is the caller's own question. At most one read of the session store, no write. Rejects only with `store_unavailable`.
 */
export interface AccessTokenVerifier {
  verify(realm: RealmSnapshot, token: string, possession?: TokenPossession): Promise<AccessTokenVerdict>;
}

/** What an adapter of Keycloak in an application is told at its admin URL. */
export type AdapterAction =
  /** These sessions of the adapter are over; null: all of before `notBefore` (epoch seconds). */
  | {
      readonly kind: 'logout';
      readonly adapterSessions: readonly string[] | null;
      readonly sessions: readonly string[] | null;
      readonly notBefore: number;
    }
  /** Tokens of before count no more; epoch seconds. */
  | { readonly kind: 'push-not-before'; readonly notBefore: number }
  | { readonly kind: 'test-available' };

/** Keycloak's adapters (keycloak-connect): actions are sent to `adminUrl` as signed tokens. */
export interface ClientAdapters {
  /** Null when the client has no adapter to tell; `hopeless` when its address may not be called at all. */
  tell(
    realm: RealmSnapshot,
    client: Client,
    action: AdapterAction,
  ): Promise<{ readonly url: string; readonly failure: string | null; readonly hopeless: boolean } | null>;
  /** Keycloak's GlobalRequestResult: who heard and who did not; empty lists are left out. */
  tellAll(
    realm: RealmSnapshot,
    clients: readonly Client[],
    action: (client: Client) => AdapterAction,
  ): Promise<{ readonly successRequests?: readonly string[]; readonly failedRequests?: readonly string[] }>;
}

/** A token with which clients may be registered; the token itself is shown once, when it is made. */
export interface InitialAccessToken {
  readonly id: string;
  /** Epoch seconds. */
  readonly timestamp: number;
  /** Seconds; 0 without an end. */
  readonly expiration: number;
  readonly count: number;
  readonly remainingCount: number;
}

/** Initial access tokens of dynamic client registration (RFC 7591 §1.2), as administrators see them. */
export interface InitialAccessTokens {
  create(
    realm: RealmSnapshot,
    input: { readonly count: number; readonly expiration: number },
  ): Promise<InitialAccessToken & { readonly token: string }>;
  list(realm: RealmSnapshot): Promise<readonly InitialAccessToken[]>;
  delete(realm: RealmSnapshot, id: string): Promise<void>;
  /** Takes one of a token's registrations: of many callers as many win as it has left. */
  consume(realm: RealmSnapshot, token: string): Promise<InitialAccess>;
}

/** How a presented initial access token ended up. */
export type InitialAccess = 'used' | 'undecodable' | 'spent';
