import type { LibraryCall, LibraryPayload } from './library-call.ts';
import { interactionPolicy } from './oidc-provider-seam.ts';

/** What all providers of a process share; none of it ever leaves the process. */
export interface ProcessSecrets {
  /** The secret of every synthetic client: our own client authentication has decided before the library is called. */
  readonly clientSecret: string;
  /** The library wants a key set; nothing is signed with it, since the token issuer signs. */
  readonly jwks: { readonly keys: readonly object[] };
}

export const PATHS = {
  authorization: '/protocol/openid-connect/auth',
  token: '/protocol/openid-connect/token',
} as const;

/** Any positive number: what is stored expires by our own clock, and tokens get their lifespans from the issuer. */
const UNUSED_TTL = 3600;

type CallContext = { readonly state: { readonly call: LibraryCall } };
const callOf = (context: unknown): LibraryCall => (context as CallContext).state.call;

/**
 * The library's configuration. It depends on nothing of a realm but its issuer: scopes, lifespans, keys, claims and redirect URIs are
 * decided outside, from the realm snapshot of the request. So a change of the realm never finds an old provider at work.
 */
export function providerConfiguration(secrets: ProcessSecrets, adapter: (name: string) => object) {
  return {
    adapter,
    jwks: secrets.jwks,
    routes: { ...PATHS },
    cookies: { keys: [secrets.clientSecret], long: { signed: false }, short: { signed: false } },
    scopes: ['openid'],
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    clientDefaults: { id_token_signed_response_alg: 'ES256', grant_types: ['authorization_code'] },
    clientAuthMethods: ['client_secret_basic'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: {
      AccessToken: UNUSED_TTL,
      AuthorizationCode: UNUSED_TTL,
      ClientCredentials: UNUSED_TTL,
      Grant: UNUSED_TTL,
      IdToken: UNUSED_TTL,
      Interaction: UNUSED_TTL,
      RefreshToken: UNUSED_TTL,
      Session: UNUSED_TTL,
    },
    // Our pre-check has asked for PKCE where the client's policy does.
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: false },
    },
    interactions: { policy: policy(), url: () => '/' },
    findAccount: async (context: unknown, id: string) =>
      callOf(context).accountId() === id ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
    loadExistingGrant: async (context: unknown) => {
      const call = callOf(context);
      const session = call.session();
      if (session === null) return undefined;
      const { provider } = (context as { oidc: { provider: { Grant: new (payload: LibraryPayload) => object } } }).oidc;
      return new provider.Grant(grantPayload(session.grantId, session.accountId, call.client.id));
    },
    // Whether a code or token lives as long as its session is decided where it is redeemed, by reading that session.
    expiresWithSession: async () => false,
    issueRefreshToken: async () => false,
    rotateRefreshToken: () => true,
    revokeGrantPolicy: () => true,
    renderError: async (context: unknown, _out: unknown, error: unknown) => {
      callOf(context).error = error;
    },
  };
}

/** The library asks once, when the person is known; a call without a session is a mistake of ours and ends in an error. */
function policy(): object {
  const prompts = interactionPolicy.base();
  prompts.clear();
  prompts.add(
    new interactionPolicy.Prompt(
      { name: 'login', requestable: true },
      new interactionPolicy.Check('no_session', 'authentication is required', (context) => callOf(context).session() === null),
    ),
  );
  return prompts;
}

export function grantPayload(id: string, accountId: string, clientUuid: string): LibraryPayload {
  return { jti: id, kind: 'Grant', accountId, clientId: clientUuid, openid: { scope: 'openid' } };
}

/** Valid metadata for any client of ours; `client_id` is the client's UUID, so that the library's records carry what ours do. */
export function clientMetadata(call: LibraryCall, secrets: ProcessSecrets): LibraryPayload {
  return {
    client_id: call.client.id,
    client_secret: secrets.clientSecret,
    redirect_uris: ['https://redirect.invalid/'],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
  };
}
