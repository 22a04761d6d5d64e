import type { RegistrationTokens } from '@anteroom/core';
import { type RegistrationAccess, TOKEN_ID } from '../registration/registration-access.ts';

/** A token that an administrator gives to who is to manage a client (RFC 7592 §3); the one before it is dead when the changes are through. */
export function createRegistrationTokens({
  access,
}: {
  readonly access: Pick<RegistrationAccess, 'issue' | 'open' | 'spend'>;
}): RegistrationTokens {
  return {
    open: access.open,
    spend: access.spend,
    async plan(realm, client) {
      const { id, token } = await access.issue(realm, client);
      return { token, changes: [{ kind: 'put-client', client: { ...client, [TOKEN_ID]: id } }] };
    },
  };
}
