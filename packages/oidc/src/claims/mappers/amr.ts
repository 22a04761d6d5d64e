import { NOT_USERINFO } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** RFC 8176: how the user proved who they are. */
export const amrMapper: MapperKind = {
  id: 'oidc-amr-mapper',
  compile: (mapper) =>
    compiled(mapper, NOT_USERINFO, ({ amr }, { claims }) => {
      claims.amr = [...amr];
    }),
};
