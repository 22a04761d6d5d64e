import type { RealmSnapshot } from './directory/realm-snapshot.ts';

/**
 * Everything a realm signs, as one closed table (settled 12): a token of one kind is nothing where another is expected. `typ` is the
 * payload claim that tells kinds apart; `realm-signing` means the realm's default (or the client's) asymmetric algorithm.
 */
export interface SignedKindRule {
  readonly key: 'realm-signing' | 'hmac';
  readonly algorithm: 'asymmetric' | 'HS512';
  readonly typ: string;
  /** `issuer`: the realm itself; `client`: checked by the caller; `any`: token audience varies. */
  readonly audience: 'issuer' | 'client' | 'any';
  readonly requiredClaims: readonly string[];
  readonly expires: 'always' | 'optional';
}

export const SIGNED_KINDS = {
  'access-token': {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'Bearer',
    audience: 'any',
    requiredClaims: ['iat', 'jti', 'iss', 'azp'],
    expires: 'always',
  },
  'id-token': {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'ID',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'sub', 'aud', 'azp'],
    expires: 'always',
  },
  'logout-token': {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'Logout',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'aud', 'jti', 'events'],
    expires: 'always',
  },
  /** Told to an adapter of Keycloak at a client's admin URL. */
  'adapter-action': {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'AdapterAction',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'id', 'action', 'resource'],
    expires: 'always',
  },
  'authorization-response': {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'AuthorizationResponse',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'aud'],
    expires: 'always',
  },
  userinfo: {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'UserInfo',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'sub', 'aud'],
    expires: 'always',
  },
  introspection: {
    key: 'realm-signing',
    algorithm: 'asymmetric',
    typ: 'Introspection',
    audience: 'client',
    requiredClaims: ['iat', 'iss', 'aud'],
    expires: 'always',
  },
  'initial-access-token': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'InitialAccessToken',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss'],
    expires: 'optional',
  },
  'registration-access-token': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'RegistrationAccessToken',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'optional',
  },
  'refresh-token': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'Refresh',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'azp', 'sid'],
    expires: 'always',
  },
  'offline-token': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'Offline',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'azp', 'sid'],
    expires: 'optional',
  },
  'execute-actions': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'execute-actions',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'reset-credentials': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'reset-credentials',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'verify-email': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'verify-email',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'update-email': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'update-email',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'undo-email': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'undo-email',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  invitation: {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'invitation',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'end-session': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'end-session',
    audience: 'issuer',
    requiredClaims: ['iat', 'jti', 'iss', 'sub'],
    expires: 'always',
  },
  'device-cookie': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'Device',
    audience: 'issuer',
    requiredClaims: ['iat', 'iss', 'users'],
    expires: 'always',
  },
  // Never leaves the server: a mailed code is computed from its signature.
  'mailed-code': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'MailedCode',
    audience: 'issuer',
    requiredClaims: ['jti', 'iss', 'sub'],
    expires: 'always',
  },
  'restart-cookie': {
    key: 'hmac',
    algorithm: 'HS512',
    typ: 'Restart',
    audience: 'issuer',
    requiredClaims: ['iat', 'iss', 'cid'],
    expires: 'optional',
  },
} as const satisfies Record<string, SignedKindRule>;

export type SignedKind = keyof typeof SIGNED_KINDS;
export type Claims = Readonly<Record<string, unknown>>;

/** The only signer and the only verifier of anything we sign. Implemented by `oidc`. */
export interface SignedTokens {
  /**
   * Signs `claims` as they are, with `iss` and `typ` of the kind set. `algorithm` overrides the realm's default for asymmetric kinds,
   * `headerType` the `typ` of the header (RFC 8725 §3.11).
   */
  sign(
    realm: RealmSnapshot,
    kind: SignedKind,
    claims: Claims,
    options?: { readonly algorithm?: string; readonly headerType?: string },
  ): Promise<string>;
  /**
   * Signature by a key of the realm (active or passive) that fits the kind, pinned algorithm, `iss`, `typ`, audience rule, required
   * claims and, unless `ignoreExpiry`, `exp`. Throws `invalid_token` with an operator's message; a kind is never accepted as another.
   */
  verify(realm: RealmSnapshot, kind: SignedKind, token: string, options?: { readonly ignoreExpiry?: boolean }): Promise<Claims>;
}
