import { EVERYWHERE } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

export const fullNameMapper: MapperKind = {
  id: 'oidc-full-name-mapper',
  compile: (mapper) =>
    compiled(mapper, EVERYWHERE, ({ user }, { claims }) => {
      const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
      if (name !== '') claims.name = name;
    }),
};
