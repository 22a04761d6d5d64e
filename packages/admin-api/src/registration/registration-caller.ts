import type { Client, RealmSnapshot, RegistrationToken } from '@anteroom/core';
import type { Parts } from '../parts.ts';
import type { Admin } from '../permissions/admin.ts';
import { createAdmin } from '../permissions/create-admin.ts';
import type { AdminRole } from '../permissions/permission.ts';
import { badToken, NOT_TO_UPDATE, NOT_TO_VIEW, noSuchClient, notAllowed } from './refusals.ts';

/** Who calls, by the bearer token; `token` is what a token other than an administrator's is. */
export type RegistrationCaller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'administrator'; readonly admin: Admin }
  | ({ readonly bearer: string } & RegistrationToken);

export function createRegistrationCallers({ tokens, registrationTokens, realms }: Pick<Parts, 'tokens' | 'registrationTokens' | 'realms'>) {
  return {
    async identify(realm: RealmSnapshot, authorization: string): Promise<RegistrationCaller> {
      const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization.trim())?.[1];
      if (bearer === undefined) return { kind: 'nobody' };
      const verdict = await tokens.verify(realm, bearer);
      if (verdict.kind === 'active') return { kind: 'administrator', admin: createAdmin(realm, verdict, realm) };
      return { bearer, ...(await registrationTokens.open(realm, bearer)) };
    },
    /** The client that the caller may see or change; everything else is answered as Keycloak does. */
    async client(realm: RealmSnapshot, caller: RegistrationCaller, clientId: string, wanted: 'view' | 'update'): Promise<Client> {
      const words = wanted === 'view' ? NOT_TO_VIEW : NOT_TO_UPDATE;
      const roles: readonly AdminRole[] = wanted === 'view' ? ['view-clients', 'manage-clients'] : ['manage-clients'];
      switch (caller.kind) {
        case 'nobody':
          throw badToken(words);
        case 'undecodable':
          throw badToken('Failed decode token');
        case 'initial-access':
          throw badToken(wanted === 'view' ? 'Not initial access token allowed' : words);
        case 'administrator': {
          if (!caller.admin.has(...roles)) throw notAllowed();
          const client = await realms.client(realm, clientId);
          if (client === null) throw noSuchClient();
          return client;
        }
        case 'registration-access':
          if (caller.client?.clientId !== clientId) throw badToken(words);
          return caller.client;
      }
    },
  };
}
