import { KEYCLOAK_VERSION } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { AdminFailure, httpFailure, notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import { KNOWN_MAPPERS } from '../mappers/known-mappers.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { rulesAnyRealm } from '../permissions/rules-any-realm.ts';

export function serverRoutes(parts: Parts): readonly Route[] {
  const { realms, clock, startedAt, version } = parts;
  return [
    route({
      method: 'GET',
      path: '/serverinfo',
      scope: 'server',
      permission: may.signedIn,
      async handler({ admin }) {
        // What runs here, and for how long, is for administrators (Keycloak).
        if (!(await rulesAnyRealm(admin, parts))) throw httpFailure(403);
        const now = clock.now();
        return ok({
          systemInfo: {
            version: KEYCLOAK_VERSION,
            serverTime: now.toISOString(),
            uptimeMillis: now.getTime() - startedAt.getTime(),
            product: 'Anteroom',
            productVersion: version,
          },
          profileInfo: { name: 'default', disabledFeatures: [], previewFeatures: [], experimentalFeatures: [] },
          features: [],
          themes: {},
          socialProviders: [],
          identityProviders: [],
          clientImporters: [],
          providers: {
            'login-protocol': { internal: false, providers: { 'openid-connect': { order: 0 } } },
            'protocol-mapper': { internal: false, providers: Object.fromEntries([...KNOWN_MAPPERS].map((id) => [id, { order: 0 }])) },
          },
          protocolMapperTypes: {},
          builtinProtocolMappers: {},
          clientInstallations: {},
          componentTypes: {},
          passwordPolicies: [],
          enums: {},
        });
      },
    }),
    route({
      method: 'GET',
      path: '/:realm/console/whoami',
      scope: 'server',
      permission: may.signedIn,
      async handler({ admin, params }) {
        if (admin.client.clientId !== 'security-admin-console') {
          throw new AdminFailure(403, { error: `Token issued for an application that is not the admin console: ${admin.client.clientId}` });
        }
        const realm = await realms.byName(params.realm ?? '');
        if (realm === null) throw notFound('Realm not found.');
        const over = admin.over(realm);
        return ok({
          userId: admin.user.id,
          realm: admin.authRealm.name,
          displayName: [admin.user.firstName, admin.user.lastName].filter((part) => part !== null).join(' ') || admin.user.username,
          locale: admin.user.attributes.locale?.[0] ?? realm.realm.defaultLocale ?? 'en',
          createRealm: over.may(may.createRealm),
          realm_access: { [realm.name]: [...over.roles] },
          temporary: false,
        });
      },
    }),
  ];
}
