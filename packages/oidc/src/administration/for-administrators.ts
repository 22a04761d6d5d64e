import type {
  ClientProof,
  Clock,
  GeneratedKeys,
  IdSource,
  Impersonation,
  KeyPairs,
  RegistrationTokens,
  SsoSessions,
  TokenPreviews,
  Urls,
} from '@anteroom/core';
import type { ClientAuthentication } from '../clients/client-authentication.ts';
import type { LoginEvents } from '../events/login-events.ts';
import { createGeneratedKeys } from '../keys/generated-key.ts';
import type { RegistrationAccess } from '../registration/registration-access.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';
import { createImpersonation } from './impersonation.ts';
import { createKeyPairs } from './key-pairs.ts';
import { createRegistrationTokens } from './registration-tokens.ts';
import { createTokenPreviews } from './token-previews.ts';

/** What only who issues tokens and sessions can do for an administrator. */
export interface ForAdministrators {
  readonly tokenPreviews: TokenPreviews;
  readonly registrationTokens: RegistrationTokens;
  readonly impersonation: Impersonation;
  readonly keyPairs: KeyPairs;
  readonly generatedKeys: GeneratedKeys;
  readonly clientProof: ClientProof;
}

export function createForAdministrators(dependencies: {
  readonly issuer: Pick<TokenIssuer, 'describe'>;
  readonly clients: ClientAuthentication;
  readonly access: Pick<RegistrationAccess, 'issue' | 'open' | 'spend'>;
  readonly sessions: Pick<SsoSessions, 'create'>;
  readonly events: LoginEvents;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
}): ForAdministrators {
  return {
    tokenPreviews: createTokenPreviews(dependencies),
    registrationTokens: createRegistrationTokens(dependencies),
    impersonation: createImpersonation(dependencies),
    keyPairs: createKeyPairs(dependencies),
    generatedKeys: createGeneratedKeys(dependencies),
    clientProof: {
      async authenticate(realm, request) {
        const result = await dependencies.clients.for('token')(realm, request, {});
        return result.kind === 'client' ? result.client : null;
      },
    },
  };
}
