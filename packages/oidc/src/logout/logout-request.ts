import {
  type Client,
  isAnteroomError,
  type Message,
  matchPostLogoutRedirectUri,
  type RealmCache,
  type RealmSnapshot,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';

/** A checked logout request of a browser (OpenID Connect RP-Initiated Logout 1.0 §2). */
export type LogoutRequest =
  | { readonly kind: 'page'; readonly message: Message }
  /** With a valid hint: out at once, whoever holds the browser. */
  | {
      readonly kind: 'hinted';
      readonly sid: string | null;
      /** `sub` of the hint, as its client knows the person. */
      readonly subject: string | null;
      readonly hintedClient: Client | null;
      readonly client: Client | null;
      readonly target: string | null;
      readonly state: string | null;
    }
  | { readonly kind: 'confirm'; readonly client: Client | null; readonly target: string | null; readonly state: string | null };

export interface LogoutRequestDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly signed: SignedTokens;
  readonly urls: Urls;
}

/** Keycloak's order and words (recorded). The legacy parameter `redirect_uri` is ignored. */
export async function checkLogoutRequest(
  { realms, signed, urls }: LogoutRequestDependencies,
  realm: RealmSnapshot,
  values: Readonly<Record<string, string>>,
): Promise<LogoutRequest> {
  const page = (key: string, ...args: string[]): LogoutRequest => ({ kind: 'page', message: { key, args } });
  const { id_token_hint: hint, post_logout_redirect_uri: redirect, client_id: clientId, state = null } = values;
  if (redirect !== undefined && hint === undefined && clientId === undefined) return page('missingParameterMessage', 'id_token_hint');

  let claims: Readonly<Record<string, unknown>> | null = null;
  if (hint !== undefined) {
    try {
      claims = await signed.verify(realm, 'id-token', hint, { ignoreExpiry: true });
    } catch (error) {
      if (!isAnteroomError(error, 'invalid_token')) throw error;
      return page('invalidParameterMessage', 'id_token_hint');
    }
  }
  const hinted = typeof claims?.azp === 'string' ? claims.azp : null;
  if (clientId !== undefined && hinted !== null && clientId !== hinted) return page('invalidParameterMessage', 'client_id');
  const name = clientId ?? hinted;
  const client = name === null ? null : await realms.client(realm, name);
  if (clientId !== undefined && client === null) return page('clientNotFoundMessage');
  const target = redirect === undefined || client === null ? null : matchPostLogoutRedirectUri(client, redirect, urls.base);
  if (redirect !== undefined && target === null) return page('invalidRedirectUriMessage');

  if (claims === null) return { kind: 'confirm', client, target, state };
  return {
    kind: 'hinted',
    sid: typeof claims.sid === 'string' ? claims.sid : null,
    subject: typeof claims.sub === 'string' ? claims.sub : null,
    hintedClient: hinted === null || hinted === client?.clientId ? client : await realms.client(realm, hinted),
    client,
    target,
    state,
  };
}
