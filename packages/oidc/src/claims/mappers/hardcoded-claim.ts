import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind } from '../mapper.ts';

export const hardcodedClaimMapper: MapperKind = {
  id: 'oidc-hardcoded-claim-mapper',
  compile(mapper) {
    const path = writablePath(mapper.config['claim.name']);
    const text = mapper.config['claim.value'];
    const value = text === undefined ? undefined : claimValue(mapper, [text]);
    if (path === null || value === undefined) return null;
    return compiled(mapper, EVERYWHERE, (_source, { claims }) => {
      writeClaim(claims, path, value, mapper.config.multivalued === 'true');
    });
  },
};
