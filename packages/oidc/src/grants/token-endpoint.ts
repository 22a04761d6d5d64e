import type { Client, RealmSnapshot } from '@anteroom/core';
import { jsonAnswer, type OAuthRefusal, plainError, refusalAnswer } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpContext, HttpRequest } from '../http-context.ts';
import type { Possession } from '../possession/possession.ts';
import type { GrantHandler } from './grant-handler.ts';

/** Client authentication of a request, shared by all endpoints that ask for it. */
export type AuthenticateClient = (
  realm: RealmSnapshot,
  request: HttpRequest,
  form: Readonly<Record<string, string>>,
) => Promise<{ readonly kind: 'client'; readonly client: Client } | { readonly kind: 'refused'; readonly refusal: OAuthRefusal }>;

export interface TokenEndpointDependencies {
  readonly authenticate: AuthenticateClient;
  readonly grants: ReadonlyMap<string, GrantHandler>;
  readonly possession: Possession;
}

/**
 * `POST …/token` (RFC 6749 §3.2) in Keycloak's order: method, realm, grant type, client, repeated parameters, then the grant. The
 * answer's CORS headers are the caller's business; `client` tells it whose origins count.
 */
export function createTokenEndpoint({ authenticate, grants, possession }: TokenEndpointDependencies) {
  return async (ctx: HttpContext, realm: RealmSnapshot, onClient: (client: Client) => HttpAnswer | null): Promise<HttpAnswer> => {
    if (ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
    const { values: form, duplicated } = await ctx.readForm();
    if (!realm.realm.enabled) return refusalAnswer({ status: 403, error: 'access_denied', description: 'Realm not enabled' });
    if (!form.grant_type)
      return refusalAnswer({ status: 400, error: 'invalid_request', description: 'Missing form parameter: grant_type' });
    const grant = grants.get(form.grant_type);
    if (grant === undefined) return refusalAnswer({ status: 400, error: 'unsupported_grant_type', description: 'Unsupported grant_type' });
    const authenticated = await authenticate(realm, ctx, form);
    if (authenticated.kind === 'refused') return refusalAnswer(authenticated.refusal);
    const refusedOrigin = onClient(authenticated.client);
    if (refusedOrigin !== null) return refusedOrigin;
    if (duplicated.length > 0) return refusalAnswer({ status: 400, error: 'invalid_request', description: 'duplicated parameter' });
    const proven = await possession.ofClient(realm, authenticated.client, ctx);
    if (proven.kind === 'refused') {
      const answer = refusalAnswer(proven.refusal);
      return { ...answer, headers: { ...answer.headers, ...proven.headers } };
    }
    const bound = proven.confirmation === null ? {} : { confirmation: proven.confirmation };
    const result = await grant({ realm, client: authenticated.client, form, ip: ctx.ip, ...bound });
    return result.kind === 'tokens' ? jsonAnswer(200, result.response) : refusalAnswer(result.refusal);
  };
}
