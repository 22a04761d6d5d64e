import type { AdapterAction, Client, RealmSnapshot } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';

const PAGE = 500;

/** The later of the two marks is what an adapter of the client has to know. */
export const notBeforeOf = ({ realm }: RealmSnapshot, client: Client): AdapterAction => ({
  kind: 'push-not-before',
  notBefore: Math.max(realm.notBefore, client.notBefore),
});

export function sessionRoutes(parts: Parts): readonly Route[] {
  const { directory, sessions, writes, clock, adapters } = parts;
  return [
    route({
      method: 'DELETE',
      path: '/sessions/:session',
      summary: 'End a session',
      permission: may.manageUsers,
      parameters: { isOffline: 'An offline session' },
      answers: does,
      async handler(call) {
        const sid = call.params.session ?? '';
        const offline = call.query.get('isOffline') === 'true';
        // The text is Keycloak's own.
        if (!(await sessions.end(call.realm, sid, { offline }))) throw notFound('Sesssion not found');
        await writes.commit(call, [], { operation: 'DELETE', resource: 'USER_SESSION', path: `sessions/${sid}` });
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/logout-all',
      summary: 'End all sessions of the realm',
      permission: may.manageUsers,
      answers: gives(answered.notified),
      async handler(call) {
        // The realm's mark first: from then on no session of before counts, whatever happens to the records.
        const notBefore = Math.floor(clock.now().getTime() / 1000);
        await writes.commit(call, [{ kind: 'put-realm', realm: { ...call.realm.realm, notBefore } }], {
          operation: 'ACTION',
          resource: 'REALM',
          path: 'logout-all',
        });
        for (
          let page = await sessions.list(call.realm, { limit: PAGE });
          page.length > 0;
          page = await sessions.list(call.realm, { limit: PAGE })
        ) {
          const ended = await Promise.all(page.map((session) => sessions.end(call.realm, session.sid)));
          if (!ended.includes(true)) break;
        }
        const clients = await directory.clients.search(call.realm.id, {});
        const everything = { kind: 'logout', adapterSessions: null, sessions: null, notBefore } as const;
        return ok(await adapters.tellAll(call.realm, clients, () => everything));
      },
    }),
    route({
      method: 'POST',
      path: '/push-revocation',
      summary: 'Tell the adapters of all clients that older tokens are revoked',
      permission: may.manageRealm,
      answers: gives(answered.notified),
      async handler(call) {
        await writes.commit(call, [], { operation: 'ACTION', resource: 'REALM', path: 'push-revocation' });
        const clients = await directory.clients.search(call.realm.id, {});
        // Every token check here knows the mark already; adapters that check tokens by themselves are told.
        return ok(await adapters.tellAll(call.realm, clients, (client) => notBeforeOf(call.realm, client)));
      },
    }),
    route({
      method: 'GET',
      path: '/client-session-stats',
      summary: 'Clients with sessions, and how many',
      permission: may.viewRealm,
      answers: givesList(answered.clientSessionStats),
      async handler({ realm }) {
        const clients = await directory.clients.search(realm.id, {});
        const counted = await Promise.all(
          clients.map(async (client) => ({
            offline: String(await sessions.countByClient(realm, client.id, { offline: true })),
            clientId: client.clientId,
            active: String(await sessions.countByClient(realm, client.id)),
            id: client.id,
          })),
        );
        return ok(counted.filter((entry) => entry.active !== '0' || entry.offline !== '0'));
      },
    }),
  ];
}
