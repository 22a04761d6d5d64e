import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind, PRIORITY } from '../mapper.ts';

export const realmRolesMapper: MapperKind = {
  id: 'oidc-usermodel-realm-role-mapper',
  compile(mapper) {
    const path = writablePath(mapper.config['claim.name']);
    if (path === null) return null;
    const prefix = mapper.config['usermodel.realmRoleMapping.rolePrefix'] ?? '';
    return compiled(
      mapper,
      EVERYWHERE,
      (_source, { claims, access }) => {
        const value = claimValue(
          mapper,
          [...access.realm].map((role) => prefix + role),
        );
        if (value !== undefined) writeClaim(claims, path, value, Array.isArray(value));
      },
      { priority: PRIORITY.roles },
    );
  },
};
