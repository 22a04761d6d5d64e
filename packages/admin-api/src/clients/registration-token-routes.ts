import { toClientRepresentation } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { requireUnprotectedClient } from '../permissions/protected.ts';
import { representation } from '../schemas/representations.ts';
import { createFindClient } from './find-client.ts';

/** A new registration access token (RFC 7592 §3) for a client; the one before it is dead. It is in this answer and nowhere else. */
export function registrationTokenRoutes(parts: Parts): readonly Route[] {
  const { realms, writes, registrationTokens } = parts;
  const findClient = createFindClient(realms);
  return [
    route({
      method: 'POST',
      path: '/clients/:client/registration-access-token',
      summary: 'A new registration access token for a client; the one before it is dead',
      permission: may.manageClients,
      answers: gives(representation.client),
      async handler(call) {
        const client = await findClient(call);
        requireUnprotectedClient(call.admin, call.realm, client.clientId);
        const { token, changes } = await registrationTokens.plan(call.realm, client);
        await writes.commit(call, changes, {
          operation: 'ACTION',
          resource: 'CLIENT',
          path: `clients/${client.id}/registration-access-token`,
        });
        return ok({ ...toClientRepresentation(client), registrationAccessToken: token });
      },
    }),
  ];
}
