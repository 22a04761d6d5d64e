/** Keycloak's action token types. */
export type ActionLinkKind = 'execute-actions' | 'reset-credentials' | 'verify-email' | 'update-email';

/** `open` may still be spent; the others say why a dead link is dead. Expiry is decided from `expiresAt`. */
export type ActionLinkState = 'open' | 'used' | 'replaced' | 'revoked';

/** One row per mailed link (settled 19). The bearer token itself is never stored; it is minted from the row when the mail is sent. */
export interface ActionLink {
  /** The token's `jti`. */
  readonly id: string;
  readonly userId: string;
  readonly kind: ActionLinkKind;
  readonly actions: readonly string[];
  /** Address the link was made for, lower case. */
  readonly email: string;
  readonly credentialVersion: number;
  /** `clientId` (not the UUID) the link was made for. */
  readonly clientId: string;
  readonly redirectUri: string | null;
  readonly locale: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: ActionLinkState;
  readonly replacedBy: string | null;
  /** Actions already finished through this link. */
  readonly done: readonly string[];
  readonly usedAt: Date | null;
}
