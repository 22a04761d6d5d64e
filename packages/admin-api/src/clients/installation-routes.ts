import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { adapterConfiguration } from './adapter-configuration.ts';
import { createFindClient } from './find-client.ts';

/** `keycloak.json`, what Keycloak's adapters read; holds the client's secret, so it is for who may manage clients. */
export function installationRoutes(parts: Parts): readonly Route[] {
  const { realms, urls } = parts;
  const findClient = createFindClient(realms);
  return [
    route({
      method: 'GET',
      path: '/clients/:client/installation/providers/:provider',
      summary: 'Configuration of an adapter for a client',
      permission: may.manageClients,
      answers: gives(answered.anyObject),
      async handler(call) {
        const client = await findClient(call);
        if (call.params.provider !== 'keycloak-oidc-keycloak-json') throw notFound('Unknown Provider');
        return ok(adapterConfiguration(call.realm, client, urls.base));
      },
    }),
  ];
}
