import type { AccessTokenVerdict, AccessTokenVerifier, RealmSnapshot } from '@anteroom/core';
import type { OAuthRefusal } from '../errors/oauth-answer.ts';
import type { HttpRequest } from '../http-context.ts';
import type { Possession } from '../possession/possession.ts';

export interface PresentedToken {
  readonly token: string;
  readonly scheme: 'bearer' | 'dpop';
}

/** RFC 6750 §2.1 and §2.2, RFC 9449 §7.1; a token in the query (RFC 6750 §2.3) is not looked at, as recorded. */
export async function presentedToken(request: HttpRequest): Promise<PresentedToken | null> {
  const match = /^(bearer|dpop) +(\S+)$/i.exec(request.headers.authorization?.trim() ?? '');
  if (match !== null) return { token: match[2]!, scheme: match[1]!.toLowerCase() as PresentedToken['scheme'] };
  if (request.method !== 'POST' || request.headers.authorization !== undefined) return null;
  const { values, duplicated } = await request.readForm();
  const token = duplicated.includes('access_token') ? undefined : values.access_token;
  return token === undefined ? null : { token, scheme: 'bearer' };
}

export type PresentedVerdict =
  | AccessTokenVerdict
  | { readonly kind: 'unproven'; readonly refusal: OAuthRefusal; readonly headers: Readonly<Record<string, string>> };

/** The one check of access tokens, with what whoever presents it proved to hold. */
export async function verifyPresented(
  { accessTokens, possession }: { readonly accessTokens: AccessTokenVerifier; readonly possession: Possession },
  realm: RealmSnapshot,
  request: HttpRequest,
  { token, scheme }: PresentedToken,
): Promise<PresentedVerdict> {
  const held = await possession.ofToken(realm, request, token, scheme);
  if (held.kind === 'refused') return { kind: 'unproven', refusal: held.refusal, headers: held.headers };
  return accessTokens.verify(realm, token, held.possession);
}
