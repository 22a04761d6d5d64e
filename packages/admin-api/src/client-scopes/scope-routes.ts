import { type ClientScope, fromClientScopeRepresentation, type RealmSnapshot, readText, toClientScopeRepresentation } from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import { mapperRoutes } from '../mappers/mapper-routes.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { mappingRoutes } from '../roles/mapping-routes.ts';
import { body, representation } from '../schemas/representations.ts';

export function findScope(call: { readonly realm: RealmSnapshot; readonly params: Readonly<Record<string, string>> }): ClientScope {
  const scope = call.realm.configuration.clientScopes.find((candidate) => candidate.id === call.params.scope);
  if (scope === undefined) throw notFound('Could not find client scope');
  return scope;
}

export function clientScopeRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls } = parts;
  return [
    route({
      method: 'GET',
      path: '/client-scopes',
      summary: 'Client scopes of the realm',
      permission: may.queryClients,
      answers: givesList(representation.clientScope),
      async handler({ admin, realm }) {
        if (!admin.may(may.viewClients)) return ok([]);
        return ok(realm.configuration.clientScopes.map(toClientScopeRepresentation));
      },
    }),
    route({
      method: 'POST',
      path: '/client-scopes',
      summary: 'Create a client scope',
      permission: may.manageClients,
      answers: creates,
      request: body.clientScope,
      async handler(call) {
        const { id: _, ...given } = call.body;
        const scope = fromClientScopeRepresentation(given, ids);
        if (readText(call.body, 'name') === undefined) throw refused(400, 'Client scope name is missing');
        checkScope(call.realm, scope);
        await writes.commit(call, [{ kind: 'put-client-scope', scope }], {
          operation: 'CREATE',
          resource: 'CLIENT_SCOPE',
          path: `client-scopes/${scope.id}`,
          representation: call.body,
        });
        return created(`${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/client-scopes/${scope.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/client-scopes/:scope',
      summary: 'A client scope',
      permission: may.viewClients,
      answers: gives(representation.clientScope),
      handler: async (call) => ok(toClientScopeRepresentation(findScope(call))),
    }),
    route({
      method: 'PUT',
      path: '/client-scopes/:scope',
      summary: 'Change a client scope',
      permission: may.manageClients,
      answers: does,
      request: body.clientScope,
      async handler(call) {
        const scope = findScope(call);
        const updated = fromClientScopeRepresentation(call.body, ids, scope);
        checkScope(call.realm, updated);
        await writes.commit(call, [{ kind: 'put-client-scope', scope: updated }], {
          operation: 'UPDATE',
          resource: 'CLIENT_SCOPE',
          path: `client-scopes/${scope.id}`,
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/client-scopes/:scope',
      summary: 'Delete a client scope',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const scope = findScope(call);
        await writes.commit(call, [{ kind: 'delete-client-scope', id: scope.id }], {
          operation: 'DELETE',
          resource: 'CLIENT_SCOPE',
          path: `client-scopes/${scope.id}`,
        });
        return noContent();
      },
    }),
    ...mapperRoutes(parts, {
      prefix: '/client-scopes/:scope',
      async find(call) {
        const scope = findScope(call);
        return {
          path: `client-scopes/${scope.id}`,
          mappers: scope.protocolMappers,
          put: (protocolMappers) => ({ kind: 'put-client-scope', scope: { ...scope, protocolMappers } }),
        };
      },
    }),
    ...mappingRoutes(parts, {
      prefix: '/client-scopes/:scope/scope-mappings',
      segment: 'scope-mappings',
      view: may.viewClients,
      manage: may.manageClients,
      guarded: false,
      async find(call) {
        const scope = findScope(call);
        const put = (scopeMappings: readonly string[]) => [{ kind: 'put-client-scope', scope: { ...scope, scopeMappings } } as const];
        return {
          path: `client-scopes/${scope.id}`,
          roles: scope.scopeMappings,
          effective: scope.scopeMappings.flatMap((id) => call.realm.expandRole(id)),
          add: (roles) => put([...new Set([...scope.scopeMappings, ...roles])]),
          remove: (roles) => put(scope.scopeMappings.filter((id) => !roles.includes(id))),
        };
      },
    }),
  ];
}

function checkScope(realm: RealmSnapshot, scope: ClientScope): void {
  if (!/^[\x21-\x7e]+$/.test(scope.name) || /["\\]/.test(scope.name)) throw refused(400, `Unexpected name "${scope.name}" for ClientScope`);
  if (realm.configuration.clientScopes.some((other) => other.name === scope.name && other.id !== scope.id)) {
    throw refused(409, `Client Scope ${scope.name} already exists`);
  }
}
