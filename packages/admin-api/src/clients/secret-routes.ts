import { type Client, clientRules, MASK, rotatedSecret, withNextSecret, withoutRotatedSecret } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { bad, notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { representation } from '../schemas/representations.ts';
import { showUser } from '../users/show-user.ts';
import { createFindClient } from './find-client.ts';

export function clientSecretRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, writes, ids, clock } = parts;
  const findClient = createFindClient(realms);
  const shown = (client: Client, masked: boolean) => {
    if (client.secret === undefined || client.publicClient || client.bearerOnly) return { type: 'secret' };
    return { type: 'secret', value: masked ? MASK : client.secret };
  };
  return [
    route({
      method: 'GET',
      path: '/clients/:client/client-secret',
      summary: 'Secret of a client',
      permission: may.viewClients,
      answers: gives(answered.secret),
      async handler(call) {
        return ok(shown(await findClient(call), !call.admin.may(may.manageClients)));
      },
    }),
    route({
      method: 'POST',
      path: '/clients/:client/client-secret',
      summary: 'A new secret for a client',
      permission: may.manageClients,
      answers: gives(answered.secret),
      async handler(call) {
        const before = await findClient(call);
        const { secretRotation } = clientRules({
          realm: call.realm,
          client: before,
          source: 'ByAuthenticatedUser',
          grantType: null,
        }).requests;
        const client = withNextSecret(before, secretRotation, ids, clock.now());
        await writes.commit(call, [{ kind: 'put-client', client }], {
          operation: 'ACTION',
          resource: 'CLIENT',
          path: `clients/${client.id}/client-secret`,
        });
        return ok({ type: 'secret', value: client.secret });
      },
    }),
    route({
      method: 'GET',
      path: '/clients/:client/client-secret/rotated',
      summary: 'Secret that a client had before, while it is still good',
      permission: may.viewClients,
      answers: gives(answered.secret),
      async handler(call) {
        const secret = rotatedSecret(await findClient(call), clock.now());
        if (secret === null) throw notFound('Client does not have a rotated secret');
        return ok({ type: 'secret', value: call.admin.may(may.manageClients) ? secret : MASK });
      },
    }),
    route({
      method: 'DELETE',
      path: '/clients/:client/client-secret/rotated',
      summary: "End the time of a client's former secret",
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const client = await findClient(call);
        if (rotatedSecret(client, clock.now()) === null) throw notFound('Client does not have a rotated secret');
        await writes.commit(call, [{ kind: 'put-client', client: withoutRotatedSecret(client) }], {
          operation: 'ACTION',
          resource: 'CLIENT',
          path: `clients/${client.id}/client-secret/rotated`,
        });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/clients/:client/service-account-user',
      summary: 'User behind the service account of a client',
      permission: may.viewClients,
      answers: gives(representation.user),
      async handler(call) {
        const client = await findClient(call);
        const user = client.serviceAccountsEnabled ? await directory.users.findServiceAccount(call.realm.id, client.id) : null;
        if (user === null) throw bad(`Service account not enabled for the client '${client.clientId}'`);
        return ok({ ...showUser(call.realm, user, { credentials: [] }), serviceAccountClientId: client.clientId });
      },
    }),
  ];
}
