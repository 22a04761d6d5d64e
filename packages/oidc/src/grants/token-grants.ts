import { createAuthorizationCodeGrant } from './authorization-code.ts';
import { createClientCredentialsGrant } from './client-credentials.ts';
import type { GrantDependencies, GrantHandler } from './grant-handler.ts';
import { createPasswordGrant } from './password.ts';
import { createRefreshTokenGrant } from './refresh-token.ts';

/** The grants of the token endpoint by `grant_type`; discovery lists the keys. */
export function createTokenGrants(dependencies: GrantDependencies): ReadonlyMap<string, GrantHandler> {
  return new Map([
    ['authorization_code', createAuthorizationCodeGrant(dependencies)],
    ['refresh_token', createRefreshTokenGrant(dependencies)],
    ['password', createPasswordGrant(dependencies)],
    ['client_credentials', createClientCredentialsGrant(dependencies)],
  ]);
}
