import type { ActionLink, ActionLinkKind, Change, Claims, User } from '@anteroom/core';

/** Types of Keycloak's links that have a counterpart here. */
const KINDS: readonly ActionLinkKind[] = ['execute-actions', 'reset-credentials', 'verify-email', 'update-email'];

/**
 * A link that Keycloak made and mailed before the realm moved here, as the row it would have: signed by the realm's imported HMAC key,
 * with no credential version, which every link of ours has. Good as long as the person's credentials are those that were imported.
 * Null when the token is not such a link. Nothing is written until it is used.
 */
export function adoptedLink(claims: Claims, user: User): ActionLink | null {
  const { jti, nonce, iat, exp, azp, reduri, rqac, typ } = claims;
  const kind = KINDS.find((one) => one === typ);
  const email = claims.eml ?? claims.newEmail;
  const isKeycloaks = claims.cv === undefined && typeof nonce === 'string' && typeof jti === 'string' && /^[\w-]{8,64}$/.test(jti);
  if (!isKeycloaks || kind === undefined || typeof iat !== 'number' || typeof exp !== 'number' || typeof email !== 'string') return null;
  return {
    id: jti,
    userId: user.id,
    kind,
    actions: kind === 'execute-actions' ? texts(rqac) : kind === 'reset-credentials' ? ['UPDATE_PASSWORD'] : [],
    email: email.toLowerCase(),
    credentialVersion: IMPORTED,
    clientId: typeof azp === 'string' ? azp : 'account',
    redirectUri: typeof reduri === 'string' ? reduri : null,
    locale: null,
    createdAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
    state: 'open',
    replacedBy: null,
    done: [],
    openedAt: null,
    usedAt: null,
    details: { adopted: 'true' },
  };
}

/** The credential version of a user as the import makes them: any change here has raised it. */
const IMPORTED = 1;

export const isAdopted = ({ details }: ActionLink): boolean => details.adopted !== undefined;

/** What has to stand before any change to a link: the row of one that was adopted. */
export function adoption(link: ActionLink): readonly Change[] {
  return isAdopted(link) ? [{ kind: 'adopt-link', link }] : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
