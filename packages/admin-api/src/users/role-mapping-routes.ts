import type { Route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { mappingRoutes, userMappingPermissions } from '../roles/mapping-routes.ts';
import { createFindUser } from './find-user.ts';

export function userRoleMappingRoutes(parts: Parts): readonly Route[] {
  const findUser = createFindUser(parts.directory);
  return mappingRoutes(parts, {
    ...userMappingPermissions,
    prefix: '/users/:id/role-mappings',
    segment: 'role-mappings',
    async find(call) {
      const user = await findUser(call);
      return {
        path: `users/${user.id}`,
        roles: user.roles,
        effective: call.realm.effectiveRoles(user),
        add: (roles) => [{ kind: 'grant-roles', userId: user.id, roles }],
        remove: (roles) => [{ kind: 'revoke-roles', userId: user.id, roles }],
      };
    },
  });
}
