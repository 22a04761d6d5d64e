import { subjectOf } from '../../subjects/subject.ts';
import { ACCESS_ONLY } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** Subject of an access token. An ID token and userinfo always have one; this mapper is not asked there. */
export const subMapper: MapperKind = {
  id: 'oidc-sub-mapper',
  compile: (mapper) =>
    compiled(mapper, ACCESS_ONLY, ({ client, user }, { claims }) => {
      claims.sub = subjectOf(client, user);
    }),
};
