import { EVERYWHERE } from '../claim-target.ts';
import { compiled, type MapperKind, PRIORITY } from '../mapper.ts';
import { rolesOfClient } from '../role-access.ts';
import { roleNameParts } from './role-name-parts.ts';

/** Shows a role under another name or another client. */
export const roleNameMapper: MapperKind = {
  id: 'oidc-role-name-mapper',
  compile(mapper) {
    const { role: from, 'new.role.name': to } = mapper.config;
    if (!from || !to) return null;
    const before = roleNameParts(from);
    const after = roleNameParts(to);
    return compiled(
      mapper,
      EVERYWHERE,
      (_source, { access }) => {
        const roles = before.clientId === null ? access.realm : access.clients.get(before.clientId);
        if (roles?.delete(before.role) !== true) return;
        (after.clientId === null ? access.realm : rolesOfClient(access, after.clientId)).add(after.role);
      },
      { priority: PRIORITY.renameRole, when: () => true },
    );
  },
};
