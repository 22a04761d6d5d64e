import { ok } from '../http/answer.ts';
import { givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { COMPONENT_TYPES } from '../server/component-types.ts';

/** What can be configured as a part of the realm (key providers, registration policies), with its properties. */
export function componentTypeRoutes(_parts: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/components/:id/sub-component-types',
      summary: 'Kinds of components that can be made below a component',
      permission: may.viewRealm,
      answers: givesList(answered.componentType),
      parameters: { type: 'Provider type: org.keycloak.keys.KeyProvider' },
      async handler({ realm, params, query }) {
        const known = params.id === realm.id || realm.configuration.components.some((component) => component.id === params.id);
        if (!known) throw notFound('Could not find parent component');
        return ok(COMPONENT_TYPES[query.get('type') ?? ''] ?? []);
      },
    }),
    route({
      method: 'GET',
      path: '/client-registration-policy/providers',
      summary: 'Kinds of policies for client registration',
      permission: may.viewRealm,
      answers: givesList(answered.componentType),
      handler: async () => ok(COMPONENT_TYPES['org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy'] ?? []),
    }),
  ];
}
