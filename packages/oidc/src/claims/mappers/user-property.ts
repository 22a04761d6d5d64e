import type { User } from '@anteroom/core';
import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** Keycloak reads a getter of its user model by name; these are the ones that give a plain value. */
function propertyOf(user: User, name: string): string | number | boolean | null {
  switch (name) {
    case 'id':
    case 'username':
    case 'email':
    case 'firstName':
    case 'lastName':
    case 'emailVerified':
    case 'enabled':
      return user[name];
    case 'createdTimestamp':
      return user.createdAt.getTime();
    default:
      return null;
  }
}

export const userPropertyMapper: MapperKind = {
  id: 'oidc-usermodel-property-mapper',
  compile(mapper) {
    const path = writablePath(mapper.config['claim.name']);
    const property = mapper.config['user.attribute'];
    if (path === null || !property) return null;
    return compiled(mapper, EVERYWHERE, ({ user }, { claims }) => {
      const found = propertyOf(user, property);
      const value = found === null ? undefined : claimValue(mapper, [found]);
      if (value !== undefined) writeClaim(claims, path, value, false);
    });
  },
};
