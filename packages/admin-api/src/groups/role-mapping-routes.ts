import type { Route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { mappingRoutes, userMappingPermissions } from '../roles/mapping-routes.ts';
import { findGroup } from './find-group.ts';

export function groupRoleMappingRoutes(parts: Parts): readonly Route[] {
  return mappingRoutes(parts, {
    ...userMappingPermissions,
    prefix: '/groups/:id/role-mappings',
    segment: 'role-mappings',
    async find(call) {
      const group = findGroup(call.realm, call.params.id);
      return {
        path: `groups/${group.id}`,
        roles: group.roles,
        effective: call.realm.effectiveRoles({ roles: [], groups: [group.id] }),
        add: (roles) => [{ kind: 'put-group', group: { ...group, roles: [...new Set([...group.roles, ...roles])] } }],
        remove: (roles) => [{ kind: 'put-group', group: { ...group, roles: group.roles.filter((id) => !roles.includes(id)) } }],
      };
    },
  });
}
