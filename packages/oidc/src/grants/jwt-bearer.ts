import type { IdentityProvider, RealmSnapshot, SessionStore, Urls, User } from '@anteroom/core';
import { type AskedPersonDependencies, mayLogIn } from '../ciba/asked-person.ts';
import type { ClientKeySource } from '../clients/client-key-source.ts';
import { tokenDetails } from '../events/token-details.ts';
import { splitJws } from '../signed/compact-jws.ts';
import { checkForeignAssertion, configOf } from './foreign-assertion.ts';
import { boundTo, type GrantDependencies, type GrantHandler, refused } from './grant-handler.ts';

export const JWT_BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export interface JwtBearerDependencies extends GrantDependencies {
  readonly failures: AskedPersonDependencies['failures'];
  readonly store: Pick<SessionStore, 'create'>;
  readonly keys: ClientKeySource;
  readonly urls: Urls;
}

/** Client attributes, as Keycloak: off unless it says `true`, and the aliases of the providers whose assertions count. */
const ENABLED = 'oauth2.jwt.authorization.grant.enabled';
const PROVIDERS = 'oauth2.jwt.authorization.grant.idp';

/**
 * RFC 7523 §2.1, Keycloak's JWT authorization grant: an assertion of an identity provider of the realm, about somebody who is linked to
 * an account here, gives an access token. Nothing is stored: no session, no refresh token.
 */
export function createJwtBearerGrant(dependencies: JwtBearerDependencies): GrantHandler {
  const { issuer, events, clock } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (client.publicClient) return refused(400, 'unauthorized_client', 'Public client not allowed to use authorization grant');
    if (client.attributes[ENABLED] !== 'true')
      return refused(400, 'unauthorized_client', 'JWT Authorization Grant is not supported for the requested client');
    if (!form.assertion) return refused(400, 'invalid_request', 'Missing parameter:assertion');
    const jws = splitJws(form.assertion);
    if (jws === null) return refused(400, 'invalid_request', 'The provided assertion is not a valid JWT');
    const { iss, sub } = jws.payload;
    if (typeof iss !== 'string' || iss === '') return refused(400, 'invalid_request', 'Missing claim: iss');
    if (typeof sub !== 'string' || sub === '') return refused(400, 'invalid_request', 'Missing claim: sub');
    const provider = providerOf(realm, iss);
    if (provider === null) return refused(400, 'invalid_grant', 'No Identity Provider for provided issuer');
    if (!provider.enabled) return refused(400, 'invalid_grant', 'Identity Provider is not enabled');
    if (!(client.attributes[PROVIDERS] ?? '').split(/##|,/).includes(provider.alias))
      return refused(400, 'invalid_grant', 'Identity Provider is not allowed for the client');
    if (configOf(provider).jwtAuthorizationGrantEnabled !== 'true')
      return refused(400, 'invalid_grant', 'Identity Provider is not configured for JWT Authorization Grant');
    const fault = await checkForeignAssertion(dependencies, realm, provider, jws);
    if (fault !== null) return refused(400, 'invalid_grant', fault);

    const scope = form.scope ?? '';
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refused(400, 'invalid_scope', checked.description);
    const user = await linkedUser(dependencies, realm, provider.alias, jws.payload, sub);
    if (user === null) return refused(400, 'invalid_grant', 'User not found');
    if (!(await mayLogIn(dependencies, realm, user))) return refused(400, 'invalid_grant', 'User is not enabled');
    if (user.requiredActions.length > 0) return refused(400, 'invalid_grant', 'Account is not fully set up');
    if (client.consentRequired) return refused(400, 'invalid_scope', `Missing consents for the client ${client.clientId}`);

    const snapshot = { authTime: clock.now(), acr: '1', amr: [], notes: { identity_provider: provider.alias } };
    const response = await issuer.issue({
      realm,
      client,
      user,
      binding: { kind: 'transient', snapshot },
      scope,
      grant: 'ag',
      nonce: null,
      refresh: null,
      ...boundTo(request),
    });
    dependencies.onTransientLogin(realm.name);
    await events.write(realm, {
      type: 'LOGIN',
      clientId: client.clientId,
      userId: user.id,
      ipAddress: ip,
      details: { grant_type: JWT_BEARER_GRANT, identity_provider: provider.alias, ...tokenDetails(response) },
    });
    return { kind: 'tokens', response };
  };
}

/** Null also when two providers claim one issuer: then nobody can tell whose word it is. */
function providerOf(realm: RealmSnapshot, issuer: string): IdentityProvider | null {
  const [found, another] = realm.configuration.identityProviders.filter((provider) => configOf(provider).issuer === issuer);
  return found !== undefined && another === undefined ? found : null;
}

/**
 * The account that is linked to (provider, subject). What the assertion says of name and address only says where to look: without the
 * link it is nobody, whoever controls that address elsewhere.
 */
async function linkedUser(
  { directory: { users } }: JwtBearerDependencies,
  realm: RealmSnapshot,
  alias: string,
  claims: Readonly<Record<string, unknown>>,
  subject: string,
): Promise<User | null> {
  const text = (name: string) => (typeof claims[name] === 'string' && claims[name] !== '' ? (claims[name] as string) : null);
  const looks = [
    () => users.findByUsername(realm.id, text('preferred_username') ?? subject),
    () => users.findByUsername(realm.id, subject),
    async () => (text('email') === null ? null : users.findByEmail(realm.id, String(text('email')).toLowerCase())),
  ];
  for (const look of looks) {
    const user = await look();
    if (user !== null && isLinked(user, alias, subject)) return user;
  }
  return null;
}

function isLinked({ extra }: User, alias: string, subject: string): boolean {
  const links = Array.isArray(extra.federatedIdentities) ? extra.federatedIdentities : [];
  return links.some((link) => {
    const { identityProvider, userId } = (link ?? {}) as { readonly identityProvider?: unknown; readonly userId?: unknown };
    return identityProvider === alias && userId === subject;
  });
}
