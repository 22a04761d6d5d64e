import { createHash } from 'node:crypto';
import type { ActionLink, ActionLinkKind, Claims } from '@anteroom/core';
import { isAdopted } from './adopted-link.ts';

/** The kinds of mailed link, for telling apart what may be presented at the link's address. */
const LINK_KINDS = [
  'execute-actions',
  'reset-credentials',
  'verify-email',
  'update-email',
  'undo-email',
  'invitation',
  'end-session',
] as const satisfies readonly ActionLinkKind[];

const epochSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/**
 * Keycloak's claims of an action token, and one of ours: `cv`, the credential version the link was made for. `nonce` differs from `jti`
 * as in Keycloak; it follows from the link's id, so that a message which is sent again carries the same link.
 */
export function linkClaims(link: ActionLink, issuer: string): Claims {
  return {
    jti: link.id,
    nonce: nonceOf(link.id),
    iat: epochSeconds(link.createdAt),
    exp: epochSeconds(link.expiresAt),
    aud: issuer,
    sub: link.userId,
    azp: link.clientId,
    eml: link.email,
    cv: link.credentialVersion,
    ...(link.kind === 'execute-actions' ? { rqac: link.actions } : {}),
    ...(link.redirectUri === null ? {} : { reduri: link.redirectUri }),
  };
}

/** The row is what counts; a signed token that says otherwise was made for another row or by somebody else. */
export function claimsFitLink(claims: Claims, link: ActionLink): boolean {
  if (isAdopted(link)) return claims.cv === undefined && claims.sub === link.userId && claims.typ === link.kind;
  const actions = Array.isArray(claims.rqac) ? claims.rqac : [];
  return (
    claims.sub === link.userId &&
    claims.typ === link.kind &&
    claims.azp === link.clientId &&
    claims.eml === link.email &&
    (claims.reduri ?? null) === link.redirectUri &&
    claims.exp === epochSeconds(link.expiresAt) &&
    typeof claims.cv === 'number' &&
    claims.cv <= link.credentialVersion &&
    (link.kind !== 'execute-actions' ||
      (actions.length === link.actions.length && actions.every((action, index) => action === link.actions[index])))
  );
}

/** What a token says of itself, unverified: only good for choosing the rule to verify it by and for wording a refusal. */
export function peekClaims(key: string): { readonly kind: ActionLinkKind | null; readonly issuer: string | null } | null {
  const parts = key.split('.');
  if (parts.length !== 3) return null;
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1]!, 'base64url').toString('utf8'));
    if (typeof payload !== 'object' || payload === null) return null;
    const { typ, iss } = payload as { readonly typ?: unknown; readonly iss?: unknown };
    return { kind: LINK_KINDS.find((kind) => kind === typ) ?? null, issuer: typeof iss === 'string' ? iss : null };
  } catch {
    return null;
  }
}

function nonceOf(id: string): string {
  const bytes = createHash('sha256').update(`nonce of ${id}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80; // RFC 9562 §5.8: version 8, made from other data
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
