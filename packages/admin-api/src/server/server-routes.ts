import { KEYCLOAK_VERSION } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { AdminFailure, httpFailure, notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { rulesAnyRealm } from '../permissions/rules-any-realm.ts';
import { answered } from '../schemas/answered.ts';
import { serverInfo } from './server-info.ts';

export function serverRoutes(parts: Parts): readonly Route[] {
  const { realms, clock, startedAt, version } = parts;
  return [
    route({
      method: 'GET',
      path: '/serverinfo',
      summary: 'What this server is and what its realms can be made of',
      scope: 'server',
      permission: may.signedIn,
      answers: gives(answered.anyObject),
      async handler({ admin }) {
        // What runs here, and for how long, is for administrators (Keycloak).
        if (!(await rulesAnyRealm(admin, parts))) throw httpFailure(403);
        const now = clock.now();
        return ok({
          systemInfo: {
            version: KEYCLOAK_VERSION,
            serverTime: now.toISOString(),
            uptime: uptimeOf(now.getTime() - startedAt.getTime()),
            uptimeMillis: now.getTime() - startedAt.getTime(),
            product: 'Anteroom',
            productVersion: version,
          },
          ...serverInfo(parts.providers),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/:realm/console/whoami',
      summary: 'Who the caller is and what it may administer',
      scope: 'server',
      permission: may.signedIn,
      answers: gives(answered.whoAmI),
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

function uptimeOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return `${days} days, ${hours} hours, ${minutes} minutes, ${seconds % 60} seconds`;
}
