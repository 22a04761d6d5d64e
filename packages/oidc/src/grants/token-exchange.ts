import type { AccessTokenVerdict, AccessTokenVerifier, Client, RealmCache, RealmSnapshot } from '@anteroom/core';
import { tokenDetails } from '../events/token-details.ts';
import { newFamilyId } from '../tokens/refresh-state.ts';
import type { TokenBinding, TokenGrant } from '../tokens/token-grant.ts';
import { boundTo, type GrantDependencies, type GrantHandler, type GrantRequest, refused } from './grant-handler.ts';

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
/** Client attribute: Keycloak's standard token exchange. */
const ENABLED = 'standard.token.exchange.enabled';

export interface TokenExchangeDependencies extends GrantDependencies {
  readonly accessTokens: AccessTokenVerifier;
  readonly realms: Pick<RealmCache, 'client'>;
}

type Active = Extract<AccessTokenVerdict, { kind: 'active' }>;

/**
 * RFC 8693 as Keycloak's standard token exchange: a confidential client swaps an access token that is meant for it for one of its own, in
 * the same session. Nobody is impersonated, no refresh token is issued, and what the token may be used for cannot become more than what
 * the client's own scopes give. The subject token goes through the one check of access tokens: disabled, logged out, revoked and
 * transient are refused there; one that is bound to a key cannot be proven by another client and is refused as well.
 */
export function createTokenExchangeGrant(dependencies: TokenExchangeDependencies): GrantHandler {
  const { accessTokens, issuer, events, ids } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (client.publicClient || client.attributes[ENABLED] !== 'true')
      return refused(400, 'unauthorized_client', 'Standard token exchange is not enabled for the requested client');
    const wrong = wrongParameter(form);
    if (wrong !== null) return refused(400, 'invalid_request', wrong);
    const scope = form.scope ?? '';
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refused(400, 'invalid_scope', checked.description);

    const subject = await accessTokens.verify(realm, form.subject_token ?? '');
    if (subject.kind === 'inactive') return refused(400, 'invalid_request', 'Invalid token');
    if (subject.session === null) return refused(400, 'invalid_request', 'The subject token has no session');
    if (!isFor(subject, client)) return refused(403, 'access_denied', 'Client is not within the token audience');
    if (client.consentRequired && !(await hasConsent(dependencies, realm, client, subject)))
      return refused(400, 'invalid_scope', `Missing consents for Token Exchange in client ${client.clientId}`);

    const binding = await bindingOf(dependencies, request, subject, newFamilyId(ids));
    if (binding === null) return refused(400, 'invalid_request', 'Invalid token');
    const grant: TokenGrant = {
      realm,
      client,
      user: subject.user,
      binding,
      scope,
      grant: 'te',
      nonce: null,
      refresh: null,
      ...boundTo(request),
    };
    const audience = await audienceOf(dependencies, grant, form.audience);
    if (audience === null) return refused(400, 'invalid_request', `Requested audience not available: ${form.audience ?? ''}`);
    const response = await issuer.issue({ ...grant, ...(audience.length === 0 ? {} : { audience }) });
    await events.write(realm, {
      type: 'TOKEN_EXCHANGE',
      clientId: client.clientId,
      userId: subject.user.id,
      sessionId: subject.session.sid,
      ipAddress: ip,
      details: {
        grant_type: TOKEN_EXCHANGE,
        subject_token_client_id: subject.client.clientId,
        ...(form.audience === undefined ? {} : { audience: form.audience }),
        ...tokenDetails(response),
      },
    });
    if (form.requested_token_type === ID_TOKEN) {
      if (response.id_token === undefined) return refused(400, 'invalid_request', 'Scope openid is missing');
      const { id_token, ...rest } = response;
      return { kind: 'tokens', response: { ...rest, access_token: id_token, issued_token_type: ID_TOKEN } };
    }
    return { kind: 'tokens', response: { ...response, issued_token_type: ACCESS_TOKEN } };
  };
}

/** An emptied or missing subject never means the caller itself (CVE-2026-9704). */
function wrongParameter(form: Readonly<Record<string, string>>): string | null {
  if (!form.subject_token) return "Parameter 'subject_token' is missing";
  if (form.subject_token_type !== ACCESS_TOKEN) return "Parameter 'subject_token' supports access tokens only";
  if (form.actor_token !== undefined || form.actor_token_type !== undefined)
    return "Parameter 'actor_token' is not supported for standard token exchange";
  if (form.requested_subject !== undefined) return "Parameter 'requested_subject' is not supported for standard token exchange";
  const { requested_token_type: wanted } = form;
  if (wanted !== undefined && wanted !== ACCESS_TOKEN && wanted !== ID_TOKEN) return 'requested_token_type unsupported';
  return null;
}

/** The session of the subject, with an entry of this client. */
async function bindingOf(
  { sessions }: TokenExchangeDependencies,
  { realm, client }: GrantRequest,
  { session, entry, client: owner }: Active,
  family: string,
): Promise<TokenBinding | null> {
  if (session === null) return null;
  if (owner.id === client.id && entry !== null) return { kind: 'session', live: session, entry };
  const known = {
    client: client.id,
    redirectUri: null,
    scope: 'openid',
    authTime: new Date(session.record.authTime),
    acr: session.record.acr,
  };
  const attached = await sessions.attachClient(realm, session.sid, { ...known, family }, { client, offline: session.offline });
  return attached === null ? null : { kind: 'session', live: attached.session, entry: attached.entry };
}

/** The token was made for this client: by it, or with it in the audience. */
function isFor({ claims, client: owner }: Active, client: Client): boolean {
  const audience = claims.aud === undefined ? [] : Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return owner.id === client.id || audience.includes(client.clientId);
}

async function hasConsent(
  { directory }: TokenExchangeDependencies,
  realm: RealmSnapshot,
  client: Client,
  { user }: Active,
): Promise<boolean> {
  return (await directory.consents.get(realm.id, user.id, client.id)) !== null;
}

/**
 * The audiences of the new token: what the client's scopes give, without clients that are switched off, and of it only what was asked
 * for. Null when something was asked for that is not there.
 */
async function audienceOf(
  { issuer, realms }: TokenExchangeDependencies,
  grant: TokenGrant,
  wanted: string | undefined,
): Promise<readonly string[] | null> {
  const available: string[] = [];
  for (const name of issuer.audienceOf(grant)) if ((await realms.client(grant.realm, name))?.enabled !== false) available.push(name);
  if (wanted === undefined) return available;
  return available.includes(wanted) ? [wanted] : null;
}
