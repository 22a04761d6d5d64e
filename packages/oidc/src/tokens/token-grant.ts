import type { Claims, Client, ClientEntry, LiveSession, RealmSnapshot, User } from '@anteroom/core';

/** The grant part of an access token's `jti` prefix: code, password, client credentials, refresh, implicit, device, CIBA, exchange, JWT assertion. */
export type GrantCode = 'ac' | 'ro' | 'cc' | 'rt' | 'na' | 'dg' | 'ci' | 'te' | 'ag';

/** Login facts of a transient login. They travel in the code record or come straight from a direct grant; nothing of them is stored. */
export interface TransientSnapshot {
  readonly authTime: Date;
  readonly acr: string;
  readonly amr: readonly string[];
  /** User session notes for mappers. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What the tokens are bound to. */
export type TokenBinding =
  /** A stored session, online or offline (`live.offline`), with the client's entry in it. */
  | { readonly kind: 'session'; readonly live: LiveSession; readonly entry: ClientEntry }
  /** No session, no `sid`, no refresh token; the `jti` says `tr` and introspection refuses it. */
  | { readonly kind: 'transient'; readonly snapshot: TransientSnapshot }
  /** Client credentials: no session, but introspectable while user and client are there. */
  | { readonly kind: 'service-account'; readonly notes: Readonly<Record<string, string>> };

/** Everything that token issue depends on; the issuer reads nothing else and writes nothing. */
export interface TokenGrant {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  /** The user, or the service account's user. */
  readonly user: User;
  readonly binding: TokenBinding;
  /** `scope` as the client asked for it at login (or the `scope` claim of the refresh token); defaults are added here. */
  readonly scope: string;
  readonly grant: GrantCode;
  /** Only for the ID token of a code or implicit grant. */
  readonly nonce: string | null;
  /**
   * The refresh token to mint: its family (`newFamilyId`) and counter (0 for a new family). Null: none is issued.
   * Ignored unless the binding is a session.
   */
  readonly refresh: { readonly family: string; readonly counter: number } | null;
  /** Hash inputs for `c_hash` and `s_hash` of front-channel ID tokens. */
  readonly code?: string;
  readonly state?: string;
  /** What the tokens are bound to besides (RFC 7800 `cnf`): the key of a DPoP proof or a client certificate. */
  readonly confirmation?: Confirmation;
  /** Audiences that were asked for; the access token is for these alone. They are among `audienceOf`. */
  readonly audience?: readonly string[];
  /** Claims asked for by name in the ID token (`claims` parameter). */
  readonly idTokenClaims?: readonly string[];
}

/** Members of `cnf`: RFC 9449 §6.1, RFC 8705 §3.1. */
export interface Confirmation {
  readonly jkt?: string;
  readonly 'x5t#S256'?: string;
}

/** RFC 6749 §5.1 with Keycloak's additions; sent as it is. */
export interface TokenResponse {
  readonly access_token: string;
  readonly expires_in: number;
  /** 0 when there is no refresh token, and for an offline token without a maximum. */
  readonly refresh_expires_in: number;
  readonly refresh_token?: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly id_token?: string;
  readonly 'not-before-policy': number;
  readonly session_state?: string;
  readonly scope: string;
  /** RFC 8693 §2.2.1 */
  readonly issued_token_type?: string;
}

/** A token's payload before it is signed. */
export interface UnsignedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Epoch seconds; null for an offline token without a maximum. */
  readonly exp: number | null;
}

/** What a refresh token says (settled 8–10): with `sid` and `azp` it names the virtual grant, and where its rotation stands. */
export interface RefreshTokenState {
  readonly sid: string;
  /** `clientId`. */
  readonly azp: string;
  readonly offline: boolean;
  /** Whether it was minted in this life of the client's entry. */
  readonly isOf: (entry: Pick<ClientEntry, 'generation'>) => boolean;
  readonly family: string;
  readonly counter: number;
  readonly scope: string;
  /** Epoch seconds. */
  readonly iat: number;
  readonly sub: string | null;
  readonly nonce: string | null;
  /** The key that whoever refreshes must hold; null when it is bound to none. */
  readonly confirmation: Confirmation | null;
}

/** Tokens of an authorization response (OAuth 2.0 Multiple Response Types §3). */
export interface FrontChannelTokens {
  readonly access_token?: string;
  readonly token_type?: 'Bearer';
  /** Seconds. */
  readonly expires_in?: string;
  readonly id_token?: string;
}

export interface TokenIssuer {
  /**
   * Checks the scope of a request before anything else is done: the list of names that apply, or the refusal's text
   * (`Invalid scopes: …`, with the whole list as it was asked for).
   */
  checkScope(
    grant: Pick<TokenGrant, 'realm' | 'client' | 'scope'>,
  ): { readonly kind: 'ok' } | { readonly kind: 'invalid'; readonly description: string };
  /** Builds and signs all of it: the body of the token response. */
  issue(grant: TokenGrant): Promise<TokenResponse>;
  /** The claims of what `issue` would sign, for whoever wants to see them; nothing is signed. */
  describe(grant: TokenGrant): { readonly accessToken: Claims; readonly idToken: Claims; readonly userinfo: Claims };
  /** What an implicit or hybrid answer carries; never a refresh token. */
  issueFrontChannel(grant: TokenGrant, wanted: { readonly accessToken: boolean; readonly idToken: boolean }): Promise<FrontChannelTokens>;
  /** Audiences that the mappers would give an access token of this grant. */
  audienceOf(grant: TokenGrant): readonly string[];
  /** Reads a refresh or offline token: signature, kind, expiry. Null when it is none of ours, or expired. Not a session check. */
  readRefreshToken(realm: RealmSnapshot, token: string): Promise<RefreshTokenState | null>;
}
