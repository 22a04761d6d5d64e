import type { Client } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { pageOf, sliceOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { findSessions, LOOKED_AT, type PlacedSession } from './find-sessions.ts';
import { serverRepresentation, sessionListRepresentation } from './representations.ts';
import { createShowServer } from './show-server.ts';

const DEFAULT_MAX = 100;

/** What Keycloak's Admin REST has no words for: stores, nodes, and all sessions of a realm at once. The console's rooms are made of it. */
export function anteroomRoutes(parts: Parts): readonly Route[] {
  const { installation, directory, realms } = parts;
  const showServer = createShowServer(parts);
  return [
    route({
      method: 'GET',
      path: '/anteroom/server',
      scope: 'server',
      permission: may.viewServer,
      answers: gives(serverRepresentation),
      summary: 'Version, session stores with what they promise and hold, nodes, and the live change of store under way or last finished',
      handler: async () => ok(await showServer()),
    }),
    route({
      method: 'GET',
      path: '/sessions',
      scope: 'anteroom',
      permission: may.viewUsers,
      answers: gives(sessionListRepresentation),
      summary: `Sessions of the realm, online and offline, newest first. A call looks at ${LOOKED_AT} sessions at most`,
      parameters: {
        first: 'Sessions to skip; 0',
        max: `Sessions to give; ${DEFAULT_MAX}`,
        search: 'Sessions of people found by these words (as users are searched), or the session of this id',
        client: 'Sessions with a part for this client: clientId or id',
        store: 'Sessions in the store of this tag',
      },
      async handler({ realm, query }) {
        const clientName = query.get('client') ?? '';
        const client = clientName === '' ? null : await findClient(clientName);
        if (clientName !== '' && client === null) throw notFound('Client not found');
        const tag = query.get('store') ?? '';
        const places = installation.places.filter((place) => tag === '' || place.tag === tag);
        if (places.length === 0) throw refused(400, 'No session store has this tag');
        const search = (query.get('search') ?? '').trim();
        const { found, total, complete } = await findSessions(directory, realm, { search, client, places });
        return ok({ total, complete, sessions: sliceOf(found, pageOf(query, DEFAULT_MAX)).map(show) });

        async function findClient(name: string): Promise<Client | null> {
          return (await realms.client(realm, name)) ?? (await directory.clients.get(realm.id, name));
        }

        function show({ place, session: { sid, offline, record } }: PlacedSession) {
          return {
            id: sid,
            userId: record.user,
            username: record.username,
            clients: Object.values(record.clients).flatMap((entry) => {
              const clientId = realm.clientId(entry.client);
              return clientId === null ? [] : [{ id: entry.client, clientId }];
            }),
            ipAddress: record.ipAddress,
            startedAt: new Date(record.started).toISOString(),
            lastAccessAt: new Date(record.lastAccess).toISOString(),
            method: record.amr.join(' ') || record.authMethod,
            store: { tag: place.tag, kind: place.kind },
            offline,
            rememberMe: record.rememberMe,
          };
        }
      },
    }),
  ];
}
