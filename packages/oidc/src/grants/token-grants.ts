import type { DeviceCodes } from '../device/device-codes.ts';
import { createAuthorizationCodeGrant } from './authorization-code.ts';
import { CIBA, type CibaGrantDependencies, createCibaGrant } from './ciba.ts';
import { createClientCredentialsGrant } from './client-credentials.ts';
import { createDeviceCodeGrant } from './device-code.ts';
import type { GrantHandler } from './grant-handler.ts';
import { createJwtBearerGrant, JWT_BEARER_GRANT, type JwtBearerDependencies } from './jwt-bearer.ts';
import { createPasswordGrant } from './password.ts';
import { createRefreshTokenGrant } from './refresh-token.ts';
import { createTokenExchangeGrant, TOKEN_EXCHANGE, type TokenExchangeDependencies } from './token-exchange.ts';

/** The grants of the token endpoint by `grant_type`; discovery lists the keys. */
export function createTokenGrants(
  dependencies: TokenExchangeDependencies & CibaGrantDependencies & JwtBearerDependencies & { readonly devices: DeviceCodes },
): ReadonlyMap<string, GrantHandler> {
  return new Map([
    ['authorization_code', createAuthorizationCodeGrant(dependencies)],
    ['refresh_token', createRefreshTokenGrant(dependencies)],
    ['password', createPasswordGrant(dependencies)],
    ['client_credentials', createClientCredentialsGrant(dependencies)],
    ['urn:ietf:params:oauth:grant-type:device_code', createDeviceCodeGrant(dependencies)],
    [JWT_BEARER_GRANT, createJwtBearerGrant(dependencies)],
    [CIBA, createCibaGrant(dependencies)],
    [TOKEN_EXCHANGE, createTokenExchangeGrant(dependencies)],
  ]);
}
