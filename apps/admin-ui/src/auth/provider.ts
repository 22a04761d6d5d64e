import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  discoveryRequest,
  processDiscoveryResponse,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { AuthRealm, Tokens } from './tokens.ts';

export const CLIENT: Client = { client_id: 'security-admin-console' };

/** Development serves plain http on the loopback interface; everywhere else the page itself came by https. */
export const requestOptions = { [allowInsecureRequests]: true };

/** The discovery document of the realm that signs in (OpenID Connect Discovery §4). */
export async function discover({ server, realm }: AuthRealm): Promise<AuthorizationServer> {
  const issuer = new URL(`${server}/realms/${encodeURIComponent(realm)}`);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, requestOptions));
}

/** `previous` keeps what a refresh need not repeat. */
export function tokensOf(response: TokenEndpointResponse, now: number, previous?: Tokens): Tokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? previous?.refreshToken ?? null,
    idToken: response.id_token ?? previous?.idToken ?? '',
    expiresAt: now + (response.expires_in ?? 60) * 1000,
  };
}
