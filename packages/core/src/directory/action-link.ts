/**
 * Keycloak's action token types, and ours: `undo-email` takes a change of address back, `invitation` is the first link of an account,
 * `end-session` ends one session that its owner does not know.
 */
export type ActionLinkKind =
  | 'execute-actions'
  | 'reset-credentials'
  | 'verify-email'
  | 'update-email'
  | 'undo-email'
  | 'invitation'
  | 'end-session';

/**
 * Links that warn of what somebody may have done: they are not bound to the credentials, and a newer one does not replace them. Else
 * whoever took an account over could kill its owner's way back by changing something once more.
 */
export const WARNING_LINKS: readonly ActionLinkKind[] = ['undo-email', 'end-session'];

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
  /** When a person first confirmed its first page; looking at it (GET) leaves no trace. */
  readonly openedAt: Date | null;
  readonly usedAt: Date | null;
  /** What else the kind needs: `tab` of the login that waits for it, `oldEmail`, `sid`; `handedOver` of a link that was not mailed. No secret. */
  readonly details: Readonly<Record<string, string>>;
}
