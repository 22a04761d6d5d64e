import { EVERYWHERE } from '../claim-target.ts';
import { compiled, type MapperKind, PRIORITY } from '../mapper.ts';
import { rolesOfClient } from '../role-access.ts';
import { roleNameParts } from './role-name-parts.ts';

/** Gives a role to every token of the client; it has no switches, the role mappers decide where roles go. */
export const hardcodedRoleMapper: MapperKind = {
  id: 'oidc-hardcoded-role-mapper',
  compile(mapper) {
    const { role: name } = mapper.config;
    if (!name) return null;
    const { clientId, role } = roleNameParts(name);
    return compiled(
      mapper,
      EVERYWHERE,
      (_source, { access }) => {
        (clientId === null ? access.realm : rolesOfClient(access, clientId)).add(role);
      },
      { priority: PRIORITY.addRole, when: () => true },
    );
  },
};
