import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** Always a list; absent for a user without groups. */
export const groupMembershipMapper: MapperKind = {
  id: 'oidc-group-membership-mapper',
  compile(mapper) {
    const path = writablePath(mapper.config['claim.name']);
    if (path === null) return null;
    const fullPath = mapper.config['full.path'] === 'true';
    return compiled(mapper, EVERYWHERE, ({ realm, user }, { claims }) => {
      const names = user.groups.flatMap((id) => {
        const group = realm.group(id);
        return group === null ? [] : [fullPath ? realm.groupPath(id) : group.name];
      });
      if (names.length > 0) writeClaim(claims, path, names, true);
    });
  },
};
