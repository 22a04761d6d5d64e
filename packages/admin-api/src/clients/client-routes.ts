import {
  type Change,
  type Client,
  fromClientRepresentation,
  readText,
  updateClientFromRepresentation,
  withGeneratedSecret,
} from '@anteroom/core';
import { keepAdministrators } from '../authentication/keep-administrators.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { AdminFailure, bad, refused } from '../http/failure.ts';
import { CLIENTS } from '../http/parameters.ts';
import { attributesParameter, flagParameter, pageOf, sliceOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { requireUnprotectedClient } from '../permissions/protected.ts';
import { body, representation } from '../schemas/representations.ts';
import { checkClient, underPolicies } from './check-client.ts';
import { createFindClient } from './find-client.ts';
import { realmScopes } from './realm-scopes.ts';
import { planServiceAccount, withServiceAccountScope } from './service-account.ts';
import { showClient } from './show-client.ts';

export function clientRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, writes, ids, clock, urls, sessions } = parts;
  const findClient = createFindClient(realms);
  const eventPath = (client: Client) => `clients/${client.id}`;

  return [
    route({
      method: 'GET',
      path: '/clients',
      summary: 'Clients of the realm',
      permission: may.queryClients,
      parameters: CLIENTS,
      answers: givesList(representation.client),
      async handler({ admin, realm, query }) {
        if (!admin.may(may.viewClients)) return ok([]);
        const clientId = query.get('clientId') ?? undefined;
        const infix = flagParameter(query, 'search') ?? false;
        const attributes = Object.entries(attributesParameter(query) ?? {});
        const page = pageOf(query);
        const wanted = clientId === undefined || clientId === '' ? {} : { clientId, infix };
        if (attributes.length === 0) {
          return ok((await directory.clients.search(realm.id, { ...wanted, ...page })).map((client) => showClient(admin, client)));
        }
        const all = await directory.clients.search(realm.id, wanted);
        const matching = all.filter((client) => attributes.every(([name, value]) => client.attributes[name] === value));
        return ok(sliceOf(matching, page).map((client) => showClient(admin, client)));
      },
    }),
    route({
      method: 'POST',
      path: '/clients',
      summary: 'Create a client',
      permission: may.manageClients,
      answers: creates,
      request: body.client,
      async handler(call) {
        const { realm } = call;
        const draft = fromClientRepresentation(call.body, {
          ids,
          ...realmScopes(realm, readText(call.body, 'protocol') ?? 'openid-connect'),
        });
        const client = withServiceAccountScope(realm, withGeneratedSecret(underPolicies(realm, draft), ids, clock.now()));
        if (!/^[\w.-]{1,36}$/.test(client.id)) throw bad('invalid_input', 'Client id is not valid');
        requireUnprotectedClient(call.admin, realm, client.clientId);
        checkClient(realm, client);
        const taken = (await realms.client(realm, client.clientId)) ?? (await realms.clientByUuid(realm, client.id));
        if (taken !== null) throw refused(409, `Client ${client.clientId} already exists`);
        const account = client.serviceAccountsEnabled ? await planServiceAccount(realm, client, parts) : [];
        await writes.commit(call, [{ kind: 'put-client', client }, ...account], {
          operation: 'CREATE',
          resource: 'CLIENT',
          path: eventPath(client),
          representation: call.body,
        });
        return created(`${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/clients/${client.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/clients/:client',
      summary: 'A client',
      permission: may.viewClients,
      answers: gives(representation.client),
      async handler(call) {
        return ok(showClient(call.admin, await findClient(call)));
      },
    }),
    route({
      method: 'PUT',
      path: '/clients/:client',
      summary: 'Change a client',
      permission: may.manageClients,
      answers: does,
      request: body.client,
      async handler(call) {
        const { realm } = call;
        const client = await findClient(call);
        const draft = updateClientFromRepresentation(call.body, client, ids);
        const updated = withServiceAccountScope(realm, withGeneratedSecret(underPolicies(realm, draft), ids, clock.now()));
        if (updated.clientId !== client.clientId) {
          requireUnprotectedClient(call.admin, realm, client.clientId, updated.clientId);
          if ((await realms.client(realm, updated.clientId)) !== null) {
            throw new AdminFailure(409, { error: 'conflict', error_description: 'Duplicate resource error' });
          }
        }
        checkClient(realm, updated);
        await keepAdministrators(parts, realm, { client: updated });
        const changes: Change[] = [{ kind: 'put-client', client: updated }, ...(await planServiceAccount(realm, updated, parts))];
        await writes.commit(call, changes, { operation: 'UPDATE', resource: 'CLIENT', path: eventPath(client), representation: call.body });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/clients/:client',
      summary: 'Delete a client',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const client = await findClient(call);
        requireUnprotectedClient(call.admin, call.realm, client.clientId);
        await writes.commit(call, [{ kind: 'delete-client', id: client.id }], {
          operation: 'DELETE',
          resource: 'CLIENT',
          path: eventPath(client),
        });
        // Tokens of a client that is gone are refused at once. Its entries in sessions go too, or they would be those of a client that
        // is made again under its id.
        for (const offline of [false, true])
          for (const { sid } of await sessions.listByClient(call.realm, client.id, { offline }))
            await sessions.removeClient(call.realm, sid, client.id, { offline });
        return noContent();
      },
    }),
  ];
}
