import { readNumber } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { createsAndGives, does, givesList } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';

const MOST = 100_000;

/** Initial access tokens of dynamic client registration. The token is in the answer that makes it and nowhere else. */
export function initialAccessRoutes({ initialAccess, urls }: Parts): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/clients-initial-access',
      summary: 'Create an initial access token for client registration',
      permission: may.manageClients,
      answers: createsAndGives(answered.initialAccess),
      request: body.initialAccess,
      async handler({ realm, body: given }) {
        const count = Math.min(MOST, Math.max(1, readNumber(given, 'count') ?? 1));
        const made = await initialAccess.create(realm, { count, expiration: Math.max(0, readNumber(given, 'expiration') ?? 0) });
        const location = `${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/clients-initial-access/${made.id}`;
        return { status: 201, headers: { location, 'content-type': 'application/json;charset=UTF-8' }, json: made };
      },
    }),
    route({
      method: 'GET',
      path: '/clients-initial-access',
      summary: 'Initial access tokens of the realm',
      permission: may.viewClients,
      answers: givesList(answered.initialAccess),
      handler: async ({ realm }) => ok(await initialAccess.list(realm)),
    }),
    route({
      method: 'DELETE',
      path: '/clients-initial-access/:token',
      summary: 'Delete an initial access token',
      permission: may.manageClients,
      answers: does,
      async handler({ realm, params }) {
        await initialAccess.delete(realm, params.token ?? '');
        return noContent();
      },
    }),
  ];
}
