import type { OAuthRefusal } from './oauth-answer.ts';

export type LibraryGrant = 'authorization_code' | 'refresh_token' | 'client_credentials';

interface Row {
  readonly grant: LibraryGrant;
  /** `error_detail` of the library's error, or its description where it gives no detail. */
  readonly detail: string;
  readonly refusal: OAuthRefusal;
}

const invalidGrant = (description: string): OAuthRefusal => ({ status: 400, error: 'invalid_grant', description });

/** Reasons that our own hooks give; the library's own words stand in the table as they are. */
export const REASONS = {
  codeUnknown: 'authorization code not found',
  userDisabled: 'user disabled',
  refreshInvalid: 'refresh token is none of ours',
  refreshExpired: 'refresh token is expired',
  refreshStale: 'refresh token is older than a not-before mark',
  sessionGone: 'session not active',
  offlineSessionGone: 'offline session not active',
  entryGone: 'client entry not in session',
  offlineWithdrawn: 'offline_access was taken from the client',
  consentWithdrawn: 'the person does not allow this any more',
  refreshReused: 'refresh token was used before',
  wrongKey: 'bound to a key that was not proven',
} as const;

/**
 * What the library refuses (class and detail) in the words that Keycloak's clients match on. One table: a detail that is not here gets
 * a generic text and is counted, so that an upgrade which rewords a refusal is noticed.
 */
export const TOKEN_ERRORS: readonly Row[] = [
  { grant: 'authorization_code', detail: REASONS.codeUnknown, refusal: invalidGrant('Code not valid') },
  { grant: 'authorization_code', detail: 'grant not found', refusal: invalidGrant('Code not valid') },
  { grant: 'authorization_code', detail: REASONS.userDisabled, refusal: invalidGrant('User disabled') },
  {
    grant: 'authorization_code',
    detail: 'client mismatch',
    refusal: invalidGrant('Auth error: Found different client_id in clientSession'),
  },
  { grant: 'authorization_code', detail: 'authorization code redirect_uri mismatch', refusal: invalidGrant('Incorrect redirect_uri') },
  { grant: 'authorization_code', detail: 'code_verifier must be provided', refusal: invalidGrant('PKCE code verifier not specified') },
  {
    grant: 'authorization_code',
    detail: 'code_verifier does not match code_challenge',
    refusal: invalidGrant('PKCE verification failed: Code mismatch'),
  },
  {
    grant: 'authorization_code',
    detail: 'unsupported code_challenge_method',
    refusal: invalidGrant('PKCE code verifier specified but challenge not present in authorization'),
  },
  {
    grant: 'authorization_code',
    detail: 'code_verifier must be a string with a minimum length of 43 characters',
    refusal: invalidGrant('PKCE verification failed: Invalid code verifier'),
  },
  {
    grant: 'authorization_code',
    detail: 'code_verifier must be a string with a maximum length of 128 characters',
    refusal: invalidGrant('PKCE verification failed: Invalid code verifier'),
  },
  {
    grant: 'authorization_code',
    detail: 'code_verifier contains invalid characters',
    refusal: invalidGrant('PKCE verification failed: Invalid code verifier'),
  },
  { grant: 'refresh_token', detail: REASONS.refreshInvalid, refusal: invalidGrant('Invalid refresh token') },
  { grant: 'refresh_token', detail: REASONS.refreshExpired, refusal: invalidGrant('Token is not active') },
  { grant: 'refresh_token', detail: REASONS.refreshStale, refusal: invalidGrant('Stale token') },
  {
    grant: 'refresh_token',
    detail: 'client mismatch',
    refusal: invalidGrant("Invalid refresh token. Token client and authorized client don't match"),
  },
  { grant: 'refresh_token', detail: REASONS.sessionGone, refusal: invalidGrant('Session not active') },
  { grant: 'refresh_token', detail: REASONS.offlineSessionGone, refusal: invalidGrant('Offline user session not found') },
  {
    grant: 'refresh_token',
    detail: REASONS.offlineWithdrawn,
    refusal: invalidGrant('Offline session invalid because offline access not granted anymore'),
  },
  {
    grant: 'refresh_token',
    detail: REASONS.consentWithdrawn,
    refusal: { status: 400, error: 'invalid_scope', description: 'Client no longer has requested consent from user' },
  },
  { grant: 'refresh_token', detail: REASONS.entryGone, refusal: invalidGrant("Session doesn't have required client") },
  { grant: 'refresh_token', detail: REASONS.userDisabled, refusal: invalidGrant('User disabled') },
  { grant: 'authorization_code', detail: REASONS.wrongKey, refusal: invalidGrant('DPoP proof key thumbprint does not match dpop_jkt') },
  { grant: 'refresh_token', detail: REASONS.wrongKey, refusal: invalidGrant('DPoP proof and refresh token are bound to different keys') },
  { grant: 'refresh_token', detail: REASONS.refreshReused, refusal: invalidGrant('Maximum allowed refresh token reuse exceeded') },
];

interface LibraryError {
  readonly error?: string;
  readonly error_detail?: string;
  readonly error_description?: string;
  readonly expose?: boolean;
}

/** The refusal for an error of the library; `known` is false where the table has no row. */
export function tokenRefusal(grant: LibraryGrant, error: unknown): { readonly refusal: OAuthRefusal; readonly known: boolean } {
  const { error: code, error_detail, error_description, expose } = error as LibraryError;
  const row = TOKEN_ERRORS.find((one) => one.grant === grant && (one.detail === error_detail || one.detail === error_description));
  if (row !== undefined) return { refusal: row.refusal, known: true };
  if (expose !== true || code === undefined) return { refusal: { status: 500, error: 'server_error' }, known: false };
  return { refusal: { status: 400, error: code, ...(error_description ? { description: error_description } : {}) }, known: false };
}
