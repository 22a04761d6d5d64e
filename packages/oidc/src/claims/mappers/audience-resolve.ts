import { ACCESS_ONLY, isNotSwitchedOff } from '../claim-target.ts';
import { compiled, type MapperKind, PRIORITY } from '../mapper.ts';

/** Every other client that the token has a role of. */
export const audienceResolveMapper: MapperKind = {
  id: 'oidc-audience-resolve-mapper',
  compile: (mapper) =>
    compiled(
      mapper,
      ACCESS_ONLY,
      ({ client }, { access, audience }) => {
        for (const [clientId, roles] of access.clients) if (roles.size > 0 && clientId !== client.clientId) audience.add(clientId);
      },
      { priority: PRIORITY.resolveAudience, when: isNotSwitchedOff },
    ),
};
