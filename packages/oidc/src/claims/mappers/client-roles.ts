import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind, PRIORITY } from '../mapper.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: Keycloak's placeholder, not a template
const CLIENT_ID = '${client_id}';

/** Dots and backslashes of a client id are part of the name, not of the path. */
const escaped = (clientId: string): string => clientId.replace(/[\\.]/g, '\\$&');

export const clientRolesMapper: MapperKind = {
  id: 'oidc-usermodel-client-role-mapper',
  compile(mapper) {
    const name = mapper.config['claim.name'];
    if (writablePath(name) === null) return null;
    const only = mapper.config['usermodel.clientRoleMapping.clientId'] ?? '';
    const prefix = mapper.config['usermodel.clientRoleMapping.rolePrefix'] ?? '';
    return compiled(
      mapper,
      EVERYWHERE,
      (_source, { claims, access }) => {
        for (const [clientId, roles] of access.clients) {
          if (only !== '' && only !== clientId) continue;
          const path = writablePath(name!.replaceAll(CLIENT_ID, escaped(clientId)));
          const value = claimValue(
            mapper,
            [...roles].map((role) => prefix + role),
          );
          if (path !== null && value !== undefined) writeClaim(claims, path, value, Array.isArray(value));
        }
      },
      { priority: PRIORITY.roles },
    );
  },
};
