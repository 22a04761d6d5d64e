import type { Client, RealmSnapshot } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { createFindClient } from './find-client.ts';

type Kind = 'default' | 'optional';

const KEYS = { default: 'defaultClientScopes', optional: 'optionalClientScopes' } as const;

/** Scopes of a client by name, as Keycloak lists them: id and name. */
const shown = (realm: RealmSnapshot, names: readonly string[]) =>
  names.flatMap((name) => {
    const scope = realm.scope(name);
    return scope === null ? [] : [{ id: scope.id, name: scope.name }];
  });

export function clientScopeAssignmentRoutes(parts: Parts): readonly Route[] {
  const { realms, writes } = parts;
  const findClient = createFindClient(realms);
  const scopeName = (realm: RealmSnapshot, id: string | undefined) => {
    const scope = realm.configuration.clientScopes.find((candidate) => candidate.id === id);
    if (scope === undefined) throw notFound('Client scope not found');
    return scope.name;
  };
  const of = (kind: Kind): readonly Route[] => [
    route({
      method: 'GET',
      path: `/clients/:client/${kind}-client-scopes`,
      summary: 'Client scopes of a client',
      permission: may.viewClients,
      answers: givesList(answered.clientScopeLink),
      async handler(call) {
        return ok(shown(call.realm, (await findClient(call))[KEYS[kind]]));
      },
    }),
    route({
      method: 'PUT',
      path: `/clients/:client/${kind}-client-scopes/:scope`,
      summary: 'Give a client a client scope',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const client = await findClient(call);
        const name = scopeName(call.realm, call.params.scope);
        // A scope that is assigned already, in either list, stays where it is (Keycloak).
        if (client.defaultClientScopes.includes(name) || client.optionalClientScopes.includes(name)) return noContent();
        const updated: Client = { ...client, [KEYS[kind]]: [...client[KEYS[kind]], name] };
        await writes.commit(call, [{ kind: 'put-client', client: updated }], {
          operation: 'CREATE',
          resource: 'CLIENT_SCOPE_CLIENT_MAPPING',
          path: `clients/${client.id}/${kind}-client-scopes/${call.params.scope}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: `/clients/:client/${kind}-client-scopes/:scope`,
      summary: 'Take a client scope from a client',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const client = await findClient(call);
        const name = scopeName(call.realm, call.params.scope);
        const updated: Client = {
          ...client,
          defaultClientScopes: client.defaultClientScopes.filter((other) => other !== name),
          optionalClientScopes: client.optionalClientScopes.filter((other) => other !== name),
        };
        await writes.commit(call, [{ kind: 'put-client', client: updated }], {
          operation: 'DELETE',
          resource: 'CLIENT_SCOPE_CLIENT_MAPPING',
          path: `clients/${client.id}/${kind}-client-scopes/${call.params.scope}`,
        });
        return noContent();
      },
    }),
  ];
  return [...of('default'), ...of('optional')];
}
