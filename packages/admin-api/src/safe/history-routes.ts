import { differencesBetween, type HistoryEntry } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { pageOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireAllowedChanges } from '../permissions/allowed-changes.ts';
import { may } from '../permissions/permission.ts';
import { createAdministratorNames } from './administrator-names.ts';
import { freshRealm } from './fresh-realm.ts';
import { nameOf, planUndo } from './plan-undo.ts';
import { historyRepresentation } from './representations.ts';

/** What administrators changed of the configuration, and the way back. */
export function historyRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;
  return [
    route({
      method: 'GET',
      path: '/history',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Changes of the configuration with what was before and after, newest first; secrets are masked',
      parameters: {
        first: 'Entries to skip; 0',
        max: 'Entries to give; 50',
        resourceType: "Keycloak's resource types of admin events: CLIENT, REALM_ROLE …; may be repeated",
        resourcePath: 'With * for anything: clients/*',
      },
      response: historyRepresentation,
      async handler({ realm, query }) {
        const resourcePath = query.get('resourcePath');
        const found = await directory.history.search(realm.id, {
          resourceTypes: query.getAll('resourceType'),
          ...(resourcePath ? { resourcePath } : {}),
          ...pageOf(query, 50),
        });
        const administratorName = createAdministratorNames(directory);
        return ok({
          entries: await Promise.all(found.map(async (entry) => show(entry, await administratorName(entry.authRealmId, entry.authUserId)))),
        });
      },
    }),
    route({
      method: 'POST',
      path: '/history/:id/undo',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'Takes one change back, if nothing that it touched was changed since',
      answers: does,
      async handler(call) {
        const entry = await directory.history.get(call.realm.id, call.params.id ?? '');
        if (entry === null) throw notFound('There is no such change');
        const realm = await freshRealm(directory, call.realm.id);
        const changes = await planUndo(realm, entry, parts);
        requireAllowedChanges(call.admin, realm, changes);
        await writes.commit(call, [{ kind: 'require-version', version: realm.version }, ...changes], {
          operation: entry.operationType === 'CREATE' ? 'DELETE' : entry.operationType === 'DELETE' ? 'CREATE' : 'UPDATE',
          resource: entry.resourceType,
          path: entry.resourcePath,
          undoes: entry.id,
        });
        return noContent();
      },
    }),
  ];
}

function show(entry: HistoryEntry, username: string | null) {
  return {
    id: entry.id,
    time: entry.time.toISOString(),
    operation: entry.operationType,
    resourceType: entry.resourceType,
    resourcePath: entry.resourcePath,
    by: { realmId: entry.authRealmId, clientId: entry.authClientId, userId: entry.authUserId, username },
    ipAddress: entry.ipAddress,
    things: entry.things.map(({ kind, id, before, after }) => ({
      kind,
      id,
      name: nameOf(kind, id, after ?? before),
      change: before === null ? 'created' : after === null ? 'deleted' : 'changed',
      fields: differencesBetween(before, after),
    })),
    undoes: entry.undoes,
    undoneBy: entry.undoneBy,
    undoable: entry.undoneBy === null && entry.things.every(({ kind, before }) => kind !== 'realm' || before !== null),
  };
}
