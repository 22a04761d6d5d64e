/** What a sign-in gave. It lives in memory and nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Names the session at sign-out. */
  readonly idToken: string;
  /** Milliseconds since 1970, by the browser's clock. */
  readonly expiresAt: number;
}

/** The realm that signs administrators in, and where it is. */
export interface AuthRealm {
  readonly realm: string;
  /** Base URL of the server, without its last slash. */
  readonly server: string;
  /** Where the browser comes back to. */
  readonly redirectUri: string;
}
