import { NOT_USERINFO } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

export const acrMapper: MapperKind = {
  id: 'oidc-acr-mapper',
  compile: (mapper) =>
    compiled(mapper, NOT_USERINFO, ({ acr }, { claims }) => {
      claims.acr = acr;
    }),
};
