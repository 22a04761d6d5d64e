import { toConsentRepresentation } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { showSession } from '../sessions/show-session.ts';
import { createFindUser } from './find-user.ts';

export function userSessionRoutes(parts: Parts): readonly Route[] {
  const { directory, sessions, writes, realms, clock } = parts;
  const findUser = createFindUser(directory);
  return [
    route({
      method: 'GET',
      path: '/users/:id/sessions',
      summary: 'Sessions of a user',
      permission: may.viewUsers,
      answers: givesList(answered.session),
      async handler(call) {
        const user = await findUser(call);
        const live = (await sessions.listByUser(call.realm, user.id)).filter(
          (session) => !isStale(session.record.started, user.sessionsNotBefore),
        );
        return ok(live.map((session) => showSession(call.realm, session)));
      },
    }),
    route({
      method: 'GET',
      path: '/users/:id/offline-sessions/:clientUuid',
      summary: 'Offline sessions of a user with a client',
      permission: may.viewUsers,
      answers: givesList(answered.session),
      async handler(call) {
        const user = await findUser(call);
        const clientUuid = call.params.clientUuid ?? '';
        if (call.realm.clientId(clientUuid) === null) throw notFound('Client not found');
        const live = await sessions.listByUser(call.realm, user.id, { offline: true });
        return ok(
          live.filter((session) => session.record.clients[clientUuid] !== undefined).map((session) => showSession(call.realm, session)),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/logout',
      summary: 'End the sessions of a user',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        // Tokens without a session of their own fall by `notBefore`; logins that are under way, and a session that is being made of one at
        // this moment, by `sessionsNotBefore`; the sessions there are by their end.
        const now = clock.now();
        const patch = { notBefore: Math.floor(now.getTime() / 1000), sessionsNotBefore: now };
        await writes.commit(call, [{ kind: 'update-user', id: user.id, patch }], {
          operation: 'ACTION',
          resource: 'USER',
          path: `users/${user.id}/logout`,
        });
        await sessions.endAllOfUser(call.realm, user.id);
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/users/:id/consents',
      summary: 'What a user has consented to',
      permission: may.viewUsers,
      answers: givesList(answered.consent),
      async handler(call) {
        const user = await findUser(call);
        const consents = await directory.consents.list(call.realm.id, user.id);
        return ok(consents.map((consent) => ({ ...toConsentRepresentation(call.realm, consent), additionalGrants: [] })));
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:id/consents/:client',
      summary: "Take a user's consent to a client back, with its offline sessions",
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        const client = await realms.client(call.realm, call.params.client ?? '');
        if (client === null) throw notFound('Client not found');
        const consent = await directory.consents.get(call.realm.id, user.id, client.id);
        const offline = (await sessions.listByUser(call.realm, user.id, { offline: true })).filter(
          (session) => session.record.clients[client.id] !== undefined,
        );
        if (consent === null && offline.length === 0) throw notFound('Consent nor offline token not found');
        await writes.commit(call, [{ kind: 'delete-consent', userId: user.id, clientId: client.id }], {
          operation: 'ACTION',
          resource: 'USER',
          path: `users/${user.id}/consents/${client.clientId}`,
        });
        for (const session of offline) await sessions.removeClient(call.realm, session.sid, client.id, { offline: true });
        for (const session of await sessions.listByUser(call.realm, user.id))
          await sessions.removeClient(call.realm, session.sid, client.id);
        return noContent();
      },
    }),
  ];
}

/** A session older than the user's mark works nowhere any more; its record only waits to be cleaned up. */
const isStale = (started: number, notBefore: Date | null) => notBefore !== null && started < notBefore.getTime();
