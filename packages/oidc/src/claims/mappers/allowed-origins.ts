import { resolveWebOrigins } from '@anteroom/core';
import { ACCESS_ONLY, isNotSwitchedOff } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

export const allowedOriginsMapper: MapperKind = {
  id: 'oidc-allowed-origins-mapper',
  compile: (mapper) =>
    compiled(
      mapper,
      ACCESS_ONLY,
      ({ client, baseUrl }, { claims }) => {
        const origins = resolveWebOrigins(client, baseUrl);
        if (origins.length > 0) claims['allowed-origins'] = origins;
      },
      { when: isNotSwitchedOff },
    ),
};
