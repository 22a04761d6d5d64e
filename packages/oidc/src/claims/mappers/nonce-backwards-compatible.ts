import { ACCESS_ONLY } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** For clients that read the nonce from the access token, where it was before it became the ID token's alone. */
export const nonceBackwardsCompatibleMapper: MapperKind = {
  id: 'oidc-nonce-backwards-compatible-mapper',
  compile: (mapper) =>
    compiled(mapper, ACCESS_ONLY, ({ nonce }, { claims }) => {
      if (nonce !== null) claims.nonce = nonce;
    }),
};
