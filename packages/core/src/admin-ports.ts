import type { Change } from './directory/change.ts';
import type { Client } from './directory/client.ts';
import type { Realm } from './directory/realm.ts';
import type { RealmSnapshot } from './directory/realm-snapshot.ts';
import type { User } from './directory/user.ts';
import type { Claims } from './signed-kinds.ts';

export interface TokenPreviewInput {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly user: User;
  /** As the client would ask for it. */
  readonly scope: string;
  /** Clients that the access token would be for; empty: as it comes. */
  readonly audience: readonly string[];
}

/** What tokens would say: the claims of an example, never a signed token, and nothing is stored. */
export interface TokenPreviews {
  accessToken(input: TokenPreviewInput): Promise<Claims>;
  idToken(input: TokenPreviewInput): Promise<Claims>;
  userinfo(input: TokenPreviewInput): Promise<Claims>;
}

/** What a token of client registration is. */
export type RegistrationToken =
  /** No token of this realm for registration, or one that has expired. */
  | { readonly kind: 'undecodable' }
  | { readonly kind: 'initial-access' }
  /** A registration access token; `client` is null when the client is gone, switched off, or has another token by now. */
  | { readonly kind: 'registration-access'; readonly client: Client | null };

/** Registration access tokens (RFC 7592 §3), and the clients they stand for. */
export interface RegistrationTokens {
  /** A new token, and the changes that make it the client's only one. */
  plan(realm: RealmSnapshot, client: Client): Promise<{ readonly token: string; readonly changes: readonly Change[] }>;
  /** What a presented token is; nothing is used up. */
  open(realm: RealmSnapshot, token: string): Promise<RegistrationToken>;
  /** Takes a registration access token for a change: true for exactly one of its callers, and only while it is the client's own. One write. */
  spend(realm: RealmSnapshot, token: string): Promise<boolean>;
}

/** Who a client is that calls with its own credentials (RFC 6749 §2.3). */
export interface ClientProof {
  /** Null when it proves nothing, or is no client that could. */
  authenticate(
    realm: RealmSnapshot,
    request: { readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly ip: string },
  ): Promise<Client | null>;
}

/** A session of a user for the browser of an administrator. */
export interface Impersonation {
  /** Begins the session; `cookies` are `Set-Cookie` lines that hold it, `redirect` is where the user would be at home. */
  begin(
    realm: RealmSnapshot,
    user: User,
    impersonator: { readonly ip: string; readonly id: string; readonly username: string; readonly realm: string },
  ): Promise<{ readonly cookies: readonly string[]; readonly redirect: string }>;
}

/** Key pairs for clients: RSA with a certificate for this name, both DER in base64 (PKCS #1, X.509). */
export interface KeyPairs {
  generate(name: string): Promise<{ readonly privateKey: string; readonly certificate: string }>;
}

/** Tries mail settings by one real message. */
export interface MailTest {
  /** Null when the server took it; otherwise its last words. `settings` are Keycloak's `smtpServer`. */
  send(input: { readonly realm: Realm; readonly settings: Readonly<Record<string, string>>; readonly to: string }): Promise<string | null>;
}
