import type { Realm } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, givesList } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { findScope } from './scope-routes.ts';

const KEYS = { default: 'defaultDefaultClientScopes', optional: 'defaultOptionalClientScopes' } as const;

/** Scopes that a new client gets. */
export function realmDefaultScopeRoutes(parts: Parts): readonly Route[] {
  const { writes } = parts;
  const of = (kind: 'default' | 'optional'): readonly Route[] => {
    const path = `/default-${kind}-client-scopes`;
    const without = (realm: Realm, name: string): Realm => ({
      ...realm,
      defaultDefaultClientScopes: realm.defaultDefaultClientScopes.filter((other) => other !== name),
      defaultOptionalClientScopes: realm.defaultOptionalClientScopes.filter((other) => other !== name),
    });
    return [
      route({
        method: 'GET',
        path,
        summary: 'Client scopes that new clients get',
        permission: may.queryClients,
        answers: givesList(answered.clientScopeLink),
        async handler({ admin, realm }) {
          if (!admin.may(may.viewClients)) return ok([]);
          const scopes = realm.realm[KEYS[kind]].flatMap((name) => realm.scope(name) ?? []);
          return ok(scopes.map(({ id, name, protocol }) => ({ id, name, protocol })));
        },
      }),
      route({
        method: 'PUT',
        path: `${path}/:scope`,
        summary: 'Give new clients a client scope',
        permission: may.manageClients,
        answers: does,
        async handler(call) {
          const scope = findScope(call);
          const base = without(call.realm.realm, scope.name);
          const realm = { ...base, [KEYS[kind]]: [...base[KEYS[kind]], scope.name] };
          await writes.commit(call, [{ kind: 'put-realm', realm }], {
            operation: 'CREATE',
            resource: 'CLIENT_SCOPE',
            path: `${path.slice(1)}/${scope.id}`,
          });
          return noContent();
        },
      }),
      route({
        method: 'DELETE',
        path: `${path}/:scope`,
        summary: 'Give new clients a client scope no longer',
        permission: may.manageClients,
        answers: does,
        async handler(call) {
          const scope = findScope(call);
          const realm = without(call.realm.realm, scope.name);
          await writes.commit(call, [{ kind: 'put-realm', realm }], {
            operation: 'DELETE',
            resource: 'CLIENT_SCOPE',
            path: `${path.slice(1)}/${scope.id}`,
          });
          return noContent();
        },
      }),
    ];
  };
  return [...of('default'), ...of('optional')];
}
