import type { Client } from '@anteroom/core';
import type { Route } from '../http/route.ts';
import { mapperRoutes } from '../mappers/mapper-routes.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { mappingRoutes } from '../roles/mapping-routes.ts';
import { createFindClient } from './find-client.ts';

/** Protocol mappers and scope mappings of a client. */
export function clientMappingRoutes(parts: Parts): readonly Route[] {
  const findClient = createFindClient(parts.realms);
  const withScope = (client: Client, scopeMappings: readonly string[]) =>
    ({ kind: 'put-client', client: { ...client, scopeMappings } }) as const;
  return [
    ...mapperRoutes(parts, {
      prefix: '/clients/:client',
      async find(call) {
        const client = await findClient(call);
        return {
          path: `clients/${client.id}`,
          mappers: client.protocolMappers,
          put: (protocolMappers) => ({ kind: 'put-client', client: { ...client, protocolMappers } }),
        };
      },
    }),
    ...mappingRoutes(parts, {
      prefix: '/clients/:client/scope-mappings',
      segment: 'scope-mappings',
      clientParameter: 'roleClient',
      view: may.viewClients,
      manage: may.manageClients,
      guarded: false,
      async find(call) {
        const client = await findClient(call);
        return {
          path: `clients/${client.id}`,
          roles: client.scopeMappings,
          effective: client.fullScopeAllowed
            ? call.realm.configuration.roles
            : client.scopeMappings.flatMap((id) => call.realm.expandRole(id)),
          add: (roles) => [withScope(client, [...new Set([...client.scopeMappings, ...roles])])],
          remove: (roles) => [
            withScope(
              client,
              client.scopeMappings.filter((id) => !roles.includes(id)),
            ),
          ],
        };
      },
    }),
  ];
}
