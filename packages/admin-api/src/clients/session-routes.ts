import { ok } from '../http/answer.ts';
import { gives, givesList } from '../http/answers.ts';
import { integerParameter } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { notBeforeOf } from '../sessions/session-routes.ts';
import { showSession } from '../sessions/show-session.ts';
import { createFindClient } from './find-client.ts';

export function clientSessionRoutes(parts: Parts): readonly Route[] {
  const { realms, sessions, adapters } = parts;
  const findClient = createFindClient(realms);
  const of = (offline: boolean): readonly Route[] => [
    route({
      method: 'GET',
      path: `/clients/:client/${offline ? 'offline-sessions' : 'user-sessions'}`,
      summary: 'Sessions in which a client takes part',
      permission: may.viewClients,
      answers: givesList(answered.session),
      async handler(call) {
        const client = await findClient(call);
        // Sessions say who is signed in, so they are for who may see users; the others have the count.
        if (!call.admin.may(may.viewUsers)) return ok([]);
        const first = integerParameter(call.query, 'first') ?? 0;
        const max = integerParameter(call.query, 'max') ?? 100;
        if (max <= 0) return ok([]);
        const live = await sessions.listByClient(call.realm, client.id, { offline, first: Math.max(0, first), max });
        return ok(live.map((session) => showSession(call.realm, session)));
      },
    }),
    route({
      method: 'GET',
      path: `/clients/:client/${offline ? 'offline-session-count' : 'session-count'}`,
      summary: 'Number of sessions in which a client takes part',
      permission: may.viewClients,
      answers: gives(answered.count),
      async handler(call) {
        return ok({ count: await sessions.countByClient(call.realm, (await findClient(call)).id, { offline }) });
      },
    }),
  ];
  return [
    ...of(false),
    ...of(true),
    route({
      method: 'POST',
      path: '/clients/:client/push-revocation',
      summary: "Tell a client's adapters that older tokens are revoked",
      permission: may.manageClients,
      answers: gives(answered.notified),
      async handler(call) {
        const client = await findClient(call);
        return ok(await adapters.tellAll(call.realm, [client], (one) => notBeforeOf(call.realm, one)));
      },
    }),
    route({
      method: 'GET',
      path: '/clients/:client/test-nodes-available',
      summary: 'Ask the nodes of a client whether they answer',
      permission: may.manageClients,
      answers: gives(answered.notified),
      async handler(call) {
        return ok(await adapters.tellAll(call.realm, [await findClient(call)], () => ({ kind: 'test-available' })));
      },
    }),
  ];
}
